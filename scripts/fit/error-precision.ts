/** How far the lifter is off, and the inverse covariance of it. */

import { factorizeCholesky, solveCholesky } from '../../src/core/math/cholesky.ts';
import { multiply3, transposed3 } from '../../src/core/math/matrix3.ts';
import { axisAngleFromMatrix, matrixFromAxisAngle } from '../../src/core/math/rotation.ts';
import type { LiftedCase } from './lifted-cases.ts';

const N = 85;
const STRIDE = 88;
/** Joints that hardly move in the data must not become walls: variances that are added. */
const FLOOR_TRANSLATION = 0.001 ** 2;
const FLOOR_RAD = 0.01 ** 2;

/** The 85 numbers of `core/fit/terms/regressor-error.ts`, truth less regression. */
function errorOf({ regression, truth }: LiftedCase): Float64Array {
  const error = new Float64Array(N);
  const depth = regression.translation[2];
  for (let i = 0; i < 3; i++) {
    error[i] = (truth.translation[i] - regression.translation[i]) / depth;
  }
  error.set(turnBetween(regression.pose, truth.pose), 3);
  for (let i = 3; i < 72; i++) error[3 + i] = truth.pose[i] - regression.pose[i];
  for (let b = 0; b < 10; b++) error[75 + b] = truth.betas[b] - regression.betas[b];
  return error;
}

/** Axis-angle of the turn that carries one root orientation onto the other. */
function turnBetween(from: Float64Array, to: Float64Array): Float64Array {
  const [a, b] = [from, to].map((pose) => {
    const matrix = new Float64Array(9);
    matrixFromAxisAngle(pose, 0, matrix, 0);
    return matrix;
  }) as [Float64Array, Float64Array];
  const turn = new Float64Array(9);
  const out = new Float64Array(3);
  multiply3(b, 0, transposed3(a), 0, turn, 0);
  axisAngleFromMatrix(turn, 0, out, 0);
  return out;
}

/**
 * Inverse covariance of the errors, shape [85, 85].
 *
 * @param shrinkage share of the independent errors in the covariance, against chance correlations
 */
export function errorPrecision(cases: readonly LiftedCase[], shrinkage: number): Float64Array {
  const covariance = new Float64Array(N * N);
  for (const error of cases.map(errorOf)) {
    for (let i = 0; i < N; i++) {
      for (let j = 0; j < N; j++) covariance[N * i + j] += (error[i] * error[j]) / cases.length;
    }
  }
  for (let at = 0; at < covariance.length; at++) {
    const [i, j] = [Math.trunc(at / N), at % N];
    if (i !== j) covariance[at] *= 1 - shrinkage;
    else covariance[at] += i < 3 ? FLOOR_TRANSLATION : FLOOR_RAD;
  }
  return inverse(covariance);
}

function inverse(matrix: Float64Array): Float64Array {
  const factor = new Float64Array(STRIDE * STRIDE);
  for (let i = 0; i < STRIDE; i++) factor[(STRIDE + 1) * i] = 1;
  for (let i = 0; i < N; i++) factor.set(matrix.subarray(N * i, N * (i + 1)), STRIDE * i);
  const diagonal = new Float64Array(STRIDE);
  if (!factorizeCholesky(factor, STRIDE, STRIDE, diagonal)) {
    throw new Error('The covariance of the errors is not positive definite: draw more people.');
  }
  const out = new Float64Array(N * N);
  for (let column = 0; column < N; column++) {
    const x = new Float64Array(STRIDE);
    x[column] = 1;
    solveCholesky(factor, STRIDE, STRIDE, diagonal, x);
    for (let row = 0; row < N; row++) out[N * row + column] = x[row];
  }
  return out;
}
