/**
 * How far a regressor is off, which tells how strongly the fit holds to what it said. Errors are
 * written as 85 numbers: translation relative to the depth 3, root orientation as a turn 3, pose of
 * the 23 body joints 69, betas 10.
 */
import { HALF_TEMPERATURE } from '../presets.ts';
import { BETA_COUNT, BETAS, JOINT_COUNT, POSE, UNKNOWN_COUNT } from '../skeleton/unknowns.ts';

const N = UNKNOWN_COUNT;

/** Factors of the energy's terms beside an anchor; 1 is SMPLify's own weight. */
export interface AnchoredFactors {
  readonly anchor: number;
  readonly pose: number;
  readonly bend: number;
  readonly shape: number;
  readonly depth: number;
}

export interface RegressorError {
  /** Inverse covariance of the errors, shape [85, 85]. */
  readonly precision: Float64Array;
  /** A regressor that has learnt how people stand needs less of the priors beside it. */
  readonly factors: AnchoredFactors;
}

const SMPLIFY_FACTORS: AnchoredFactors = { anchor: 1, pose: 1, bend: 1, shape: 1, depth: 1 };

/**
 * Errors that have nothing to do with each other, of a regressor that says nothing of the place:
 * anchors of weight T / (2 σ²) with SMPLify's priors beside them.
 *
 * @param jointSigmaRad rms per axis-angle value of the 24 joints, the root's as an angle by axis
 */
export function independentErrors(
  jointSigmaRad: readonly number[],
  betaSigma: number,
): RegressorError {
  const precision = new Float64Array(N * N);
  for (let i = 0; i < 3 * JOINT_COUNT; i++) {
    precision[(N + 1) * (POSE + i)] = 1 / jointSigmaRad[Math.trunc(i / 3)] ** 2;
  }
  for (let b = 0; b < BETA_COUNT; b++) precision[(N + 1) * (BETAS + b)] = 1 / betaSigma ** 2;
  return { precision, factors: SMPLIFY_FACTORS };
}

/** Weight of the whole anchor, pixels² of the crop. */
export function anchorFactor({ factors }: RegressorError): number {
  return HALF_TEMPERATURE * factors.anchor;
}
