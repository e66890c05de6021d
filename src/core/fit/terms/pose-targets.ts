/** Places and rotations that a person has set in 3D, as residuals. */

import { anchorWeight } from '../presets.ts';
import type { Kinematics } from '../skeleton/kinematics.ts';
import { createLandmarkJacobian } from '../skeleton/landmark-motion.ts';
import { landmarkPositions } from '../skeleton/landmark-positions.ts';
import { POSE, STRIDE } from '../skeleton/unknowns.ts';
import { addSquare } from '../solver/normal-equations.ts';
import { addDenseRow, addLandmarkRow } from './dense-row.ts';
import type { Term } from './term.ts';

export interface LandmarkTarget {
  readonly landmark: number;
  /** From the pelvis, along the axes of the camera, metres; the pelvis's own in the camera's frame. */
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
const OPPOSITE_AXES = AXES.map((axis) => axis.map((value) => -value));
const PELVIS = 0;

/** A place this far away no longer pulls with all its force: nobody's arm is metres long. */
const REACH_M = 0.3;

/**
 * `w r² / (1 + r²/s²)` with r = ‖x_l − x_pelvis − p‖ and s the reach. A place is told from the
 * pelvis, so that the limb has to go there and not the body; the pelvis's own place is absolute.
 */
export function targetTerm({ landmark, position }: LandmarkTarget): Term {
  const weight = anchorWeight(PLACE_SIGMA_M);
  const isPelvis = landmark === PELVIS;
  const landmarks = Int32Array.of(landmark, PELVIS);
  const at = new Float64Array(6);
  const row = new Float64Array(STRIDE);
  const jacobian = createLandmarkJacobian();
  const miss = (axis: number) => at[axis] - (isPelvis ? 0 : at[3 + axis]) - position[axis];
  /** r², and `1 + r²/s²`. */
  const missed = (state: Kinematics, x: Float64Array) => {
    landmarkPositions(state, x, landmarks, at);
    const squared = miss(0) ** 2 + miss(1) ** 2 + miss(2) ** 2;
    return { squared, damping: 1 + squared / REACH_M ** 2 };
  };
  return {
    name: `place of landmark ${landmark}`,
    energy(state, x) {
      const { squared, damping } = missed(state, x);
      return (weight * squared) / damping;
    },
    add(state, x, normal) {
      const { damping } = missed(state, x);
      for (let axis = 0; axis < 3; axis++) {
        row.fill(0);
        addLandmarkRow(state, x, landmark, AXES[axis], jacobian, row);
        if (!isPelvis) addLandmarkRow(state, x, PELVIS, OPPOSITE_AXES[axis], jacobian, row);
        addDenseRow(normal, row, weight / damping ** 2, miss(axis));
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
