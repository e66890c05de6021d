/**
 * The data term, `Σ_k w_k [ρ(Δu_k) + ρ(Δv_k)]` in pixels², with Geman–McClure's
 * `ρ(e) = σ² e² / (σ² + e²)` per coordinate (SPIN's `gmof`), or e² for points that a person placed.
 *
 * The Hessian has the Gauss–Newton part and the second derivative of the rotations, which together
 * with the robust loss's own curvature needs a third fewer iterations than Gauss–Newton alone.
 */
import type { Pinhole } from '../camera/pinhole.ts';
import type { Kinematics } from './kinematics.ts';
import {
  createLandmarkMotion,
  gatherMotion,
  type LandmarkMotion,
  MAX_COLUMNS,
} from './landmark-motion.ts';
import { landmarkPositions } from './landmark-positions.ts';
import type { NormalEquations } from './normal-equations.ts';
import type { Observations } from './observations.ts';
import { BETA_COUNT, BETAS, JOINT_COUNT, POSE, STRIDE, TRANSLATION } from './unknowns.ts';

/** Nearer landmarks have no usable projection, metres. */
const MIN_DEPTH = 0.05;
/** The robust loss is concave far out; its curvature never falls below this share of the slope. */
const MIN_CURVATURE = 0.05;

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
  readonly columns: Int32Array;
  readonly rowU: Float64Array;
  readonly rowV: Float64Array;
  /** M_k = Σ_l f_l q_lkᵀ, shape [24, 3, 3], for the second derivative. */
  readonly moments: Float64Array;
  /** Slope and curvature of the group in hand: gradient u, v and Hessian weight u, v. */
  readonly slopes: Float64Array;
}

export function createReprojectionBuffers(): ReprojectionBuffers {
  return {
    positions: new Float64Array(3 * 54),
    motion: createLandmarkMotion(),
    columns: new Int32Array(MAX_COLUMNS),
    rowU: new Float64Array(MAX_COLUMNS),
    rowV: new Float64Array(MAX_COLUMNS),
    moments: new Float64Array(9 * JOINT_COUNT),
    slopes: new Float64Array(4),
  };
}

/**
 * Adds gradient and Gauss–Newton Hessian at x, and prepares `buffers.moments` for
 * {@link addRotationCurvature}. Skeleton and its derivatives must be those of x.
 */
export function addReprojection(
  observations: Observations,
  camera: Pinhole,
  state: Kinematics,
  x: Float64Array,
  buffers: ReprojectionBuffers,
  normal: NormalEquations,
): void {
  landmarkPositions(state, x, observations.landmarks, buffers.positions);
  buffers.moments.fill(0);
  for (let g = 0; g < observations.landmarks.length; g++) {
    gatherMotion(state, x, observations.landmarks[g], buffers.motion);
    const count = projectRows(state, camera, g, buffers);
    slopesOfGroup(observations, camera, g, buffers);
    addMoments(state, camera, g, buffers);
    addRows(buffers, count, normal);
  }
}

/** The group's two Jacobian rows, as columns and values; returns how many columns there are. */
function projectRows(
  state: Kinematics,
  camera: Pinhole,
  group: number,
  buffers: ReprojectionBuffers,
): number {
  const { positions: landmarks, columns, rowU, rowV } = buffers;
  const { below, belowWeight, moves } = buffers.motion;
  const depth = landmarks[3 * group + 2];
  const scale = camera.focalLength / depth;
  const nx = -landmarks[3 * group] / depth;
  const ny = -landmarks[3 * group + 1] / depth;
  let count = 0;
  count = put(buffers, count, TRANSLATION, scale, 0);
  count = put(buffers, count, TRANSLATION + 1, 0, scale);
  count = put(buffers, count, TRANSLATION + 2, scale * nx, scale * ny);
  for (let joint = 0; joint < JOINT_COUNT; joint++) {
    if (moves[joint] === 0) continue;
    const qx = below[3 * joint] - belowWeight[joint] * state.positions[3 * joint];
    const qy = below[3 * joint + 1] - belowWeight[joint] * state.positions[3 * joint + 1];
    const qz = below[3 * joint + 2] - belowWeight[joint] * state.positions[3 * joint + 2];
    // q × n_u with n_u = (1, 0, nx), and q × n_v with n_v = (0, 1, ny).
    const uy = qz - qx * nx;
    const vx = qy * ny - qz;
    const ux = qy * nx;
    const vy = -qx * ny;
    for (let i = 0; i < 3; i++) {
      const a = 9 * joint + i;
      const [ax, ay, az] = [state.axes[a], state.axes[a + 3], state.axes[a + 6]];
      columns[count] = POSE + 3 * joint + i;
      rowU[count] = scale * (ax * ux + ay * uy - az * qy);
      rowV[count] = scale * (ax * vx + ay * vy + az * qx);
      count++;
    }
  }
  return putBetas(buffers, count, scale, nx, ny);
}

function put(
  { columns, rowU, rowV }: ReprojectionBuffers,
  count: number,
  column: number,
  u: number,
  v: number,
): number {
  columns[count] = column;
  rowU[count] = u;
  rowV[count] = v;
  return count + 1;
}

function putBetas(
  buffers: ReprojectionBuffers,
  first: number,
  scale: number,
  nx: number,
  ny: number,
): number {
  const { betaMotion } = buffers.motion;
  let count = first;
  for (let b = 0; b < BETA_COUNT; b++) {
    const dz = betaMotion[2 * BETA_COUNT + b];
    const u = scale * (betaMotion[b] + nx * dz);
    const v = scale * (betaMotion[BETA_COUNT + b] + ny * dz);
    count = put(buffers, count, BETAS + b, u, v);
  }
  return count;
}

function slopesOfGroup(
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

/** Adds f qᵀ of each joint above, f being half the energy's gradient by the landmark. */
function addMoments(
  state: Kinematics,
  camera: Pinhole,
  group: number,
  buffers: ReprojectionBuffers,
): void {
  const { positions, moments, slopes } = buffers;
  const { below, belowWeight, moves } = buffers.motion;
  const depth = positions[3 * group + 2];
  const scale = camera.focalLength / depth;
  const fx = scale * slopes[0];
  const fy = scale * slopes[1];
  const fz = -(fx * positions[3 * group] + fy * positions[3 * group + 1]) / depth;
  for (let joint = 0; joint < JOINT_COUNT; joint++) {
    if (moves[joint] === 0) continue;
    for (let axis = 0; axis < 3; axis++) {
      const i = 3 * joint + axis;
      const q = below[i] - belowWeight[joint] * state.positions[i];
      moments[9 * joint + axis] += fx * q;
      moments[9 * joint + 3 + axis] += fy * q;
      moments[9 * joint + 6 + axis] += fz * q;
    }
  }
}

function addRows(
  { columns, rowU, rowV, slopes }: ReprojectionBuffers,
  count: number,
  { hessian, gradient }: NormalEquations,
): void {
  const [slopeU, slopeV, curvatureU, curvatureV] = slopes;
  for (let i = 0; i < count; i++) {
    const column = columns[i];
    gradient[column] += slopeU * rowU[i] + slopeV * rowV[i];
    const base = STRIDE * column;
    const u = curvatureU * rowU[i];
    const v = curvatureV * rowV[i];
    for (let j = 0; j <= i; j++) hessian[base + columns[j]] += u * rowU[j] + v * rowV[j];
  }
}

/** The second derivative of the rotations: H_ij += A_iᵀ (M_jᵀ − tr M_j I) A_j, i above or at j. */
export function addRotationCurvature(
  state: Kinematics,
  { moments }: ReprojectionBuffers,
  { hessian }: NormalEquations,
): void {
  const { parents } = state.landmarks;
  for (let joint = 0; joint < JOINT_COUNT; joint++) {
    const m = 9 * joint;
    const trace = moments[m] + moments[m + 4] + moments[m + 8];
    if (trace === 0 && moments[m + 1] === 0) continue;
    for (let above = joint; above >= 0; above = parents[above]) {
      addCurvatureBlock(state.axes, moments, trace, joint, above, hessian);
    }
  }
}

function addCurvatureBlock(
  axes: Float64Array,
  moments: Float64Array,
  trace: number,
  joint: number,
  above: number,
  hessian: Float64Array,
): void {
  const m = 9 * joint;
  for (let column = 0; column < 3; column++) {
    const b = 9 * joint + column;
    const [bx, by, bz] = [axes[b], axes[b + 3], axes[b + 6]];
    // (M_jᵀ − tr M_j I) b
    const cx = moments[m] * bx + moments[m + 3] * by + moments[m + 6] * bz - trace * bx;
    const cy = moments[m + 1] * bx + moments[m + 4] * by + moments[m + 7] * bz - trace * by;
    const cz = moments[m + 2] * bx + moments[m + 5] * by + moments[m + 8] * bz - trace * bz;
    const row = STRIDE * (POSE + 3 * joint + column) + POSE + 3 * above;
    for (let i = 0; i < 3; i++) {
      const a = 9 * above + i;
      const value = axes[a] * cx + axes[a + 3] * cy + axes[a + 6] * cz;
      if (above < joint) hessian[row + i] += value;
      // On the diagonal block only the symmetric part counts; the lower triangle holds it.
      else if (i <= column) hessian[row + i] += i === column ? value : value / 2;
      else hessian[STRIDE * (POSE + 3 * joint + i) + POSE + 3 * above + column] += value / 2;
    }
  }
}
