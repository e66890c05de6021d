/**
 * How a landmark moves with the unknowns. With joint k it turns like `∂x/∂θ_ki = A_k e_i × q_k`,
 * q_k = C_k − W_k p_k being what hangs below the joint: C_k the sum of the landmark's pairs below it,
 * W_k their weight. With the betas it moves by ∂x/∂β, with the translation by the identity.
 */
import type { Kinematics } from './kinematics.ts';
import { contributePairs } from './landmark-positions.ts';
import { correctiveMotion, isCorrected } from './pose-correctives.ts';
import { BETA_COUNT, BETAS, JOINT_COUNT, POSE, TRANSLATION } from './unknowns.ts';

/** Translation 3, at most 24 joints of 3, betas 10. */
export const MAX_COLUMNS = 3 + 3 * JOINT_COUNT + BETA_COUNT;

/** One landmark's motion; overwritten by each {@link gatherMotion}. */
export interface LandmarkMotion {
  /** How many joints turn the landmark. */
  count: number;
  /** Those joints, ascending, shape [count]. */
  readonly joints: Int32Array;
  /** Their q_k, shape [count, 3], metres. */
  readonly levers: Float64Array;
  /** ∂x/∂β, shape [3, 10]. */
  readonly betaMotion: Float64Array;
  /** Whether pose correctives move the landmark too. */
  isCorrected: boolean;
  /** ∂x/∂θ_k by the correctives alone, shape [24, 3, 3]; valid when there are some. */
  readonly corrections: Float64Array;
}

export function createLandmarkMotion(): LandmarkMotion {
  return {
    count: 0,
    joints: new Int32Array(JOINT_COUNT),
    levers: new Float64Array(3 * JOINT_COUNT),
    betaMotion: new Float64Array(3 * BETA_COUNT),
    isCorrected: false,
    corrections: new Float64Array(9 * JOINT_COUNT),
  };
}

/** Skeleton and its derivatives must be those of x. */
export function gatherMotion(
  state: Kinematics,
  x: Float64Array,
  landmark: number,
  motion: LandmarkMotion,
): void {
  const { start, joint, pair, parent, weight } = state.ancestors;
  const { joints, levers, betaMotion } = motion;
  const first = start[landmark];
  const count = start[landmark + 1] - first;
  motion.count = count;
  contributePairs(state, x, landmark);
  levers.fill(0, 0, 3 * count);
  betaMotion.fill(0);
  // Children come after their parents: from the last entry on, each C_k is whole when it is reached.
  for (let n = count - 1; n >= 0; n--) {
    const entry = first + n;
    if (pair[entry] >= 0) addPair(state, pair[entry], n, motion);
    if (parent[entry] >= 0) addLever(levers, n, parent[entry] - first);
    joints[n] = joint[entry];
    for (let axis = 0; axis < 3; axis++) {
      levers[3 * n + axis] -= weight[entry] * state.positions[3 * joint[entry] + axis];
    }
  }
  // The root's own place hangs on no joint, and still moves with the betas.
  if (count === 0) addBetaMotion(state, state.landmarks.pairStart[landmark], betaMotion);
  motion.isCorrected = isCorrected(state, landmark);
  if (motion.isCorrected) correctiveMotion(state, landmark, motion.corrections);
}

function addPair(
  state: Kinematics,
  pair: number,
  entry: number,
  { levers, betaMotion }: LandmarkMotion,
): void {
  for (let axis = 0; axis < 3; axis++) {
    levers[3 * entry + axis] += state.contributions[3 * pair + axis];
  }
  addBetaMotion(state, pair, betaMotion);
}

function addLever(levers: Float64Array, from: number, to: number): void {
  for (let axis = 0; axis < 3; axis++) levers[3 * to + axis] += levers[3 * from + axis];
}

/** ∂x/∂β += w ∂p_j/∂β + G_j S, with the joint's rotation G_j in registers. */
function addBetaMotion(state: Kinematics, pair: number, betaMotion: Float64Array): void {
  const { pairJoint, pairWeight, pairShape } = state.landmarks;
  const { rotations, shapeMotion } = state;
  const joint = pairJoint[pair];
  const weight = pairWeight[pair];
  const g = 9 * joint;
  const g0 = rotations[g];
  const g1 = rotations[g + 1];
  const g2 = rotations[g + 2];
  const g3 = rotations[g + 3];
  const g4 = rotations[g + 4];
  const g5 = rotations[g + 5];
  const g6 = rotations[g + 6];
  const g7 = rotations[g + 7];
  const g8 = rotations[g + 8];
  for (let b = 0; b < BETA_COUNT; b++) {
    const moved = 30 * joint + b;
    const shape = 30 * pair + b;
    const sx = pairShape[shape];
    const sy = pairShape[shape + 10];
    const sz = pairShape[shape + 20];
    betaMotion[b] += weight * shapeMotion[moved] + g0 * sx + g1 * sy + g2 * sz;
    betaMotion[b + 10] += weight * shapeMotion[moved + 10] + g3 * sx + g4 * sy + g5 * sz;
    betaMotion[b + 20] += weight * shapeMotion[moved + 20] + g6 * sx + g7 * sy + g8 * sz;
  }
}

/** A landmark's derivatives ∂x/∂unknowns, sparse: column c of the three rows is unknown columns[c]. */
export interface LandmarkJacobian {
  count: number;
  readonly columns: Int32Array;
  /** Shape [3, 85], rows x, y, z in the camera's frame. */
  readonly rows: Float64Array;
  readonly motion: LandmarkMotion;
}

export function createLandmarkJacobian(): LandmarkJacobian {
  return {
    count: 0,
    columns: new Int32Array(MAX_COLUMNS),
    rows: new Float64Array(3 * MAX_COLUMNS),
    motion: createLandmarkMotion(),
  };
}

/** Writes a landmark's derivatives; skeleton and its derivatives must be those of x. */
export function landmarkJacobian(
  state: Kinematics,
  x: Float64Array,
  landmark: number,
  out: LandmarkJacobian,
): void {
  gatherMotion(state, x, landmark, out.motion);
  out.count = 0;
  for (let axis = 0; axis < 3; axis++) {
    putColumn(out, TRANSLATION + axis, +(axis === 0), +(axis === 1), +(axis === 2));
  }
  if (out.motion.isCorrected) putCorrectedTurns(state, out);
  else for (let n = 0; n < out.motion.count; n++) putTurn(state, n, out);
  const { betaMotion } = out.motion;
  for (let b = 0; b < BETA_COUNT; b++) {
    const y = betaMotion[BETA_COUNT + b];
    putColumn(out, BETAS + b, betaMotion[b], y, betaMotion[2 * BETA_COUNT + b]);
  }
}

function putTurn(state: Kinematics, n: number, out: LandmarkJacobian): void {
  const { joints, levers } = out.motion;
  const joint = joints[n];
  const qx = levers[3 * n];
  const qy = levers[3 * n + 1];
  const qz = levers[3 * n + 2];
  for (let i = 0; i < 3; i++) {
    const a = 9 * joint + i;
    const ax = state.axes[a];
    const ay = state.axes[a + 3];
    const az = state.axes[a + 6];
    const column = POSE + 3 * joint + i;
    putColumn(out, column, ay * qz - az * qy, az * qx - ax * qz, ax * qy - ay * qx);
  }
}

/** With correctives every joint has its columns, also one that the landmark does not hang on. */
function putCorrectedTurns(state: Kinematics, out: LandmarkJacobian): void {
  const { joints, count, corrections } = out.motion;
  let n = 0;
  for (let joint = 0; joint < JOINT_COUNT; joint++) {
    const first = out.count;
    if (n < count && joints[n] === joint) putTurn(state, n++, out);
    else for (let i = 0; i < 3; i++) putColumn(out, POSE + 3 * joint + i, 0, 0, 0);
    for (let row = 0; row < 3; row++) {
      for (let i = 0; i < 3; i++) {
        out.rows[row * MAX_COLUMNS + first + i] += corrections[9 * joint + 3 * row + i];
      }
    }
  }
}

function putColumn(out: LandmarkJacobian, column: number, x: number, y: number, z: number): void {
  const { columns, rows, count } = out;
  columns[count] = column;
  rows[count] = x;
  rows[MAX_COLUMNS + count] = y;
  rows[2 * MAX_COLUMNS + count] = z;
  out.count = count + 1;
}
