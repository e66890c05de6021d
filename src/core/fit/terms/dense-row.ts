/** Derivatives of one residual by all unknowns, for residuals that join several landmarks. */
import type { Kinematics } from '../skeleton/kinematics.ts';
import {
  type LandmarkJacobian,
  landmarkJacobian,
  MAX_COLUMNS,
} from '../skeleton/landmark-motion.ts';
import { STRIDE, UNKNOWN_COUNT } from '../skeleton/unknowns.ts';
import type { NormalEquations } from '../solver/normal-equations.ts';

/** row += directionᵀ ∂x_l/∂unknowns; skeleton and its derivatives must be those of x. */
export function addLandmarkRow(
  state: Kinematics,
  x: Float64Array,
  landmark: number,
  direction: ArrayLike<number>,
  jacobian: LandmarkJacobian,
  row: Float64Array,
): void {
  landmarkJacobian(state, x, landmark, jacobian);
  const { columns, rows, count } = jacobian;
  for (let c = 0; c < count; c++) {
    row[columns[c]] +=
      direction[0] * rows[c] +
      direction[1] * rows[MAX_COLUMNS + c] +
      direction[2] * rows[2 * MAX_COLUMNS + c];
  }
}

/** Adds `weight · residual²`, `row` of shape [88] being the residual's derivatives. */
export function addDenseRow(
  { gradient, hessian }: NormalEquations,
  row: Float64Array,
  weight: number,
  residual: number,
): void {
  for (let i = 0; i < UNKNOWN_COUNT; i++) {
    if (row[i] === 0) continue;
    gradient[i] += weight * residual * row[i];
    const value = weight * row[i];
    for (let j = 0; j <= i; j++) hessian[STRIDE * i + j] += value * row[j];
  }
}
