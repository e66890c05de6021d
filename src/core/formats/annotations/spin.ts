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
  /** SHA-256 of that body's file. */
  readonly bodyHash: string | undefined;
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
    bodyHash: textsOf(arrays.body_model)?.[1],
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

/** Bodies by rows of a data set. */
export interface SpinFits {
  /** Shape [N, 72], axis-angle, as SPIN's crop camera sees the root. */
  readonly pose: Float64Array;
  /** Shape [N, 10]. */
  readonly betas: Float64Array;
  /** The same bodies in the full image's camera, as the studio writes them beside the fits. */
  readonly full?: FullFits;
}

interface FullFits {
  /** Shape [N], 0 or 1. */
  readonly hasFit: Float64Array;
  /** Shape [N, 3]: focal length and principal point, pixels. */
  readonly camera: Float64Array;
  /** Shape [N, 3] each: axis-angle, and metres. */
  readonly globalOrient: Float64Array;
  readonly translation: Float64Array;
}

/**
 * SPIN's static fits, row i for row i of the data set: 72 of pose, 10 betas.
 *
 * @throws StudioError `format/invalid`, also when they have not the data set's rows
 */
export function readSpinFits({ shape, data }: NpyArray, count: number, source: string): SpinFits {
  if (shape.length !== 2 || shape[0] !== count || shape[1] !== 82) {
    throw invalidFile(source, `it is ${shape.join(' × ')} instead of ${count} × 82`);
  }
  const values = numeric(data, 'the array', source);
  requireFinite(values, 'the array', source);
  const columns = (from: number, to: number) => {
    const out = new Float64Array(count * (to - from));
    for (let i = 0; i < count; i++) {
      out.set(values.subarray(82 * i + from, 82 * i + to), i * (to - from));
    }
    return out;
  };
  return { pose: columns(0, 72), betas: columns(72, 82) };
}

/** The studio's own `NAME_fits_meta.npz`. @throws StudioError `format/invalid` */
export function readSpinFitsMeta(arrays: NpzArrays, count: number, source: string): FullFits {
  const rows = (name: string) => {
    const values = requiredRows(arrays, name, [count, 3], source);
    requireFinite(values, name, source);
    return values;
  };
  return {
    hasFit: requiredRows(arrays, 'has_fit', [count], source),
    camera: rows('camera'),
    globalOrient: rows('global_orient'),
    translation: rows('translation'),
  };
}

/**
 * Detected points (`openpose`) where there are some, a labelled one (`part`) in place of each that
 * COCO's 17 have too; else the labelled ones alone. Slots that COCO does not have are counted.
 *
 * @param fits of {@link readSpinFits}; they stand for the pose of rows that have none
 */
export function annotatedSpin(data: SpinDataset, fits?: SpinFits): AnnotatedFile {
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
  const { bodyName: name, bodyHash: hash } = data;
  const bodyModel = name === undefined || hash === undefined ? {} : { bodyModel: { name, hash } };
  return { people, notes, ...bodyModel };
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
  data: SpinDataset,
  fits: SpinFits | undefined,
  i: number,
): AnnotatedBody | undefined {
  if (fits?.full !== undefined) return fullBody(fits, fits.full, i);
  const camera = {
    kind: 'crop',
    crop: data.crops[i],
    sizePx: 224,
    translation: undefined,
  } as const;
  const own = hasOwnBody(data, i) ? data : undefined;
  const [pose, betas] = [own?.pose ?? fits?.pose, own?.betas ?? fits?.betas];
  if (pose === undefined || betas === undefined) return undefined;
  const row = rowOf(pose, i, 72);
  const isThere = row.some((value) => value !== 0);
  return isThere ? { pose: row, betas: rowOf(betas, i, 10), camera } : undefined;
}

/** The studio says `has_smpl` = 0 for a body that is not SMPL; its rows are bodies all the same. */
function hasOwnBody({ bodyName, hasSmpl, pose, betas }: SpinDataset, i: number): boolean {
  const isOther = bodyName !== undefined && bodyName !== 'smpl';
  return pose !== undefined && betas !== undefined && (isOther || hasSmpl[i] > 0);
}

function fullBody(
  { pose, betas }: SpinFits,
  { hasFit, camera, globalOrient, translation }: FullFits,
  i: number,
): AnnotatedBody | undefined {
  if (!(hasFit[i] > 0)) return undefined;
  const own = rowOf(pose, i, 72);
  own.set(rowOf(globalOrient, i, 3));
  const [focalLength, principalX, principalY] = rowOf(camera, i, 3);
  const pinhole = { focalLength, principalX, principalY };
  const full = { kind: 'full', pinhole, translation: rowOf(translation, i, 3) } as const;
  return { pose: own, betas: rowOf(betas, i, 10), camera: full };
}
