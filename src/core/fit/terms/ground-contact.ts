/** Feet that stand on one ground: their heels and toes lie in a plane, wherever that plane is. */
import { symmetricEigenpairs } from '../../math/symmetric-eigen.ts';
import { anchorWeight } from '../presets.ts';
import type { Kinematics } from '../skeleton/kinematics.ts';
import { createLandmarkJacobian } from '../skeleton/landmark-motion.ts';
import { landmarkPositions } from '../skeleton/landmark-positions.ts';
import { STRIDE } from '../skeleton/unknowns.ts';
import { addDenseRow, addLandmarkRow } from './dense-row.ts';
import type { Term } from './term.ts';

const SIGMA_M = 0.01;
/** Landmarks of big toe, small toe and heel. */
const SOLES = { left: [29, 30, 31], right: [32, 33, 34] };

/**
 * `w λ_min(Σ_i (x_i − c)(x_i − c)ᵀ)`: the squared distances from the best plane. One foot alone
 * always lies in a plane and is not pulled.
 */
export function groundTerm(feet: readonly ('left' | 'right')[]): Term {
  const landmarks = Int32Array.from(new Set(feet.flatMap((foot) => SOLES[foot])));
  const weight = anchorWeight(SIGMA_M);
  const points = new Float64Array(3 * landmarks.length);
  const jacobian = createLandmarkJacobian();
  const rows = Array.from(landmarks, () => new Float64Array(STRIDE));
  const plane = (state: Kinematics, x: Float64Array) => {
    landmarkPositions(state, x, landmarks, points);
    return bestPlane(points);
  };
  return {
    name: 'ground contact',
    energy: (state, x) => weight * plane(state, x).residuals.reduce((sum, r) => sum + r * r, 0),
    add(state, x, normal) {
      const { axes, coordinates, residuals } = plane(state, x);
      for (const [i, landmark] of landmarks.entries()) {
        rows[i].fill(0);
        addLandmarkRow(state, x, landmark, axes[0], jacobian, rows[i]);
      }
      withoutPlanesOwnMotion(rows, coordinates);
      for (const [i, row] of rows.entries()) addDenseRow(normal, row, weight, residuals[i]);
    },
  };
}

/** Normal and in-plane axes; heights over the plane and unit vectors over the points of its motions. */
function bestPlane(points: Float64Array) {
  const count = points.length / 3;
  const centre = [0, 1, 2].map((axis) => sumOf(count, (i) => points[3 * i + axis]) / count);
  const away = (i: number, axis: number) => points[3 * i + axis] - centre[axis];
  const scatter = [0, 1, 2].map((a) =>
    [0, 1, 2].map((b) => sumOf(count, (i) => away(i, a) * away(i, b))),
  );
  const axes = symmetricEigenpairs(scatter).map(({ vector }) => vector);
  const along = (axis: readonly number[]) =>
    Float64Array.from({ length: count }, (_, i) => sumOf(3, (a) => away(i, a) * axis[a]));
  const coordinates = [new Float64Array(count).fill(1), along(axes[1]), along(axes[2])];
  return { axes, coordinates, residuals: along(axes[0]) };
}

function sumOf(count: number, value: (index: number) => number): number {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += value(i);
  return sum;
}

/**
 * The plane follows the points for free: what a motion has in common with a shift or a tilt of the
 * plane costs nothing. The three directions over the points are orthogonal to each other.
 */
function withoutPlanesOwnMotion(rows: Float64Array[], directions: Float64Array[]): void {
  for (const direction of directions) {
    const squared = sumOf(rows.length, (i) => direction[i] ** 2);
    if (squared === 0) continue;
    for (let c = 0; c < STRIDE; c++) {
      const share = sumOf(rows.length, (i) => direction[i] * rows[i][c]) / squared;
      for (const [i, row] of rows.entries()) row[c] -= share * direction[i];
    }
  }
}
