/**
 * Forward kinematics of the skeleton in the unknowns x (`unknowns.ts`), and what its derivatives
 * need. The camera's translation is added to the landmarks, not here.
 */
import { LANDMARK_COUNT } from '../../body/body-model.ts';
import { type CompactLandmarks, POSE_FEATURE_COUNT } from '../../body/landmarks.ts';
import { leftJacobian, matrixFromAxisAngle } from '../../math/rotation.ts';
import { type LandmarkAncestors, landmarkAncestors } from './landmark-ancestors.ts';
import { writeFeatureSlopes, writePoseFeatures } from './pose-correctives.ts';
import { BETA_COUNT, BETAS, JOINT_COUNT, POSE, STRIDE, UNKNOWN_COUNT } from './unknowns.ts';

/** State of a posed skeleton; row-major, one entry a joint. */
export interface Kinematics {
  readonly landmarks: CompactLandmarks;
  readonly ancestors: LandmarkAncestors;
  /** The x that the skeleton stands at; of its translation nothing here depends. */
  readonly posedAt: Float64Array;
  /** R_k = Exp(θ_k), shape [24, 3, 3]. */
  readonly localRotations: Float64Array;
  /** G_k = G_π R_k, shape [24, 3, 3]. */
  readonly rotations: Float64Array;
  /** J_k(β) in the rest pose, shape [24, 3], metres. */
  readonly restJoints: Float64Array;
  /** p_k = p_π + G_π (J_k − J_π), shape [24, 3], metres. */
  readonly positions: Float64Array;
  /** J_l(θ_k), the left Jacobian of SO(3), shape [24, 3, 3]. */
  readonly localAxes: Float64Array;
  /** A_k = G_π J_l(θ_k): column i is the axis about which θ_ki turns, shape [24, 3, 3]. */
  readonly axes: Float64Array;
  /** ∂p_k/∂β, shape [24, 3, 10]. */
  readonly shapeMotion: Float64Array;
  /** φ = rowmajor(R_k − I), k ≥ 1, shape [207]; of a body with pose correctives only. */
  readonly features: Float64Array;
  /** ∂φ_k/∂θ_k, shape [23, 9, 3]; of a body with pose correctives only. */
  readonly featureSlopes: Float64Array;
  /** w p_j + G_j o of each pair of a landmark that was asked for at this x, shape [pairs, 3], metres. */
  readonly contributions: Float64Array;
  /** 1 for the landmarks whose contributions are there, shape [54]. */
  readonly contributed: Uint8Array;
}

export function createKinematics(landmarks: CompactLandmarks): Kinematics {
  return {
    landmarks,
    ancestors: landmarkAncestors(landmarks),
    posedAt: new Float64Array(STRIDE).fill(Number.NaN),
    localRotations: new Float64Array(JOINT_COUNT * 9),
    rotations: new Float64Array(JOINT_COUNT * 9),
    restJoints: new Float64Array(JOINT_COUNT * 3),
    positions: new Float64Array(JOINT_COUNT * 3),
    localAxes: new Float64Array(JOINT_COUNT * 9),
    axes: new Float64Array(JOINT_COUNT * 9),
    shapeMotion: new Float64Array(JOINT_COUNT * 3 * BETA_COUNT),
    features: new Float64Array(POSE_FEATURE_COUNT),
    featureSlopes: new Float64Array(3 * POSE_FEATURE_COUNT),
    contributions: new Float64Array(3 * landmarks.pairJoint.length),
    contributed: new Uint8Array(LANDMARK_COUNT),
  };
}

/** Rotations and positions at x; nothing to do where they are those of x already. */
export function poseSkeleton(state: Kinematics, x: Float64Array): void {
  if (isPosedAt(state, x)) return;
  const { parents, pairCorrective } = state.landmarks;
  state.posedAt.set(x);
  state.contributed.fill(0);
  placeRestJoints(state, x);
  for (let joint = 0; joint < JOINT_COUNT; joint++) {
    matrixFromAxisAngle(x, POSE + 3 * joint, state.localRotations, 9 * joint);
    const parent = parents[joint];
    if (parent < 0) placeRoot(state, joint);
    else placeChild(state, joint, parent);
  }
  if (pairCorrective !== undefined) writePoseFeatures(state.localRotations, state.features);
}

/** A number that is none is never the same, so a failed pose is not kept. */
function isPosedAt({ posedAt }: Kinematics, x: Float64Array): boolean {
  for (let i = POSE; i < UNKNOWN_COUNT; i++) if (posedAt[i] !== x[i]) return false;
  return true;
}

/** Axes and shape motion at the x of the last {@link poseSkeleton}. */
export function differentiateSkeleton(state: Kinematics, x: Float64Array): void {
  const { parents, restJointShape, pairCorrective } = state.landmarks;
  for (let joint = 0; joint < JOINT_COUNT; joint++) {
    leftJacobian(x, POSE + 3 * joint, state.localAxes, 9 * joint);
    const parent = parents[joint];
    if (parent < 0) {
      copyBlock(state.localAxes, joint, 9, state.axes);
      copyBlock(restJointShape, joint, 30, state.shapeMotion);
      continue;
    }
    multiplyByParent(state.rotations, parent, state.localAxes, joint, state.axes);
    moveChildByShape(state, joint, parent);
  }
  if (pairCorrective === undefined) return;
  writeFeatureSlopes(state.localAxes, state.localRotations, state.featureSlopes);
}

function placeRestJoints(state: Kinematics, x: Float64Array): void {
  const { restJoints, restJointShape } = state.landmarks;
  const out = state.restJoints;
  for (let i = 0; i < out.length; i++) {
    let sum = restJoints[i];
    for (let b = 0; b < BETA_COUNT; b++) sum += restJointShape[BETA_COUNT * i + b] * x[BETAS + b];
    out[i] = sum;
  }
}

function placeRoot(state: Kinematics, joint: number): void {
  copyBlock(state.localRotations, joint, 9, state.rotations);
  copyBlock(state.restJoints, joint, 3, state.positions);
}

function placeChild(state: Kinematics, joint: number, parent: number): void {
  const { localRotations, rotations, restJoints, positions } = state;
  multiplyByParent(rotations, parent, localRotations, joint, rotations);
  const dx = restJoints[3 * joint] - restJoints[3 * parent];
  const dy = restJoints[3 * joint + 1] - restJoints[3 * parent + 1];
  const dz = restJoints[3 * joint + 2] - restJoints[3 * parent + 2];
  for (let row = 0; row < 3; row++) {
    const g = 9 * parent + 3 * row;
    positions[3 * joint + row] =
      positions[3 * parent + row] +
      rotations[g] * dx +
      rotations[g + 1] * dy +
      rotations[g + 2] * dz;
  }
}

function moveChildByShape(state: Kinematics, joint: number, parent: number): void {
  const { rotations: G, shapeMotion } = state;
  const { restJointShape } = state.landmarks;
  const g = 9 * parent;
  for (let b = 0; b < BETA_COUNT; b++) {
    const own = 30 * joint + b;
    const above = 30 * parent + b;
    const dx = restJointShape[own] - restJointShape[above];
    const dy = restJointShape[own + 10] - restJointShape[above + 10];
    const dz = restJointShape[own + 20] - restJointShape[above + 20];
    shapeMotion[own] = shapeMotion[above] + G[g] * dx + G[g + 1] * dy + G[g + 2] * dz;
    shapeMotion[own + 10] = shapeMotion[above + 10] + G[g + 3] * dx + G[g + 4] * dy + G[g + 5] * dz;
    shapeMotion[own + 20] = shapeMotion[above + 20] + G[g + 6] * dx + G[g + 7] * dy + G[g + 8] * dz;
  }
}

/** out_joint = a_parent b_joint for lists of 3 × 3 matrices; `out` may be `a`. */
function multiplyByParent(
  a: Float64Array,
  parent: number,
  b: Float64Array,
  joint: number,
  out: Float64Array,
): void {
  const left = 9 * parent;
  const right = 9 * joint;
  for (let row = 0; row < 9; row += 3) {
    const x = a[left + row];
    const y = a[left + row + 1];
    const z = a[left + row + 2];
    out[right + row] = x * b[right] + y * b[right + 3] + z * b[right + 6];
    out[right + row + 1] = x * b[right + 1] + y * b[right + 4] + z * b[right + 7];
    out[right + row + 2] = x * b[right + 2] + y * b[right + 5] + z * b[right + 8];
  }
}

/** Copies entry `joint` of a list of blocks of `width` numbers. */
function copyBlock(source: Float64Array, joint: number, width: number, out: Float64Array): void {
  for (let i = joint * width; i < (joint + 1) * width; i++) out[i] = source[i];
}
