/** Doubt between several bodies, beside the doubt round each of them. */
import type { BodyParameters } from '../../body/body-model.ts';
import type { CompactLandmarks } from '../../body/landmarks.ts';
import { createKinematics, type Kinematics, poseSkeleton } from '../skeleton/kinematics.ts';
import { landmarkPositions } from '../skeleton/landmark-positions.ts';
import { BETA_COUNT, STRIDE, unknownsFromBody } from '../skeleton/unknowns.ts';
import type { LandmarkCovariances } from './landmark-covariance.ts';

/** A body that explains the points too. */
export interface Candidate {
  readonly body: BodyParameters;
  /** Its probability; those of all candidates and of the shown body sum to 1. */
  readonly weight: number;
}

const ALL_LANDMARKS = Int32Array.from({ length: 54 }, (_, landmark) => landmark);

/**
 * Adds Σ_k w_k d_k d_kᵀ, d_k being how far candidate k is from the body that is shown. About the shown
 * body and not about the mean, since the intervals are drawn round what is shown.
 */
export function addSpread(
  covariances: LandmarkCovariances,
  landmarks: CompactLandmarks,
  shown: BodyParameters,
  candidates: readonly Candidate[],
): void {
  if (candidates.length === 0) return;
  const own = createKinematics(landmarks);
  const from = fromPelvis(own, shown);
  for (const { body, weight } of candidates) {
    const to = fromPelvis(own, body);
    const moved = to.map((value, i) => value - from[i]);
    for (let l = 0; l < 54; l++) addOuter(covariances.landmarks, 9 * l, moved, 3 * l, 3, weight);
    const shape = body.betas.map((value, b) => value - shown.betas[b]);
    addOuter(covariances.betas, 0, shape, 0, BETA_COUNT, weight);
  }
}

/** Landmarks relative to the pelvis, camera frame, shape [54, 3]. */
function fromPelvis(state: Kinematics, body: BodyParameters): Float64Array {
  const x = new Float64Array(STRIDE);
  const positions = new Float64Array(162);
  unknownsFromBody(body, x);
  poseSkeleton(state, x);
  landmarkPositions(state, x, ALL_LANDMARKS, positions);
  return positions.map((value, i) => value - positions[i % 3]);
}

function addOuter(
  out: Float64Array,
  outOffset: number,
  v: Float64Array,
  offset: number,
  size: number,
  weight: number,
): void {
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      out[outOffset + size * i + j] += weight * v[offset + i] * v[offset + j];
    }
  }
}
