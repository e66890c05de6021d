/**
 * SPIN's training data (Kolotouros et al. 2019, `datasets/base_dataset.py`): a data set npz, the
 * static fits whose row i belongs to row i of it, and beside them what those two cannot say.
 */
import type { ScaledCamera } from '../camera/scaled-camera.ts';
import { SPIN24_FROM_COCO17 } from '../keypoints/joint-sets.ts';
import type { NpzArrays } from './npz.ts';

/** One person, as it goes into the files. */
export interface SpinRow {
  /** Relative to the data set's root. */
  readonly imageName: string;
  readonly personId: number;
  readonly state: string;
  readonly jointSet: 'coco17' | 'body25';
  /** Pixels of the image and confidence, shape [17 or 25, 3]. */
  readonly points: Float64Array;
  readonly centerX: number;
  readonly centerY: number;
  /** Side of the crop / 200 px. */
  readonly scale: number;
  /** Axis-angle with the root as SPIN's crop camera sees it, shape [72]; undefined without a fit. */
  readonly cropPose: Float64Array | undefined;
  readonly betas: Float64Array | undefined;
  readonly full: FullCameraFit | undefined;
  /** What the fit held to besides the points, as JSON; `{}` for nothing. */
  readonly constraints: string;
  /** The network whose word about the picture the fit held to loosely; empty for none. */
  readonly imageEvidence: string;
}

/** The fit in the camera of the whole image. */
export interface FullCameraFit {
  readonly focalLength: number;
  readonly principalX: number;
  readonly principalY: number;
  /** Axis-angle, radians. */
  readonly globalOrient: Float64Array;
  readonly translation: Float64Array;
  /** Translation in SPIN's crop camera, metres. */
  readonly cropTranslation: Float64Array;
  /** EFT's camera: x = s · X + t in [−1, 1] of the crop, for the body as the crop camera sees it. */
  readonly scaledCamera: ScaledCamera;
  /** Mean distance of keypoints and joints, pixels of the image. */
  readonly meanErrorPx: number;
  /** What the two cameras differ by after the root was fitted again, rms pixels of the crop. */
  readonly cropRmsPx: number;
  /** The studio's own joints, pixels of the image, shape [54, 2]. */
  readonly joints: Float64Array;
}

export interface SpinBody {
  readonly name: string;
  readonly hash: string;
  readonly isSmpl: boolean;
}

/** The data set itself. With a body that is not SMPL `has_smpl` is 0: its 2D points may be used. */
export function spinDataset(rows: readonly SpinRow[], body: SpinBody): NpzArrays {
  const count = rows.length;
  return {
    imgname: { shape: [count], data: rows.map(({ imageName }) => imageName) },
    center: matrix(rows, 2, ({ centerX, centerY }) => [centerX, centerY]),
    scale: { shape: [count], data: Float64Array.from(rows, ({ scale }) => scale) },
    part: { shape: [count, 24, 3], data: joined(rows, 72, partOf) },
    openpose: { shape: [count, 25, 3], data: joined(rows, 75, openposeOf) },
    pose: matrix(rows, 72, ({ cropPose }) => cropPose),
    shape: matrix(rows, 10, ({ betas }) => betas),
    has_smpl: {
      shape: [count],
      data: Float64Array.from(rows, ({ cropPose }) => (body.isSmpl && cropPose ? 1 : 0)),
    },
    body_model: { shape: [2], data: [body.name, body.hash] },
  };
}

/** SPIN's static fits: 72 pose values and 10 betas a row; zeros for a person without a fit. */
export function spinFits(rows: readonly SpinRow[]): { shape: number[]; data: Float64Array } {
  return {
    shape: [rows.length, 82],
    data: joined(rows, 82, ({ cropPose, betas }) => [
      ...(cropPose ?? new Float64Array(72)),
      ...(betas ?? new Float64Array(10)),
    ]),
  };
}

/** Only SMPL's parameters are named as SPIN's loader expects them. */
export function spinFitsName(name: string, body: SpinBody): string {
  return body.isSmpl ? `${name}_fits.npy` : `${name}_fits.${body.name}.npy`;
}

/** What the fits leave out: whose they are, the real camera, how good they are. */
export function spinFitsMeta(rows: readonly SpinRow[], body: SpinBody): NpzArrays {
  const count = rows.length;
  return {
    imgname: { shape: [count], data: rows.map(({ imageName }) => imageName) },
    person_id: { shape: [count], data: Int32Array.from(rows, ({ personId }) => personId) },
    state: { shape: [count], data: rows.map(({ state }) => state) },
    constraints: { shape: [count], data: rows.map(({ constraints }) => constraints) },
    image_evidence: { shape: [count], data: rows.map(({ imageEvidence }) => imageEvidence) },
    has_fit: { shape: [count], data: Uint8Array.from(rows, ({ full }) => (full ? 1 : 0)) },
    camera: matrix(
      rows,
      3,
      ({ full }) => full && [full.focalLength, full.principalX, full.principalY],
    ),
    global_orient: matrix(rows, 3, ({ full }) => full?.globalOrient),
    translation: matrix(rows, 3, ({ full }) => full?.translation),
    crop_translation: matrix(rows, 3, ({ full }) => full?.cropTranslation),
    mean_error_px: matrix(rows, 1, ({ full }) => full && [full.meanErrorPx]),
    crop_rms_px: matrix(rows, 1, ({ full }) => full && [full.cropRmsPx]),
    joints_2d: { shape: [count, 54, 2], data: joined(rows, 108, ({ full }) => full?.joints) },
    body_model: { shape: [2], data: [body.name, body.hash] },
  };
}

type Values = ArrayLike<number> | undefined;

function matrix(rows: readonly SpinRow[], width: number, valuesOf: (row: SpinRow) => Values) {
  return { shape: [rows.length, width], data: joined(rows, width, valuesOf) };
}

/** Rows after one another; zeros for a row that has none. */
function joined(rows: readonly SpinRow[], width: number, valuesOf: (row: SpinRow) => Values) {
  const out = new Float64Array(rows.length * width);
  for (const [i, row] of rows.entries()) out.set(valuesOf(row) ?? [], i * width);
  return out;
}

/** COCO's points in their slots of SPIN's 24 data set joints; the other slots stay unlabelled. */
function partOf({ jointSet, points }: SpinRow): Values {
  if (jointSet !== 'coco17') return undefined;
  const out = new Float64Array(72);
  for (const [coco, slot] of SPIN24_FROM_COCO17.entries()) {
    out.set(points.subarray(3 * coco, 3 * coco + 3), 3 * slot);
  }
  return out;
}

function openposeOf({ jointSet, points }: SpinRow): Values {
  return jointSet === 'body25' ? points : undefined;
}
