/**
 * A rigid body as another camera sees it: the turn and the place that put its points on given
 * pixels, by Gauss–Newton over six unknowns.
 */
import { factorizeCholesky, solveCholesky } from '../math/cholesky.ts';
import { apply3, multiply3 } from '../math/matrix3.ts';
import { matrixFromAxisAngle } from '../math/rotation.ts';
import type { Pinhole } from './pinhole.ts';
import { projectPoints } from './projection.ts';

export interface SeenPoints {
  /** From the pivot of the turn, shape [N, 3], metres. */
  readonly offsets: Float64Array;
  /** Where the camera shall see them, shape [N, 2], its pixels. */
  readonly targets: Float64Array;
  readonly camera: Pinhole;
}

export interface TurnedAndPlaced {
  /** Rotation of the offsets, row-major 3×3. */
  readonly turn: Float64Array;
  /** Where the pivot is, camera frame, metres. */
  readonly place: Float64Array;
  /** Root mean square distance of points and targets, pixels. */
  readonly rmsPx: number;
}

const STEPS = 10;
/** Six unknowns, padded to the solver's block size. */
const ORDER = 8;

/** @param start a turn near the wanted one, and how far away the pivot is, metres */
export function turnAndPlace(
  seen: SeenPoints,
  start: { readonly turn: Float64Array; readonly depth: number },
): TurnedAndPlaced {
  let { turn } = start;
  const place = startPlace(seen, start.depth);
  for (let step = 0; step < STEPS; step++) {
    const change = gaussNewtonStep(rotated(turn, seen.offsets), place, seen);
    const more = new Float64Array(9);
    matrixFromAxisAngle(change, 0, more, 0);
    const next = new Float64Array(9);
    multiply3(more, 0, turn, 0, next, 0);
    turn = next;
    for (let axis = 0; axis < 3; axis++) place[axis] += change[3 + axis];
  }
  return { turn, place, rmsPx: rms(rotated(turn, seen.offsets), place, seen) };
}

/** At this depth on the ray through the mean target. */
function startPlace({ offsets, targets, camera }: SeenPoints, z: number): Float64Array {
  const count = targets.length / 2;
  let [x, y] = [0, 0];
  for (let i = 0; i < count; i++) {
    x += (targets[2 * i] - camera.principalX) / camera.focalLength;
    y += (targets[2 * i + 1] - camera.principalY) / camera.focalLength;
    x -= offsets[3 * i] / z;
    y -= offsets[3 * i + 1] / z;
  }
  return Float64Array.of((x * z) / count, (y * z) / count, z);
}

function rotated(R: Float64Array, offsets: Float64Array): Float64Array {
  const out = new Float64Array(offsets.length);
  for (let i = 0; i < offsets.length; i += 3) apply3(R, 0, offsets, i, out, i);
  return out;
}

/** Turn (left-multiplied, axis-angle) and shift of the pivot that reduce the squared pixels. */
function gaussNewtonStep(
  turned: Float64Array,
  place: Float64Array,
  { targets, camera }: SeenPoints,
): Float64Array {
  const H = new Float64Array(ORDER * ORDER);
  const g = new Float64Array(ORDER);
  const f = camera.focalLength;
  for (let i = 0; 3 * i < turned.length; i++) {
    const d = turned.subarray(3 * i, 3 * i + 3);
    const [x, y, z] = [d[0] + place[0], d[1] + place[1], d[2] + place[2]];
    const [a, b] = [f / z, f / (z * z)];
    // ∂(turn × d)/∂turn = −[d]×
    addRow(
      H,
      g,
      [-b * x * d[1], a * d[2] + b * x * d[0], -a * d[1], a, 0, -b * x],
      a * x + camera.principalX - targets[2 * i],
    );
    addRow(
      H,
      g,
      [-a * d[2] - b * y * d[1], b * y * d[0], a * d[0], 0, a, -b * y],
      a * y + camera.principalY - targets[2 * i + 1],
    );
  }
  for (let i = 0; i < ORDER; i++) H[ORDER * i + i] += i < 6 ? 1e-9 * H[ORDER * i + i] : 1;
  const inverseDiagonal = new Float64Array(ORDER);
  if (!factorizeCholesky(H, ORDER, ORDER, inverseDiagonal)) return new Float64Array(6);
  solveCholesky(H, ORDER, ORDER, inverseDiagonal, g);
  return g.subarray(0, 6);
}

function addRow(H: Float64Array, g: Float64Array, row: readonly number[], residual: number): void {
  for (let i = 0; i < 6; i++) {
    g[i] -= row[i] * residual;
    for (let j = 0; j <= i; j++) H[ORDER * i + j] += row[i] * row[j];
  }
}

function rms(turned: Float64Array, place: Float64Array, { targets, camera }: SeenPoints): number {
  const points = turned.map((value, i) => value + place[i % 3]);
  const pixels = new Float64Array(targets.length);
  projectPoints(camera, points, pixels);
  const sum = pixels.reduce((total, value, i) => total + (value - targets[i]) ** 2, 0);
  return Math.sqrt(sum / (targets.length / 2));
}
