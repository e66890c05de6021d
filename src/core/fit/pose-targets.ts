/** Places and rotations that a person has set in 3D, as residuals. */
import { addDenseRow, addLandmarkRow } from './dense-row.ts';
import { createLandmarkJacobian } from './landmark-motion.ts';
import { landmarkPositions } from './landmark-positions.ts';
import { addSquare } from './normal-equations.ts';
import { anchorWeight } from './presets.ts';
import type { Term } from './term.ts';
import { POSE, STRIDE } from './unknowns.ts';

export interface LandmarkTarget {
  readonly landmark: number;
  /** Camera frame, metres. */
  readonly position: readonly number[];
}

export interface JointRotation {
  readonly joint: number;
  /** Local rotation, radians. */
  readonly axisAngle: readonly number[];
}

/** How exactly a hand sets a place in 3D, and a rotation. */
const PLACE_SIGMA_M = 0.01;
const ROTATION_SIGMA_RAD = 0.03;
const AXES = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
];

/** `w ‖x_l − p‖²`, p in the camera's frame. */
export function targetTerm({ landmark, position }: LandmarkTarget): Term {
  const weight = anchorWeight(PLACE_SIGMA_M);
  const landmarks = Int32Array.of(landmark);
  const at = new Float64Array(3);
  const row = new Float64Array(STRIDE);
  const jacobian = createLandmarkJacobian();
  return {
    name: `place of landmark ${landmark}`,
    energy(state, x) {
      landmarkPositions(state, x, landmarks, at);
      let squared = 0;
      for (let axis = 0; axis < 3; axis++) squared += (at[axis] - position[axis]) ** 2;
      return weight * squared;
    },
    add(state, x, normal) {
      landmarkPositions(state, x, landmarks, at);
      for (let axis = 0; axis < 3; axis++) {
        row.fill(0);
        addLandmarkRow(state, x, landmark, AXES[axis], jacobian, row);
        addDenseRow(normal, row, weight, at[axis] - position[axis]);
      }
    },
  };
}

/** `w ‖θ_k − θ_k*‖²`. */
export function rotationTerm({ joint, axisAngle }: JointRotation): Term {
  const weight = anchorWeight(ROTATION_SIGMA_RAD);
  const first = POSE + 3 * joint;
  return {
    name: `rotation of joint ${joint}`,
    energy: (_, x) =>
      weight * axisAngle.reduce((sum, value, i) => sum + (x[first + i] - value) ** 2, 0),
    add(_, x, normal) {
      for (let i = 0; i < 3; i++) addSquare(normal, first + i, weight, x[first + i] - axisAngle[i]);
    },
  };
}
