/** What is compared: people as they were predicted, and what is truly known of them. */
import type { BodyParameters } from '../body/body-model.ts';
import type { Pinhole } from '../camera/pinhole.ts';
import type { Mask } from '../masks/mask.ts';
import type { JointProtocol } from '../metrics/joint-protocols.ts';

/** `file` is a result file's; the others are the project's. */
export type Method = 'regression' | 'fit' | 'file';

/** A predicted body and the camera of the whole image that sees it. */
export interface PredictedBody {
  readonly body: BodyParameters;
  readonly camera: Pinhole;
}

export interface Prediction {
  readonly imageName: string;
  readonly personId: string;
  /** What a person has said of it (accepted, edited …); empty for a result file. */
  readonly state: string;
  readonly bodies: Readonly<Partial<Record<Method, PredictedBody>>>;
  /** Human3.6M's 17 joints that a result file brings, shape [17, 3], metres. */
  readonly h36mJoints?: Float64Array;
  /** Pixels; undefined while nobody has looked. */
  readonly imageSize: { readonly width: number; readonly height: number } | undefined;
}

/** Which body a truth's parameters are of: numbers of one body mean nothing for another. */
export interface BodyIdentity {
  readonly name: string;
  /** SHA-256 of its file, where the truth says it. */
  readonly hash?: string | undefined;
  /** Of SMPL's bodies. */
  readonly gender?: 'm' | 'f' | 'n' | undefined;
}

export interface TruthBody {
  readonly of: BodyIdentity;
  /** Translation in the truth's camera; zero where it is not known. */
  readonly parameters: BodyParameters;
  /** Where the pelvis joint is in the camera, metres, for files that know it in place of the translation. */
  readonly pelvis?: Float64Array | undefined;
}

/** Everything but the names may be missing; what is there decides what can be told. */
export interface Truth {
  readonly imageName: string;
  /** Tells this person from others of the picture. */
  readonly key: string;
  readonly body?: TruthBody | undefined;
  /** Shape [24, 3], metres, camera frame, origin anywhere; NaN for an unknown joint. */
  readonly joints3d?:
    | { readonly list: JointProtocol['list']; readonly positions: Float64Array }
    | undefined;
  /** Of the whole image, with the translation of `body` in it; undefined when it is not known. */
  readonly camera?: Pinhole | undefined;
  /** The body's 54 landmarks in the image, shape [54, 2], pixels; NaN for an unknown one. */
  readonly points?: Float64Array | undefined;
  /** Longer side of the person's box, pixels; that of the points when left out. */
  readonly boxSidePx?: number | undefined;
  readonly mask?: Mask | undefined;
  /** In a video: which, and when. */
  readonly sequence?: { readonly name: string; readonly frame: number } | undefined;
}

/** All that a truth file says, and in words what it cannot be used for. */
export interface TruthFile {
  readonly format: string;
  readonly truths: readonly Truth[];
  readonly notes: readonly string[];
}

export interface Pair {
  readonly prediction: Prediction;
  readonly truth: Truth;
}
