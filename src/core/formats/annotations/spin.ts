/**
 * SPIN's data sets (`datasets/base_dataset.py`): `NAME.npz` and, by rows of it, `NAME_fits.npy`.
 * Any of `part`, `openpose`, `S`, `pose`, `has_smpl`, `gender` may be missing, as SPIN allows.
 */
import type { Crop } from '../../camera/crop.ts';
import { BODY25_FROM_COCO17, SPIN24_FROM_COCO17 } from '../../keypoints/joint-sets.ts';
import type { NpyArray } from '../npy.ts';
import type { NpzArrays } from '../npz.ts';
import {
  ABSENT,
  type AnnotatedBody,
  type AnnotatedFile,
  type AnnotatedPoint,
  type Annotation,
  hasPoints,
  pointsFromRows,
} from './annotation.ts';
import { invalidFile, requirePixels } from './checked.ts';
import {
  imageNamesOf,
  numeric,
  optionalRows,
  requiredRows,
  requireFinite,
  requireFiniteRows,
  requireRowPixels,
  rowOf,
  textsOf,
} from './rows.ts';

/** The rows of a data set. Arrays are row-major, pixels of the image, metres and radians. */
export interface SpinDataset {
  readonly count: number;
  /** Relative to the data set's root. */
  readonly imageNames: readonly string[];
  readonly crops: readonly Crop[];
  /** Shape [N, 24, 3]: x, y, confidence. */
  readonly part: Float64Array | undefined;
  /** Shape [N, 25, 3]. */
  readonly openpose: Float64Array | undefined;
  /** 3D joints, shape [N, 24, 4]: x, y, z from the root, confidence. */
  readonly joints3d: Float64Array | undefined;
  /** Shape [N, 72], axis-angle, as SPIN's crop camera sees the root. */
  readonly pose: Float64Array | undefined;
  /** Shape [N, 10]. */
  readonly betas: Float64Array | undefined;
  /** Shape [N], 0 or 1: which rows of `pose` and `betas` are somebody's. */
  readonly hasSmpl: Float64Array;
  /** `m`, `f` or `n`. */
  readonly genders: readonly string[] | undefined;
  /** Name of the body that the parameters are of; undefined when the file does not say: SMPL. */
  readonly bodyName: string | undefined;
}

/** @throws StudioError `format/invalid` */
export function readSpinDataset(arrays: NpzArrays, source: string): SpinDataset {
  const names = imageNamesOf(arrays, source);
  const count = names.length;
  const part = optionalRows(arrays, 'part', [count, 24, 3], source);
  const openpose = optionalRows(arrays, 'openpose', [count, 25, 3], source);
  for (const [name, points] of Object.entries({ part, openpose })) {
    requireRowPixels(points, name, source);
  }
  const pose = optionalRows(arrays, 'pose', [count, 72], source);
  const betas = optionalRows(arrays, 'shape', [count, 10], source);
  const hasSmpl = hasSmplOf(arrays, count, pose, source);
  requireFiniteRows(pose, hasSmpl, 'pose', source);
  requireFiniteRows(betas, hasSmpl, 'shape', source);
  return {
    count,
    imageNames: names,
    crops: cropsOf(arrays, count, source),
    part,
    openpose,
    joints3d: optionalRows(arrays, 'S', [count, 24, 4], source),
    pose,
    betas,
    hasSmpl,
    genders: textsOf(arrays.gender),
    bodyName: textsOf(arrays.body_model)?.[0],
  };
}

/** Pose without `has_smpl` is everybody's (SPIN's rule). */
function hasSmplOf(
  arrays: NpzArrays,
  count: number,
  pose: Float64Array | undefined,
  source: string,
): Float64Array {
  const present = optionalRows(arrays, 'has_smpl', [count], source);
  return present ?? new Float64Array(count).fill(pose === undefined ? 0 : 1);
}

function cropsOf(arrays: NpzArrays, count: number, source: string): Crop[] {
  const center = requiredRows(arrays, 'center', [count, 2], source);
  const scale = requiredRows(arrays, 'scale', [count], source);
  requirePixels(center, 'center', source);
  return Array.from({ length: count }, (_, i) => {
    if (!(scale[i] > 0 && scale[i] < 1e4)) {
      throw invalidFile(source, `scale of row ${i} is ${scale[i]}; it is the crop's side / 200 px`);
    }
    return { centerX: center[2 * i], centerY: center[2 * i + 1], scale: scale[i] };
  });
}

/**
 * SPIN's static fits, row i for row i of the data set: 72 of pose, 10 betas.
 *
 * @throws StudioError `format/invalid`, also when they have not the data set's rows
 */
export function readSpinFits(
  { shape, data }: NpyArray,
  count: number,
  source: string,
): { pose: Float64Array; betas: Float64Array } {
  if (shape.length !== 2 || shape[0] !== count || shape[1] !== 82) {
    throw invalidFile(source, `it is ${shape.join(' × ')} instead of ${count} × 82`);
  }
  const values = numeric(data, 'the array', source);
  requireFinite(values, 'the array', source);
  const columns = (from: number, to: number) =>
    Float64Array.from(
      Array.from({ length: count }, (_, i) => [
        ...values.subarray(82 * i + from, 82 * i + to),
      ]).flat(),
    );
  return { pose: columns(0, 72), betas: columns(72, 82) };
}

/**
 * Detected points (`openpose`) where there are some, a labelled one (`part`) in place of each that
 * COCO's 17 have too; else the labelled ones alone. Slots that COCO does not have are counted.
 *
 * @param fits of {@link readSpinFits}; they stand for the pose of rows that have none
 */
export function annotatedSpin(
  data: SpinDataset,
  fits?: { readonly pose: Float64Array; readonly betas: Float64Array },
): AnnotatedFile {
  let lost = 0;
  const people = Array.from({ length: data.count }, (_, i): Annotation => {
    const labelled = data.part && pointsFromRows(data.part, 72 * i, 24);
    lost += labelled?.filter((point, slot) => hasPoints([point]) && !KNOWN.has(slot)).length ?? 0;
    return {
      imageName: data.imageNames[i],
      key: String(i),
      ...mergedPoints(labelled, data.openpose && pointsFromRows(data.openpose, 75 * i, 25)),
      unit: 'pixels',
      box: undefined,
      body: bodyOf(data, fits, i),
      mask: undefined,
    };
  });
  const notes = lost === 0 ? [] : [`${lost} points that COCO's 17 do not have are left out.`];
  return { people, notes };
}

const KNOWN = new Set(SPIN24_FROM_COCO17);

/** Of SPIN's 24 labelled slots and OpenPose's 25. */
export function mergedPoints(
  part: readonly AnnotatedPoint[] | undefined,
  openpose: readonly AnnotatedPoint[] | undefined,
): Pick<Annotation, 'jointSet' | 'points'> {
  const coco = SPIN24_FROM_COCO17.map((slot) => part?.[slot] ?? ABSENT);
  if (openpose === undefined || !hasPoints(openpose)) return { jointSet: 'coco17', points: coco };
  const points = [...openpose];
  for (const [i, slot] of BODY25_FROM_COCO17.entries()) {
    if (hasPoints([coco[i]])) points[slot] = coco[i];
  }
  return { jointSet: 'body25', points };
}

function bodyOf(
  { pose, betas, hasSmpl, crops }: SpinDataset,
  fits: { readonly pose: Float64Array; readonly betas: Float64Array } | undefined,
  i: number,
): AnnotatedBody | undefined {
  const camera = { kind: 'crop', crop: crops[i], sizePx: 224, translation: undefined } as const;
  if (hasSmpl[i] > 0 && pose !== undefined && betas !== undefined) {
    return { pose: rowOf(pose, i, 72), betas: rowOf(betas, i, 10), camera };
  }
  const fit = fits && rowOf(fits.pose, i, 72);
  if (fits === undefined || fit === undefined || fit.every((value) => value === 0))
    return undefined;
  return { pose: fit, betas: rowOf(fits.betas, i, 10), camera };
}
