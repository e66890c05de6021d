/**
 * How a landmark moves with the unknowns. With joint k it turns like `∂x/∂θ_ki = A_k e_i × q_k`,
 * q_k = C_k − W_k p_k being what hangs below the joint: C_k the sum of the landmark's pairs below it,
 * W_k their weight. With the betas it moves by ∂x/∂β, with the translation by the identity.
 */
import type { Kinematics } from './kinematics.ts';
import { pairContribution, pairOffset } from './landmark-positions.ts';
import { BETA_COUNT, BETAS, JOINT_COUNT, POSE, TRANSLATION } from './unknowns.ts';

/** Translation 3, at most 24 joints of 3, betas 10. */
export const MAX_COLUMNS = 3 + 3 * JOINT_COUNT + BETA_COUNT;

/** One landmark's motion; overwritten by each {@link gatherMotion}. */
export interface LandmarkMotion {
  /** C_k, shape [24, 3]. */
  readonly below: Float64Array;
  /** W_k, shape [24]. */
  readonly belowWeight: Float64Array;
  /** 1 for each joint that turns the landmark, shape [24]. */
  readonly moves: Uint8Array;
  /** ∂x/∂β, shape [3, 10]. */
  readonly betaMotion: Float64Array;
  readonly offset: Float64Array;
  readonly contribution: Float64Array;
}

export function createLandmarkMotion(): LandmarkMotion {
  return {
    below: new Float64Array(3 * JOINT_COUNT),
    belowWeight: new Float64Array(JOINT_COUNT),
    moves: new Uint8Array(JOINT_COUNT),
    betaMotion: new Float64Array(3 * BETA_COUNT),
    offset: new Float64Array(3),
    contribution: new Float64Array(3),
  };
}

/** Skeleton and its derivatives must be those of x. */
export function gatherMotion(
  state: Kinematics,
  x: Float64Array,
  landmark: number,
  motion: LandmarkMotion,
): void {
  const { pairStart, pairJoint, pairWeight, parents } = state.landmarks;
  const { below, belowWeight, moves, betaMotion, offset, contribution } = motion;
  below.fill(0);
  belowWeight.fill(0);
  moves.fill(0);
  betaMotion.fill(0);
  for (let pair = pairStart[landmark]; pair < pairStart[landmark + 1]; pair++) {
    pairOffset(state, x, pair, offset);
    pairContribution(state, pair, offset, contribution, 0);
    addBetaMotion(state, pair, betaMotion);
    // A skeleton joint does not turn about itself; q would vanish only by cancellation.
    const own = pairJoint[pair];
    const first = landmark === own ? parents[own] : own;
    for (let joint = first; joint >= 0; joint = parents[joint]) {
      moves[joint] = 1;
      belowWeight[joint] += pairWeight[pair];
      for (let axis = 0; axis < 3; axis++) below[3 * joint + axis] += contribution[axis];
    }
  }
}

function addBetaMotion(state: Kinematics, pair: number, betaMotion: Float64Array): void {
  const { pairJoint, pairWeight, pairShape } = state.landmarks;
  const joint = pairJoint[pair];
  const weight = pairWeight[pair];
  for (let row = 0; row < 3; row++) {
    const g = 9 * joint + 3 * row;
    const motion = BETA_COUNT * (3 * joint + row);
    for (let b = 0; b < BETA_COUNT; b++) {
      const shape = BETA_COUNT * 3 * pair + b;
      betaMotion[BETA_COUNT * row + b] +=
        weight * state.shapeMotion[motion + b] +
        state.rotations[g] * pairShape[shape] +
        state.rotations[g + 1] * pairShape[shape + BETA_COUNT] +
        state.rotations[g + 2] * pairShape[shape + 2 * BETA_COUNT];
    }
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
  for (let joint = 0; joint < JOINT_COUNT; joint++) {
    if (out.motion.moves[joint] === 1) putTurn(state, joint, out);
  }
  const { betaMotion } = out.motion;
  for (let b = 0; b < BETA_COUNT; b++) {
    const y = betaMotion[BETA_COUNT + b];
    putColumn(out, BETAS + b, betaMotion[b], y, betaMotion[2 * BETA_COUNT + b]);
  }
}

function putTurn(state: Kinematics, joint: number, out: LandmarkJacobian): void {
  const { below, belowWeight } = out.motion;
  const qx = below[3 * joint] - belowWeight[joint] * state.positions[3 * joint];
  const qy = below[3 * joint + 1] - belowWeight[joint] * state.positions[3 * joint + 1];
  const qz = below[3 * joint + 2] - belowWeight[joint] * state.positions[3 * joint + 2];
  for (let i = 0; i < 3; i++) {
    const a = 9 * joint + i;
    const [ax, ay, az] = [state.axes[a], state.axes[a + 3], state.axes[a + 6]];
    const column = POSE + 3 * joint + i;
    putColumn(out, column, ay * qz - az * qy, az * qx - ax * qz, ax * qy - ay * qx);
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
