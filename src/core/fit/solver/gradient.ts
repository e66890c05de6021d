/**
 * An energy and its gradient alone, for first-order methods. Forces on the landmarks are summed from
 * the leaves to the root: with F_k the force on everything below joint k and M_k its moment about
 * the camera, `∂E/∂θ_k = A_kᵀ (M_k − p_k × F_k)`. A fifth of what the normal equations cost.
 */
import { POSE_FEATURE_COUNT } from '../../body/landmarks.ts';
import type { Pinhole } from '../../camera/pinhole.ts';
import { differentiateSkeleton, type Kinematics } from '../skeleton/kinematics.ts';
import { pairContribution, pairOffset } from '../skeleton/landmark-positions.ts';
import { pullFeatures, turnByFeatures } from '../skeleton/pose-correctives.ts';
import { BETA_COUNT, BETAS, JOINT_COUNT, POSE, STRIDE, TRANSLATION } from '../skeleton/unknowns.ts';
import type { Observations } from '../terms/observations.ts';
import { type ReprojectionBuffers, slopesOfGroup } from '../terms/reprojection.ts';
import { type Energy, energyAt, type Objective, type Workspace } from './objective.ts';
import { addPriors } from './priors.ts';

export interface GradientBuffers {
  /** ∂E/∂x, shape [88], zero where an unknown is not free. */
  readonly gradient: Float64Array;
  /** Force on what lies below each joint, and its moment about the camera, shape [24, 3]. */
  readonly forces: Float64Array;
  readonly moments: Float64Array;
  /** Force on the pose features of a body with correctives, shape [207]. */
  readonly featureForces: Float64Array;
}

export function createGradientBuffers(): GradientBuffers {
  return {
    gradient: new Float64Array(STRIDE),
    forces: new Float64Array(3 * JOINT_COUNT),
    moments: new Float64Array(3 * JOINT_COUNT),
    featureForces: new Float64Array(POSE_FEATURE_COUNT),
  };
}

/**
 * Writes `buffers.gradient` at x, the mixture's best component taken; the workspace's normal
 * equations are overwritten. No gradient where the energy is infinite.
 */
export function gradientAt(
  objective: Objective,
  workspace: Workspace,
  x: Float64Array,
  component: number,
  buffers: GradientBuffers,
): Energy {
  const energy = energyAt(objective, workspace, x, component, false);
  if (energy.total === Number.POSITIVE_INFINITY) return energy;
  const { kinematics, reprojection, normal } = workspace;
  normal.order = STRIDE;
  normal.gradient.fill(0);
  differentiateSkeleton(kinematics, x);
  pullLandmarks(objective, kinematics, x, reprojection, buffers, normal.gradient);
  turnJoints(kinematics, buffers, normal.gradient);
  addPriors(objective, x, energy.component, normal);
  for (const term of objective.constraints) term.add(kinematics, x, normal);
  objective.evidence?.add(kinematics, x, normal);
  for (let i = 0; i < STRIDE; i++) {
    buffers.gradient[i] = objective.free[i] === 1 ? 2 * normal.gradient[i] : 0;
  }
  return energy;
}

/** Half gradient by translation and betas, and the joints' own forces and moments. */
function pullLandmarks(
  { observations, camera }: Objective,
  state: Kinematics,
  x: Float64Array,
  reprojection: ReprojectionBuffers,
  buffers: GradientBuffers,
  gradient: Float64Array,
): void {
  buffers.forces.fill(0);
  buffers.moments.fill(0);
  buffers.featureForces.fill(0);
  const { pairStart } = state.landmarks;
  for (let g = 0; g < observations.landmarks.length; g++) {
    const force = forceOfGroup(observations, camera, g, reprojection);
    for (let axis = 0; axis < 3; axis++) gradient[TRANSLATION + axis] += force[axis];
    const landmark = observations.landmarks[g];
    for (let pair = pairStart[landmark]; pair < pairStart[landmark + 1]; pair++) {
      pullPair(state, x, pair, force, buffers, gradient);
    }
  }
  addJointShape(state, buffers.forces, gradient);
  if (state.landmarks.pairCorrective === undefined) return;
  turnByFeatures(state, buffers.featureForces, gradient, POSE);
}

const force = new Float64Array(3);

/** Half the energy's gradient by a landmark's position in the camera's frame. */
function forceOfGroup(
  observations: Observations,
  camera: Pinhole,
  group: number,
  buffers: ReprojectionBuffers,
): Float64Array {
  slopesOfGroup(observations, camera, group, buffers);
  const { positions, slopes } = buffers;
  const depth = positions[3 * group + 2];
  const scale = camera.focalLength / depth;
  force[0] = scale * slopes[0];
  force[1] = scale * slopes[1];
  force[2] = -(force[0] * positions[3 * group] + force[1] * positions[3 * group + 1]) / depth;
  return force;
}

const offset = new Float64Array(3);
const contribution = new Float64Array(3);
const alongAxes = new Float64Array(3);

/** A pair w p_j + G_j o pulled by a force: its joint's force and moment, and its own share of β. */
function pullPair(
  state: Kinematics,
  x: Float64Array,
  pair: number,
  f: Float64Array,
  { forces, moments, featureForces }: GradientBuffers,
  gradient: Float64Array,
): void {
  const { pairJoint, pairWeight, pairShape } = state.landmarks;
  const joint = pairJoint[pair];
  pairOffset(state, x, pair, offset);
  pairContribution(state, pair, offset, contribution, 0);
  const [cx, cy, cz] = contribution;
  const j = 3 * joint;
  for (let axis = 0; axis < 3; axis++) forces[j + axis] += pairWeight[pair] * f[axis];
  moments[j] += cy * f[2] - cz * f[1];
  moments[j + 1] += cz * f[0] - cx * f[2];
  moments[j + 2] += cx * f[1] - cy * f[0];
  const { rotations } = state;
  for (let column = 0; column < 3; column++) {
    const g = 9 * joint + column;
    const along = rotations[g] * f[0] + rotations[g + 3] * f[1] + rotations[g + 6] * f[2];
    alongAxes[column] = along;
    const shape = BETA_COUNT * (3 * pair + column);
    for (let b = 0; b < BETA_COUNT; b++) gradient[BETAS + b] += along * pairShape[shape + b];
  }
  pullFeatures(state, pair, alongAxes, featureForces);
}

/** The betas move the joints themselves; `forces` are still those of each joint alone. */
function addJointShape(state: Kinematics, forces: Float64Array, gradient: Float64Array): void {
  for (let i = 0; i < 3 * JOINT_COUNT; i++) {
    if (forces[i] === 0) continue;
    for (let b = 0; b < BETA_COUNT; b++) {
      gradient[BETAS + b] += forces[i] * state.shapeMotion[BETA_COUNT * i + b];
    }
  }
}

/** From the leaves to the root: what hangs below a joint turns with it. */
function turnJoints(
  { axes, positions, landmarks }: Kinematics,
  { forces, moments }: GradientBuffers,
  gradient: Float64Array,
): void {
  for (let joint = JOINT_COUNT - 1; joint >= 0; joint--) {
    const j = 3 * joint;
    const [fx, fy, fz] = [forces[j], forces[j + 1], forces[j + 2]];
    const [px, py, pz] = [positions[j], positions[j + 1], positions[j + 2]];
    const mx = moments[j] - (py * fz - pz * fy);
    const my = moments[j + 1] - (pz * fx - px * fz);
    const mz = moments[j + 2] - (px * fy - py * fx);
    for (let i = 0; i < 3; i++) {
      const a = 9 * joint + i;
      gradient[POSE + j + i] += axes[a] * mx + axes[a + 3] * my + axes[a + 6] * mz;
    }
    const parent = landmarks.parents[joint];
    if (parent < 0) continue;
    for (let axis = 0; axis < 3; axis++) {
      forces[3 * parent + axis] += forces[j + axis];
      moments[3 * parent + axis] += moments[j + axis];
    }
  }
}
