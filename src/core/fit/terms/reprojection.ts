/**
 * The data term, `Σ_k w_k [ρ(Δu_k) + ρ(Δv_k)]` in pixels², with Geman–McClure's
 * `ρ(e) = σ² e² / (σ² + e²)` per coordinate (SPIN's `gmof`), or e² for points that a person placed.
 */
import type { Pinhole } from '../../camera/pinhole.ts';
import type { Kinematics } from '../skeleton/kinematics.ts';
import {
  createLandmarkMotion,
  gatherMotion,
  type LandmarkMotion,
} from '../skeleton/landmark-motion.ts';
import { landmarkPositions } from '../skeleton/landmark-positions.ts';
import { BETA_COUNT, BETAS, JOINT_COUNT, POSE, TRANSLATION } from '../skeleton/unknowns.ts';
import type { NormalEquations } from '../solver/normal-equations.ts';
import { addCorrectionRows } from './correction-rows.ts';
import {
  addProducts,
  blockLength,
  createJacobianRows,
  type JacobianRows,
} from './jacobian-rows.ts';
import type { Observations } from './observations.ts';

/** Nearer landmarks have no usable projection, metres. */
const MIN_DEPTH = 0.05;
/** The robust loss is concave far out; its curvature never falls below this share of the slope. */
const MIN_CURVATURE = 0.05;
/** Between two blocks of unknowns in the Jacobian's rows, and where the betas' columns begin there. */
const BLOCK = blockLength(2);
const BETA_COLUMNS = Int32Array.from(
  { length: BETA_COUNT },
  (_, b) => BLOCK * Math.trunc((BETAS + b) / 3) + (b % 3),
);
/** Translation and betas, which move every landmark: blocks 0 and 25 … 28. */
const ALWAYS_MOVING = 1 | (0b1111 << 25);

/** Energy in pixels², or infinity when a landmark is not in front of the camera. */
export function reprojectionEnergy(
  observations: Observations,
  camera: Pinhole,
  positions: Float64Array,
): number {
  const { landmarks, start, x, y, weight, sigmaSquared } = observations;
  let energy = 0;
  for (let g = 0; g < landmarks.length; g++) {
    const depth = positions[3 * g + 2];
    if (!(depth > MIN_DEPTH)) return Number.POSITIVE_INFINITY;
    const u = (camera.focalLength * positions[3 * g]) / depth + camera.principalX;
    const v = (camera.focalLength * positions[3 * g + 1]) / depth + camera.principalY;
    for (let k = start[g]; k < start[g + 1]; k++) {
      const du = u - x[k];
      const dv = v - y[k];
      energy += weight[k] * (loss(du * du, sigmaSquared[k]) + loss(dv * dv, sigmaSquared[k]));
    }
  }
  return energy;
}

function loss(squared: number, sigmaSquared: number): number {
  return sigmaSquared === Number.POSITIVE_INFINITY
    ? squared
    : (sigmaSquared * squared) / (sigmaSquared + squared);
}

/** Buffers of {@link addReprojection}; one set serves every problem of a solver. */
export interface ReprojectionBuffers {
  readonly positions: Float64Array;
  readonly motion: LandmarkMotion;
  readonly rows: JacobianRows;
  /** M_k = Σ_l f_l q_lkᵀ, shape [24, 3, 3], for the second derivative of the rotations. */
  readonly moments: Float64Array;
  /** Slope and curvature of the group in hand: gradient u, v and Hessian weight u, v. */
  readonly slopes: Float64Array;
}

export function createReprojectionBuffers(): ReprojectionBuffers {
  return {
    positions: new Float64Array(3 * 54),
    motion: createLandmarkMotion(),
    rows: createJacobianRows(2),
    moments: new Float64Array(9 * JOINT_COUNT),
    slopes: new Float64Array(4),
  };
}

/**
 * Adds gradient and Gauss–Newton Hessian at x, and prepares `buffers.moments` for
 * `addRotationCurvature`. Skeleton and its derivatives must be those of x.
 */
export function addReprojection(
  observations: Observations,
  camera: Pinhole,
  state: Kinematics,
  x: Float64Array,
  buffers: ReprojectionBuffers,
  normal: NormalEquations,
): void {
  const { landmarks } = observations;
  landmarkPositions(state, x, landmarks, buffers.positions);
  buffers.moments.fill(0);
  for (let g = 0; g < landmarks.length; g++) {
    gatherMotion(state, x, landmarks[g], buffers.motion);
    slopesOfGroup(observations, camera, g, buffers);
    addGroup(state, camera, g, buffers, normal.gradient);
  }
  addProducts(buffers.rows, landmarks.length, normal);
}

/** Writes `slopes` of group g; `positions` are those of the observed landmarks. */
export function slopesOfGroup(
  observations: Observations,
  camera: Pinhole,
  group: number,
  { positions, slopes }: ReprojectionBuffers,
): void {
  const { start, x, y, weight, sigmaSquared } = observations;
  const scale = camera.focalLength / positions[3 * group + 2];
  const u = scale * positions[3 * group] + camera.principalX;
  const v = scale * positions[3 * group + 1] + camera.principalY;
  slopes.fill(0);
  for (let k = start[group]; k < start[group + 1]; k++) {
    addSlope(slopes, 0, u - x[k], weight[k], sigmaSquared[k]);
    addSlope(slopes, 1, v - y[k], weight[k], sigmaSquared[k]);
  }
}

function addSlope(
  slopes: Float64Array,
  coordinate: number,
  error: number,
  weight: number,
  sigmaSquared: number,
): void {
  if (sigmaSquared === Number.POSITIVE_INFINITY) {
    slopes[coordinate] += weight * error;
    slopes[2 + coordinate] += weight;
    return;
  }
  const squared = error * error;
  const share = sigmaSquared / (sigmaSquared + squared);
  const slope = weight * share * share;
  const curvature = (sigmaSquared - 3 * squared) / (sigmaSquared + squared);
  slopes[coordinate] += slope * error;
  slopes[2 + coordinate] += slope * Math.max(curvature, MIN_CURVATURE);
}

/**
 * The group's two Jacobian rows, scaled by the root of their curvature so that JᵀJ is the Hessian;
 * adds their share of the gradient, and f qᵀ of each joint above to the moments, f being half the
 * energy's gradient by the landmark.
 */
function addGroup(
  state: Kinematics,
  camera: Pinhole,
  group: number,
  { positions: landmarks, rows, motion, moments, slopes }: ReprojectionBuffers,
  gradient: Float64Array,
): void {
  const { values, masks } = rows;
  const { joints, levers, betaMotion } = motion;
  const depth = landmarks[3 * group + 2];
  const scale = camera.focalLength / depth;
  const nx = -landmarks[3 * group] / depth;
  const ny = -landmarks[3 * group + 1] / depth;
  const fx = scale * slopes[0];
  const fy = scale * slopes[1];
  const fz = fx * nx + fy * ny;
  const rootU = scale * Math.sqrt(slopes[2]);
  const rootV = scale * Math.sqrt(slopes[3]);
  const u = 6 * group;
  values[u] = rootU;
  values[u + 1] = 0;
  values[u + 2] = rootU * nx;
  values[u + 3] = 0;
  values[u + 4] = rootV;
  values[u + 5] = rootV * ny;
  gradient[TRANSLATION] += fx;
  gradient[TRANSLATION + 1] += fy;
  gradient[TRANSLATION + 2] += fz;
  let mask = ALWAYS_MOVING;
  for (let n = 0; n < motion.count; n++) {
    const joint = joints[n];
    mask |= 2 << joint;
    const qx = levers[3 * n];
    const qy = levers[3 * n + 1];
    const qz = levers[3 * n + 2];
    // q × n_u with n_u = (1, 0, nx), and q × n_v with n_v = (0, 1, ny); q × f is their sum, weighted.
    const uy = qz - qx * nx;
    const vx = qy * ny - qz;
    const ux = qy * nx;
    const vy = -qx * ny;
    for (let i = 0; i < 3; i++) {
      const a = 9 * joint + i;
      const ax = state.axes[a];
      const ay = state.axes[a + 3];
      const az = state.axes[a + 6];
      const du = ax * ux + ay * uy - az * qy;
      const dv = ax * vx + ay * vy + az * qx;
      const out = BLOCK * (1 + joint) + u + i;
      values[out] = rootU * du;
      values[out + 3] = rootV * dv;
      gradient[POSE + 3 * joint + i] += fx * du + fy * dv;
    }
    const m = 9 * joint;
    moments[m] += fx * qx;
    moments[m + 1] += fx * qy;
    moments[m + 2] += fx * qz;
    moments[m + 3] += fy * qx;
    moments[m + 4] += fy * qy;
    moments[m + 5] += fy * qz;
    moments[m + 6] += fz * qx;
    moments[m + 7] += fz * qy;
    moments[m + 8] += fz * qz;
  }
  masks[group] = mask;
  for (let b = 0; b < BETA_COUNT; b++) {
    const dz = betaMotion[2 * BETA_COUNT + b];
    const du = betaMotion[b] + nx * dz;
    const dv = betaMotion[BETA_COUNT + b] + ny * dz;
    const out = BETA_COLUMNS[b] + u;
    values[out] = rootU * du;
    values[out + 3] = rootV * dv;
    gradient[BETAS + b] += fx * du + fy * dv;
  }
  if (motion.isCorrected) {
    addCorrectionRows(rows, group, motion.corrections, { fx, fy, nx, ny, rootU, rootV }, gradient);
  }
}
