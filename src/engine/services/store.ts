/** What the services need of a project's file. Every call has reached the disk when it returns. */

import type { BodyParametersWire } from '../../contract/body-parameters.ts';
import type { BodySource } from '../../contract/body-source.ts';
import type { Constraints } from '../../contract/constraints.ts';
import type { ImageRow, ImageSort, ImageState } from '../../contract/image.ts';
import type { ImageEvidence } from '../../contract/image-evidence.ts';
import type { BodyFit, Person, PersonSource } from '../../contract/person.ts';
import type { HistoryState } from '../../contract/project.ts';
import type { StoredRun } from '../../contract/training.ts';
import type { VideoChoice } from '../../contract/video.ts';
import type { Pinhole } from '../../core/camera/pinhole.ts';
import type { Mask } from '../../core/masks/mask.ts';
import type { ReviewNumbers } from '../../core/review/rank.ts';

/** What an edit can change of a person; the machine's results come with it or later. */
export interface PersonContent {
  readonly state: Person['state'];
  readonly reason: string | null;
  readonly jointSet: Person['jointSet'];
  readonly keypoints: Person['keypoints'];
  readonly constraints: Constraints;
  readonly box: Person['box'];
  readonly regression: BodyParametersWire | null;
  readonly imageEvidence: ImageEvidence | null;
  readonly fit: BodyFit | null;
  readonly source?: PersonSource | undefined;
  readonly marked?: true | undefined;
  readonly note?: string | undefined;
}

export function contentOf({
  id: _,
  imageId: __,
  revision: ___,
  ...content
}: Person): PersonContent {
  return content;
}

/** A new state of a person; null removes it. Without `personId` it is a new person. */
export interface PersonChange {
  readonly personId: number | undefined;
  readonly content: PersonContent | null;
}

/** A change of one of many images. */
export interface ImagePersonChange extends PersonChange {
  readonly imageId: number;
}

export interface ImageQuery {
  readonly text: string;
  readonly states: readonly ImageState[];
  /** By name when left out. */
  readonly sort?: ImageSort | undefined;
  readonly offset: number;
  readonly limit: number;
}

export interface ImageHeader {
  /** Pixels after EXIF orientation. */
  readonly width: number;
  readonly height: number;
  readonly camera: Pinhole;
}

export interface StoredImage extends ImageRow {
  readonly camera: Pinhole | null;
}

/** A picture that was learnt from can never judge, and one that judges is never learnt from. */
export type PictureRole = 'training' | 'held-out';

/** What a review goes by; null where there is nothing to measure. */
export interface ReviewMeasures extends ReviewNumbers {
  /** Mean distance of points and body, pixels of the image. */
  readonly errorPx: number | null;
  /** Of the body that it was fitted with. */
  readonly bodyHash: string | null;
  /** See `core/review/novelty.ts`. */
  readonly poseMark: Float32Array | null;
}

export interface ReviewRow extends ReviewMeasures {
  readonly personId: number;
  readonly imageId: number;
  readonly imageName: string;
  readonly revision: number;
  readonly state: Person['state'];
  readonly marked: boolean;
  readonly noted: boolean;
}

export interface Store {
  /** Absolute path of the image folder; undefined in a project that has never had one. */
  readonly imageFolder: { get(): string | undefined; set(path: string): void };
  /** Whether the pictures are frames of a video, as the user has it. */
  readonly video: { get(): VideoChoice; set(choice: VideoChoice): void };
  /** The body that its people are fitted with. */
  readonly body: { get(): BodySource; set(source: BodySource): void };
  readonly images: {
    /** Makes the list these names, in this order; what is known of a name stays. */
    replaceList(names: readonly string[]): void;
    page(query: ImageQuery): { total: number; rows: ImageRow[] };
    get(imageId: number): StoredImage | undefined;
    /** Of all that are in the list, in its order. */
    names(): readonly { readonly id: number; readonly name: string }[];
    neighbour(imageId: number, step: number, undecidedOnly: boolean): ImageRow | undefined;
    counts(): Record<ImageState, number>;
    /** Images with nobody that a person has touched, in list order. */
    untouched(): number[];
    /** What the file's header says. */
    setHeader(imageId: number, header: ImageHeader): void;
    /** The same for many, by id. */
    setHeaders(headers: ReadonlyMap<number, ImageHeader>): void;
    /** The detector has seen it. */
    setLooked(imageId: number, header: ImageHeader): void;
    setProblem(imageId: number, problem: string): void;
    /** One undoable step. */
    setEmpty(label: string, imageId: number, empty: boolean): void;
  };
  readonly people: {
    list(imageId: number): Person[];
    get(personId: number): Person | undefined;
    /** As the machine or an import had this person before a hand was on it; undefined for nobody. */
    machine(personId: number): Person | undefined;
    /** People whom only the machine has touched, in list order. */
    untouched(): { id: number; imageId: number }[];
    /** Another text as soon as somebody is accepted, or not any more. */
    acceptedStamp(): string;
    /** People whom a person has edited after they had been accepted, in list order. */
    editedAfterAcceptance(): Person[];
    /** The same as ids, for those who are too many to hold. */
    idsInStates(states: readonly Person['state'][]): number[];
    /** People in any of these states, in list order of their images. */
    inStates(states: readonly Person['state'][]): Person[];
    /** Imported people whom a person has deleted, by where they came from; an undone deletion is none. */
    deletedSources(): { imageId: number; source: PersonSource }[];
    /**
     * Replaces the machine's people of an image; refuses to touch one that a person has touched.
     *
     * @returns false when somebody has been touched in the meantime, and nothing was changed
     */
    replaceMachine(imageId: number, people: readonly PersonContent[]): boolean;
    /** One undoable step. Returns the ids of the people changed. */
    commit(label: string, imageId: number, changes: readonly PersonChange[]): number[];
    /** One undoable step in many images: all of it or nothing. Returns the ids of the people. */
    commitAll(label: string, changes: readonly ImagePersonChange[]): number[];
    /** The result of a fit, on the revision that it was made for; no step of its own. */
    storeFit(revision: number, fit: BodyFit, regression: BodyParametersWire | null): void;
  };
  /** What was learnt; no step of the history, and nothing of it is ever overwritten but a run's own row. */
  readonly training: {
    /** Newest first. */
    runs(): StoredRun[];
    run(runId: number): StoredRun | undefined;
    addRun(run: Omit<StoredRun, 'id'>): StoredRun;
    saveRun(run: StoredRun): void;
    /** The runs whose models were taken up, oldest first; null for what was brought along. */
    adoptions(): (number | null)[];
    adopt(runId: number | null): void;
    /** SHA-256 of a picture's bytes, as long as its file carries the same stamp. */
    pictureHash(imageId: number, stamp: string): string | undefined;
    setPictureHash(imageId: number, stamp: string, sha256: string): void;
    /** What pictures were used for, by hash; the first role that is set stays for life. */
    pictureRoles(): Map<string, PictureRole>;
    setPictureRoles(hashes: readonly string[], role: PictureRole): void;
  };
  readonly history: {
    state(): HistoryState;
    /** Returns the images that have changed; none when there was nothing to do. */
    undo(): readonly number[];
    redo(): readonly number[];
  };
  /** Figures of people, forgotten as soon as somebody in their image changes; no step of the history. */
  readonly review: {
    /** Images with people whose figures are not there, by their ids, behind this one. */
    unmeasured(afterImageId: number, limit: number): number[];
    /** By revision. */
    measure(measures: ReadonlyMap<number, ReviewMeasures>): void;
    /** Of everyone whose figures are there, in list order. */
    rows(): ReviewRow[];
    /** Of those who are there, in this order. */
    rowsOf(personIds: readonly number[]): ReviewRow[];
  };
  /** Silhouettes that came with imported people, kept for evaluation; not part of the history. */
  readonly masks: {
    get(personId: number): Mask | undefined;
    set(personId: number, mask: Mask): void;
  };
  close(): void;
}
