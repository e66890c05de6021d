/**
 * What the lifter sees of a person: 25 points (x, y, confidence) in BODY_25's layout, seen by a
 * virtual camera that looks at the middle of their box, relative to that box, and four numbers on
 * the whole. Absent points are zeros.
 */

import type { Pinhole } from '../camera/pinhole.ts';
import { virtualFromCamera } from '../camera/virtual-camera.ts';
import { BODY25_FROM_COCO17 } from '../keypoints/joint-sets.ts';

export const POINT_COUNT = 25;
export const INPUT_SIZE = 3 * POINT_COUNT + 4;

/** The lifter's frame for one person. */
export interface LifterFrame {
  /** Rotation, row-major 3×3. */
  readonly virtualFromCamera: Float64Array;
  /** Side of the square box in the virtual camera, per metre of distance (ray units). */
  readonly boxSide: number;
}

/** Points of BODY_25: (x, y) in pixels and confidence, 0 for an absent one, shape [25, 3]. */
export type Body25Points = Float64Array;

/** @param points shape [17, 3] in COCO's order */
export function body25FromCoco17(points: Float64Array): Body25Points {
  const out = new Float64Array(3 * POINT_COUNT);
  for (const [coco, body25] of BODY25_FROM_COCO17.entries()) {
    out.set(points.subarray(3 * coco, 3 * coco + 3), 3 * body25);
  }
  return out;
}

/**
 * Writes the 79 inputs of one person.
 *
 * @returns the frame, which the outputs are in; undefined with fewer than two points apart
 */
export function writeLifterInput(
  points: Body25Points,
  camera: Pinhole,
  out: Float32Array,
  outOffset: number,
): LifterFrame | undefined {
  const box = boxOf(points);
  if (box === undefined) return undefined;
  const rotation = virtualFromCamera(camera, box.centerX, box.centerY);
  const rays = virtualRays(points, camera, rotation);
  const inRays = boxOf(rays);
  if (inRays === undefined) return undefined;
  let confidence = 0;
  let count = 0;
  for (let i = 0; i < POINT_COUNT; i++) {
    const c = rays[3 * i + 2];
    out[outOffset + 3 * i] = c > 0 ? (2 * rays[3 * i]) / inRays.side : 0;
    out[outOffset + 3 * i + 1] = c > 0 ? (2 * rays[3 * i + 1]) / inRays.side : 0;
    out[outOffset + 3 * i + 2] = c;
    confidence += c;
    if (c > 0) count++;
  }
  const rest = outOffset + 3 * POINT_COUNT;
  out[rest] = Math.log(inRays.side);
  out[rest + 1] = confidence / count;
  out[rest + 2] = count / POINT_COUNT;
  out[rest + 3] = rays[3 * 19 + 2] > 0 || rays[3 * 22 + 2] > 0 ? 1 : 0;
  return { virtualFromCamera: rotation, boxSide: inRays.side };
}

/** Ray coordinates (x/z, y/z) of the points in the virtual camera, with their confidences. */
function virtualRays(points: Body25Points, camera: Pinhole, R: Float64Array): Float64Array {
  const out = new Float64Array(3 * POINT_COUNT);
  for (let i = 0; i < 3 * POINT_COUNT; i += 3) {
    if (!(points[i + 2] > 0)) continue;
    const x = (points[i] - camera.principalX) / camera.focalLength;
    const y = (points[i + 1] - camera.principalY) / camera.focalLength;
    const z = Math.max(R[6] * x + R[7] * y + R[8], 1e-3);
    out[i] = (R[0] * x + R[1] * y + R[2]) / z;
    out[i + 1] = (R[3] * x + R[4] * y + R[5]) / z;
    out[i + 2] = points[i + 2];
  }
  return out;
}

/** Square box of the present points; undefined when they do not spread. */
function boxOf(points: Float64Array) {
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let i = 0; i < points.length; i += 3) {
    if (!(points[i + 2] > 0)) continue;
    left = Math.min(left, points[i]);
    right = Math.max(right, points[i]);
    top = Math.min(top, points[i + 1]);
    bottom = Math.max(bottom, points[i + 1]);
  }
  const side = Math.max(right - left, bottom - top);
  if (!(side > 0)) return undefined;
  return { centerX: (left + right) / 2, centerY: (top + bottom) / 2, side };
}
