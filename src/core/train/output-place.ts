/** Where the last three outputs (s, tx, ty) put the pelvis, and the way back. */
import type { OutputCamera } from './trainable-regressor.ts';

/** Scales below this are no camera. */
const MIN_SCALE = 0.02;

/** @returns the pelvis in the regressor's frame, metres */
export function placeFromOutputs(
  [said, tx, ty]: ArrayLike<number> & Iterable<number>,
  focal: number,
  camera: OutputCamera,
): [number, number, number] {
  const s = Math.max(said, MIN_SCALE);
  return camera === 'box' ? [tx / (2 * s), ty / (2 * s), focal / (2 * s)] : [tx, ty, focal / s];
}

/** Gradient by (s, tx, ty) from that by the pelvis' place. */
export function backFromPlace(
  [said, tx, ty]: ArrayLike<number> & Iterable<number>,
  focal: number,
  camera: OutputCamera,
  [gx, gy, gz]: readonly number[],
): [number, number, number] {
  const s = Math.max(said, MIN_SCALE);
  const isFree = said > MIN_SCALE ? 1 : 0;
  if (camera === 'spin') return [(-isFree * gz * focal) / s ** 2, gx, gy];
  const byScale = -(gx * tx + gy * ty + gz * focal) / (2 * s * s);
  return [isFree * byScale, gx / (2 * s), gy / (2 * s)];
}

/** The outputs (s, tx, ty) that put the pelvis at a place in front of the camera. */
export function outputsFromPlace(
  [x, y, z]: ArrayLike<number> & Iterable<number>,
  focal: number,
  camera: OutputCamera,
): [number, number, number] {
  if (camera === 'spin') return [focal / z, x, y];
  const s = focal / (2 * z);
  return [s, 2 * s * x, 2 * s * y];
}
