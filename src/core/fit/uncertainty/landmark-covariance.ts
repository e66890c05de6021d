/** What the unknowns' covariance means for the places of the landmarks and for the shape. */

import { BETA_COUNT, BETAS, STRIDE } from '../skeleton/unknowns.ts';
import { landmarkRows, type Posterior, rowsCovariance } from './covariance.ts';

/** Row-major blocks; metres² in the full-image camera's frame: x right, y down, z forward. */
export interface LandmarkCovariances {
  /** Of each landmark relative to the pelvis, shape [54, 3, 3]. */
  readonly landmarks: Float64Array;
  /** Of the pelvis itself, shape [3, 3]. */
  readonly pelvis: Float64Array;
  /** Of the betas, shape [10, 10]. */
  readonly betas: Float64Array;
}

/** J Σ Jᵀ of the 54 landmarks, the pelvis and the betas. */
export function landmarkCovariances(posterior: Posterior): LandmarkCovariances {
  const landmarks = new Float64Array(54 * 9);
  for (let landmark = 1; landmark < 54; landmark++) {
    landmarks.set(rowsCovariance(posterior, relativeRows(posterior, [landmark])), 9 * landmark);
  }
  const pelvis = new Float64Array(3 * STRIDE);
  landmarkRows(posterior, 0, pelvis);
  return {
    landmarks,
    pelvis: rowsCovariance(posterior, pelvis),
    betas: rowsCovariance(posterior, betaRows()),
  };
}

/** Derivatives by the unknowns of landmarks relative to the pelvis, shape [3 n, 88]. */
export function relativeRows(posterior: Posterior, landmarks: readonly number[]): Float64Array {
  const rows = new Float64Array(3 * STRIDE * landmarks.length);
  const pelvis = new Float64Array(3 * STRIDE);
  landmarkRows(posterior, 0, pelvis);
  for (const [n, landmark] of landmarks.entries()) {
    const own = rows.subarray(3 * STRIDE * n, 3 * STRIDE * (n + 1));
    landmarkRows(posterior, landmark, own);
    for (let i = 0; i < own.length; i++) own[i] -= pelvis[i];
  }
  return rows;
}

function betaRows(): Float64Array {
  const rows = new Float64Array(BETA_COUNT * STRIDE);
  for (let b = 0; b < BETA_COUNT; b++) rows[STRIDE * b + BETAS + b] = 1;
  return rows;
}
