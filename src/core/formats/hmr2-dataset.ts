/**
 * Training data of 4D-Humans (`hmr2/datasets/image_dataset.py`): the same people as SPIN's, with the
 * box in pixels and OpenPose's 25 points and SPIN's 19 other ones, as npz or in a webdataset.
 */
import { BODY25_FROM_COCO17 } from '../keypoints/joint-sets.ts';
import type { NpyArray } from './npy.ts';
import type { NpzArrays } from './npz.ts';
import type { Picklable } from './pickle/write-pickle.ts';
import type { SpinBody, SpinRow } from './spin-dataset.ts';

/** With a body that is not SMPL `has_body_pose` and `has_betas` are 0: the 2D points may be used. */
export function hmr2Dataset(rows: readonly SpinRow[], body: SpinBody): NpzArrays {
  const count = rows.length;
  const has = Float32Array.from(rows, (row) => (isSmpl(row, body) ? 1 : 0));
  return {
    imgname: { shape: [count], data: rows.map(({ imageName }) => imageName) },
    center: joined(rows, [2], ({ centerX, centerY }) => [centerX, centerY]),
    scale: joined(rows, [2], ({ scale }) => [200 * scale, 200 * scale]),
    body_keypoints_2d: joined(rows, [25, 3], body25Of),
    extra_keypoints_2d: joined(rows, [19, 3], () => []),
    body_pose: joined(rows, [72], ({ cropPose }) => cropPose ?? []),
    has_body_pose: { shape: [count], data: has },
    betas: joined(rows, [10], ({ betas }) => betas ?? []),
    has_betas: { shape: [count], data: has },
    personid: { shape: [count], data: Int32Array.from(rows, ({ personId }) => personId) },
    body_model: { shape: [2], data: [body.name, body.hash] },
  };
}

/** A person of a `.data.pyd`, where boxes are in units of 200 pixels. */
export function hmr2Sample(row: SpinRow, body: SpinBody): { readonly [key: string]: Picklable } {
  const { centerX, centerY, scale, cropPose, betas, imageName, personId } = row;
  const has = { shape: [], data: Float32Array.of(isSmpl(row, body) ? 1 : 0) };
  return {
    keypoints_2d: floats([44, 3], body25Of(row)),
    keypoints_3d: floats([44, 4], []),
    center: floats([2], [centerX, centerY]),
    scale: floats([2], [scale, scale]),
    body_pose: floats([72], cropPose ?? []),
    betas: floats([10], betas ?? []),
    has_body_pose: has,
    has_betas: has,
    extra_info: { imgname: imageName, personid: personId, body_model: body.name },
  };
}

function isSmpl({ cropPose }: SpinRow, { isSmpl: ofSmpl }: SpinBody): boolean {
  return ofSmpl && cropPose !== undefined;
}

/** Shape [25, 3]: COCO's 17 points are all among OpenPose's. */
function body25Of({ jointSet, points }: SpinRow): ArrayLike<number> {
  if (jointSet === 'body25') return points;
  const out = new Float64Array(75);
  for (const [coco, slot] of BODY25_FROM_COCO17.entries()) {
    out.set(points.subarray(3 * coco, 3 * coco + 3), 3 * slot);
  }
  return out;
}

/** The values, and zeros for those that are missing. */
function floats(shape: readonly number[], values: ArrayLike<number>): NpyArray {
  const data = new Float32Array(shape.reduce((product, size) => product * size, 1));
  data.set(values);
  return { shape, data };
}

function joined(
  rows: readonly SpinRow[],
  shape: readonly number[],
  valuesOf: (row: SpinRow) => ArrayLike<number>,
): NpyArray {
  const width = shape.reduce((product, size) => product * size, 1);
  const data = new Float64Array(rows.length * width);
  for (const [i, row] of rows.entries()) data.set(valuesOf(row), i * width);
  return { shape: [rows.length, ...shape], data };
}
