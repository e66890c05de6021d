/** What the services need of the world outside, as the adapters offer it. */

import type { BodyParametersWire } from '../../contract/body-parameters.ts';
import type { BodySource } from '../../contract/body-source.ts';
import type { BodyCandidates } from '../../contract/candidate.ts';
import type { ImageFile, ImagePrediction, PictureAnswer } from '../../contract/compute-contract.ts';
import type {
  FitQuery,
  SequenceAnswer,
  SequenceQuery,
  UncertaintyQuery,
} from '../../contract/fit-contract.ts';
import type { Box } from '../../contract/keypoint.ts';
import type { BodyFit, FitPreset } from '../../contract/person.ts';
import type { BackendInfo } from '../../contract/system.ts';
import type { BodyUncertaintyWire } from '../../contract/uncertainty.ts';
import type { BodyModel } from '../../core/body/body-model.ts';
import type { TruthSource } from '../../core/evaluation/truths/read-truth.ts';
import type { ImageHeader, Store } from './store.ts';

/** Networks: they run in a process of their own, one call at a time. */
export interface Predictor {
  /** Starts the process when it is not there. */
  info(): Promise<BackendInfo>;
  /**
   * @param preset how people are fitted; null leaves them with what the regressor says
   * @param imageEvidence whether more is read from the picture for the fit; yes when left out
   */
  predict(
    file: ImageFile,
    preset: FitPreset | null,
    imageEvidence?: boolean,
  ): Promise<ImagePrediction>;
  /** What the regressor says of everyone in some pictures, an answer for each; nobody is fitted. */
  regressPictures(files: readonly ImageFile[]): Promise<PictureAnswer[]>;
  predictInBox(file: ImageFile, box: Box): Promise<ImagePrediction>;
  regress(
    file: ImageFile,
    query: Pick<FitQuery, 'jointSet' | 'keypoints' | 'camera'>,
  ): Promise<BodyParametersWire | null>;
}

/** The optimiser, in a thread of its own. */
export interface BodyFitter {
  live(
    query: FitQuery,
    start: BodyParametersWire,
    budgetMs: number,
  ): Promise<{ fit: BodyFit; milliseconds: number }>;
  full(query: FitQuery, starts: readonly BodyParametersWire[]): Promise<BodyFit>;
  candidates(query: FitQuery, shown: BodyParametersWire): Promise<Omit<BodyCandidates, 'revision'>>;
  uncertainty(query: UncertaintyQuery): Promise<BodyUncertaintyWire>;
  sequence(query: SequenceQuery): Promise<SequenceAnswer>;
}

/** The body that all threads and processes fit. */
export interface BodyInUse {
  source(): BodySource;
  model(): BodyModel;
  /** @throws StudioError `model/missing`, `model/invalid`; the body in use then stays */
  use(source: BodySource): void;
}

/** A folder of pictures that the user has opened. */
export interface ImageFolder {
  /** Its own name, without the path to it. */
  readonly name: string;
  /** The pictures below it in natural order, by their path relative to it. */
  list(signal: AbortSignal): Promise<FolderListing>;
  file(name: string): ImageFile;
  readHeader(name: string): Promise<ImageHeader>;
  /** Says that a file has changed, without reading it; undefined when it is gone. */
  stamp(name: string): Promise<string | undefined>;
  /** SHA-256 of a file's bytes, hexadecimal; undefined when it is gone. */
  sha256(name: string): Promise<string | undefined>;
}

export interface FolderListing {
  readonly names: string[];
  /** Sub-folders that could not be read, with the reason. */
  readonly unreadable: readonly { readonly name: string; readonly message: string }[];
}

/** A folder with its project. */
export interface OpenProject {
  readonly folder: ImageFolder;
  readonly store: Store;
  readonly isSample: boolean;
  /** The body in a picture that shows one person whose 3D truth is known: the sample's renders. */
  truth(imageName: string): BodyParametersWire | undefined;
  /** Where exports of this project go. */
  readonly exportFolder: string;
  readonly models: ModelFolder;
}

/** What the runs of a project keep beside its file. */
export interface ModelFolder {
  /** Absolute; made when it is not there. @throws StudioError `project/not-writable`, `disk/full` */
  ofRun(runId: number): string;
  /** Absolute path of a run's model. */
  weights(runId: number): string;
  hasWeights(runId: number): boolean;
  /** Written beside its place and renamed: an older file stays whole when that fails. */
  write(runId: number, name: string, bytes: Uint8Array): Promise<void>;
  read(runId: number, name: string): Promise<Uint8Array>;
  /** Everything that a run has left. @throws StudioError `project/not-writable` */
  remove(runId: number): Promise<void>;
}

/** A file to write, piece by piece, which knows how it must read afterwards. */
export interface ExportFile {
  /** Relative to the export folder, with forward slashes. */
  readonly name: string;
  /** Made while it is written; asked for once. */
  content(): AsyncIterable<Uint8Array>;
  /** What is otherwise in what was read back; undefined when nothing is. */
  difference(readBack: AsyncIterable<Uint8Array>): Promise<string | undefined>;
}

export interface WrittenFile {
  readonly name: string;
  /** Lower-case hex. */
  readonly sha256: string;
}

export interface ExportOrder {
  /** Absolute. */
  readonly folder: string;
  /** Files and folders below it that the export consists of; folders end in a slash. */
  readonly parts: readonly string[];
  /** The files in the order of writing; `written` grows with them. */
  files(written: readonly WrittenFile[]): AsyncIterable<ExportFile>;
  readonly replace: boolean;
}

export interface ExportFiles {
  /**
   * Writes all files or none: first beside their places, each read back and compared, then renamed.
   * Holds no more than a piece of a file.
   *
   * @returns the folder, for the user to see, and what was written
   * @throws StudioError `export/exists` unless `replace`, `export/verification`, `disk/full`,
   *   `project/not-writable`
   */
  write(
    order: ExportOrder,
  ): Promise<{ readonly place: string; readonly files: readonly WrittenFile[] }>;
}

/** Pictures as trainers take them. */
export interface TrainingPictures {
  /**
   * The file itself when it is an upright JPEG or PNG, else an upright JPEG of it.
   *
   * @throws StudioError `image/…`
   */
  read(file: ImageFile): Promise<{ readonly ending: 'jpg' | 'png'; readonly bytes: Uint8Array }>;
}

/** Files that tell what is true of pictures. */
export interface TruthFiles {
  /** Names of those in a folder that may be such, in natural order. */
  list(folder: string): Promise<string[]>;
  /** @throws StudioError `evaluation/no-truth`, and for silhouettes `image/unreadable` */
  read(path: string): Promise<TruthSource>;
}
