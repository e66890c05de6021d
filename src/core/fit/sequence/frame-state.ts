/** One frame where it stands: what the terms across time need of it. */
import type { Kinematics } from '../skeleton/kinematics.ts';
import {
  createLandmarkJacobian,
  landmarkJacobian,
  MAX_COLUMNS,
} from '../skeleton/landmark-motion.ts';
import { BETA_COUNT, JOINT_COUNT, STRIDE, TRANSLATION } from '../skeleton/unknowns.ts';

export interface FrameState {
  /** The unknowns, shape [88]. */
  readonly x: Float64Array;
  /** The joints' places in the camera's frame, metres, shape [24, 3]. */
  readonly places: Float64Array;
  /** Local rotations, shape [24, 3, 3]. */
  readonly rotations: Float64Array;
  /** J_l(θ_k), shape [24, 3, 3]. */
  readonly axes: Float64Array;
  /** ∂place/∂unknowns of each joint, betas left out, columns as in `columns`: shape [24, 3, 85]. */
  readonly jacobian: Float64Array;
  /** Unknowns that move each joint, ascending, shape [24, 85]. */
  readonly columns: Int32Array;
  /** How many they are, shape [24]. */
  readonly columnCount: Int32Array;
}

export function createFrameState(): FrameState {
  return {
    x: new Float64Array(STRIDE),
    places: new Float64Array(3 * JOINT_COUNT),
    rotations: new Float64Array(9 * JOINT_COUNT),
    axes: new Float64Array(9 * JOINT_COUNT),
    jacobian: new Float64Array(3 * MAX_COLUMNS * JOINT_COUNT),
    columns: new Int32Array(MAX_COLUMNS * JOINT_COUNT),
    columnCount: new Int32Array(JOINT_COUNT),
  };
}

/** Takes places and rotations over from a skeleton that is posed at the frame's x. */
export function takePlaces(frame: FrameState, state: Kinematics): void {
  for (let i = 0; i < frame.places.length; i++) {
    frame.places[i] = state.positions[i] + frame.x[TRANSLATION + (i % 3)];
  }
  frame.rotations.set(state.localRotations);
}

const jacobianOfOne = createLandmarkJacobian();

/** Takes derivatives over; skeleton and its derivatives must be those of the frame's x. */
export function takeDerivatives(frame: FrameState, state: Kinematics): void {
  frame.axes.set(state.localAxes);
  for (let joint = 0; joint < JOINT_COUNT; joint++) {
    landmarkJacobian(state, frame.x, joint, jacobianOfOne);
    const count = jacobianOfOne.count - BETA_COUNT;
    frame.columnCount[joint] = count;
    for (let c = 0; c < count; c++) {
      frame.columns[MAX_COLUMNS * joint + c] = jacobianOfOne.columns[c];
      for (let axis = 0; axis < 3; axis++) {
        const to = MAX_COLUMNS * (3 * joint + axis) + c;
        frame.jacobian[to] = jacobianOfOne.rows[MAX_COLUMNS * axis + c];
      }
    }
  }
}
