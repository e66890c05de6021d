import type { Pinhole } from './pinhole.ts';

export interface PointObservation {
  /** Metres, in the body's rotated frame, before translation. */
  readonly point: readonly [number, number, number];
  readonly x: number;
  readonly y: number;
  /** ≥ 0. */
  readonly weight: number;
}

/**
 * The translation that best puts 3D points on their pixels, by weighted linear least squares over
 * `f (X + t)_xy = (u − c) (X + t)_z` (SPIN's `estimate_translation`).
 *
 * @returns undefined when fewer than two weighted points leave it undetermined, or when the
 *   solution lies behind the camera
 */
export function translationFromPoints(
  observations: readonly PointObservation[],
  camera: Pinhole,
): Float64Array | undefined {
  const f = camera.focalLength;
  const A = new Float64Array(9);
  const b = new Float64Array(3);
  for (const { point, x, y, weight } of observations) {
    const u = x - camera.principalX;
    const v = y - camera.principalY;
    addRow(A, b, [f, 0, -u], u * point[2] - f * point[0], weight);
    addRow(A, b, [0, f, -v], v * point[2] - f * point[1], weight);
  }
  const t = solve3(A, b);
  return t === undefined || !(t[2] > 0) ? undefined : t;
}

function addRow(
  A: Float64Array,
  b: Float64Array,
  row: readonly number[],
  value: number,
  weight: number,
): void {
  for (let i = 0; i < 3; i++) {
    b[i] += weight * row[i] * value;
    for (let j = 0; j < 3; j++) A[3 * i + j] += weight * row[i] * row[j];
  }
}

/** Cramer's rule; undefined for a singular matrix. */
function solve3(A: Float64Array, b: Float64Array): Float64Array | undefined {
  const determinant = determinant3(A);
  const size = A[0] * A[4] * A[8];
  if (!(Math.abs(determinant) > 1e-10 * Math.abs(size)) || size === 0) return undefined;
  return Float64Array.from([0, 1, 2], (column) => {
    const replaced = A.slice();
    for (let row = 0; row < 3; row++) replaced[3 * row + column] = b[row];
    return determinant3(replaced) / determinant;
  });
}

function determinant3(A: Float64Array): number {
  return (
    A[0] * (A[4] * A[8] - A[5] * A[7]) -
    A[1] * (A[3] * A[8] - A[5] * A[6]) +
    A[2] * (A[3] * A[7] - A[4] * A[6])
  );
}
