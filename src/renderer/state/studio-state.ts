/** All that the page knows, in one store. */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { BodyCandidates } from '../../contract/candidate.ts';
import type { Constraints } from '../../contract/constraints.ts';
import type { ImageRow, ImageSort, ImageState } from '../../contract/image.ts';
import type { Job } from '../../contract/job.ts';
import type { Keypoint } from '../../contract/keypoint.ts';
import type { BodyFit, Person } from '../../contract/person.ts';
import type { HistoryState, ProjectInfo } from '../../contract/project.ts';
import type { BulkAudit, ReviewChoice, ReviewEntry, ReviewQueue } from '../../contract/review.ts';
import { DEFAULT_SETTINGS, type SettingsState } from '../../contract/settings.ts';
import type { SystemInfo } from '../../contract/system.ts';
import type { InstantPreview, RegressorInUse, TrainingRun } from '../../contract/training.ts';
import type { BodyUncertaintyWire } from '../../contract/uncertainty.ts';
import type { FitTiming } from './drag-timing.ts';

/** A gesture under way: the person as it looks now, not yet stored. */
export interface Gesture {
  readonly personId: number;
  /** Revision that it began with. */
  readonly revision: number;
  /** The keypoint in hand; null when the body itself is. */
  readonly point: number | null;
  /** The points that move along. */
  readonly taken: readonly number[];
  /** As they were stored when it began. */
  readonly before: Keypoint[];
  readonly keypoints: Keypoint[];
  readonly constraints: Constraints;
  readonly fit: BodyFit | null;
  /** How long the newest refit took, milliseconds; null before the first. */
  readonly fitMs: number | null;
  /** Of that refit. */
  readonly fitTiming: FitTiming | null;
}

/** What the selected person's body might be instead. */
export interface PersonCandidates extends BodyCandidates {
  readonly personId: number;
  /** The body that they are beside. */
  readonly fit: BodyFit;
}

/** How sure a body is: asked for, known, or not to be had. */
export interface PersonUncertainty {
  readonly personId: number;
  readonly revision: number;
  readonly fit: BodyFit;
  readonly known: BodyUncertaintyWire | 'asked' | 'failed';
}

/** Learning from the accepted people. */
export interface TrainingState {
  /** Newest first, without the bodies of their reports. */
  readonly runs: readonly TrainingRun[];
  /** The one that is shown; null for what comes next. */
  readonly runId: number | null;
  /** Of the shown run, with its bodies. */
  readonly report: TrainingRun | null;
  readonly regressor: RegressorInUse | null;
  readonly instant: InstantPreview | null;
}

/** The queue that is worked through. */
export interface ReviewState {
  readonly choice: ReviewChoice;
  /** Null before the first look. */
  readonly queue: ReviewQueue | null;
  /** The person in front. */
  readonly entry: ReviewEntry | null;
  readonly left: number;
  /** Goes up when its rows must be read again. */
  readonly version: number;
  /** When people were decided in this sitting, milliseconds since the epoch, oldest first. */
  readonly decidedAt: readonly number[];
  /** Whom the last decision was about. */
  readonly last: ReviewEntry | null;
  readonly audit: BulkAudit | null;
}

/** How much a hand takes: the joint, the joint with what hangs on it, the whole person. */
export type Reach = 'joint' | 'limb' | 'person';

/** The body that is shown in the place of the present one. */
export interface EarlierBody {
  readonly personId: number;
  readonly fit: BodyFit | null;
}

export interface Notice {
  readonly severity: 'info' | 'warning' | 'error';
  readonly message: string;
}

export const MESH_MODES = ['ghost', 'solid', 'wire', 'off'] as const;
export type MeshMode = (typeof MESH_MODES)[number];
export const VIEWS = ['camera', 'side', 'top', 'free'] as const;
export type BodyViewName = (typeof VIEWS)[number];
export type DialogName =
  | 'export'
  | 'import'
  | 'open'
  | 'keys'
  | 'palette'
  | 'video'
  | 'evaluate'
  | 'settings';

/** See `app/workspaces.ts`. */
export type WorkspaceName = 'annotate' | 'review' | 'train';

export interface StudioState {
  readonly workspace: WorkspaceName;
  readonly training: TrainingState;
  readonly review: ReviewState;
  readonly connection: 'connecting' | 'open' | 'lost';
  readonly system: SystemInfo | null;
  readonly settings: SettingsState;
  readonly project: ProjectInfo | null;
  readonly history: HistoryState;
  /** Newest first. */
  readonly jobs: readonly Job[];
  readonly notice: Notice | null;
  readonly filter: {
    readonly text: string;
    readonly states: readonly ImageState[];
    readonly sort: ImageSort;
  };
  /** Goes up when the list must be read again. */
  readonly listVersion: number;
  /** Rows that have changed since they were read, by id. */
  readonly changedRows: { readonly byId: Map<number, ImageRow> };
  readonly image: ImageRow | null;
  readonly people: readonly Person[];
  readonly personId: number | null;
  readonly point: number | null;
  /** The joint (0 … 23) that is chosen in the body's view. */
  readonly handle: number | null;
  readonly gesture: Gesture | null;
  /** Persons whose body is being worked out. */
  readonly refining: ReadonlySet<number>;
  /** Null until the engine has said. */
  readonly candidates: PersonCandidates | null;
  /** Of the selected person; null without a body or while it changes. */
  readonly uncertainty: PersonUncertainty | null;
  /** Ellipsoids and the next point's hint. */
  readonly showsUncertainty: boolean;
  readonly isDrawingBox: boolean;
  /** The note's field is open. */
  readonly isNoting: boolean;
  /** Who was rejected last, unless something else was decided since. */
  readonly lastRejected: number | null;
  /** The drawer with what the machine does. */
  readonly showsJobs: boolean;
  /** What follows the pointer without a button; null when nothing does. */
  readonly grab: Reach | null;
  readonly earlier: EarlierBody | null;
  /** The joint whose menu is open, and where on the canvas, CSS pixels. */
  readonly pie: { readonly x: number; readonly y: number; readonly isHeld: boolean } | null;
  readonly showsResiduals: boolean;
  /** Of the picture alone: 1 is as it is. */
  readonly look: { readonly brightness: number; readonly contrast: number };
  readonly meshMode: MeshMode;
  readonly showOverlays: boolean;
  readonly isPeeking: boolean;
  readonly view: BodyViewName;
  readonly dialog: DialogName | null;
}

const initial: StudioState = {
  workspace: 'annotate',
  training: { runs: [], runId: null, report: null, regressor: null, instant: null },
  review: {
    choice: { order: 'worst', issues: [], seed: 1 },
    queue: null,
    entry: null,
    left: 0,
    version: 0,
    decidedAt: [],
    last: null,
    audit: null,
  },
  connection: 'connecting',
  system: null,
  settings: { values: DEFAULT_SETTINGS, problem: null },
  project: null,
  history: { undo: null, redo: null },
  jobs: [],
  notice: null,
  filter: { text: '', states: [], sort: 'name' },
  listVersion: 0,
  changedRows: { byId: new Map() },
  image: null,
  people: [],
  personId: null,
  point: null,
  handle: null,
  gesture: null,
  refining: new Set(),
  candidates: null,
  uncertainty: null,
  showsUncertainty: false,
  isDrawingBox: false,
  isNoting: false,
  lastRejected: null,
  showsJobs: false,
  grab: null,
  earlier: null,
  pie: null,
  showsResiduals: true,
  look: { brightness: 1, contrast: 1 },
  meshMode: 'ghost',
  showOverlays: true,
  isPeeking: false,
  view: 'side',
  dialog: null,
};

export const studio = createStore<StudioState>(() => initial);

export function useStudio<Value>(select: (state: StudioState) => Value): Value {
  return useStore(studio, select);
}

/** The person that is worked on. */
export function selectedPerson({ people, personId }: StudioState): Person | undefined {
  return people.find(({ id }) => id === personId);
}

/** How a person looks at this moment: in the gesture, else as stored. */
export function shownPerson(
  state: StudioState,
  person: Person,
): Pick<Person, 'keypoints' | 'constraints' | 'fit'> {
  const { gesture } = state;
  return gesture?.personId === person.id ? gesture : person;
}

/** How sure the selected person's body is, once it is known. */
export function knownUncertainty({
  uncertainty,
  personId,
}: StudioState): BodyUncertaintyWire | undefined {
  if (uncertainty === null || uncertainty.personId !== personId) return undefined;
  return uncertainty.known === 'asked' || uncertainty.known === 'failed'
    ? undefined
    : uncertainty.known;
}

export function say(severity: Notice['severity'], message: string): void {
  studio.setState({ notice: { severity, message } });
}

/** Runs a call; its failure is said to the user and ends there. */
export async function attempt<Value>(work: Promise<Value>): Promise<Value | undefined> {
  try {
    return await work;
  } catch (error) {
    say('error', messageOf(error));
    return undefined;
  }
}

/** The sentence of an error, without the name of its class. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
