/** Residuals that image evidence adds to a fit. */

import { anchorWeight } from '../../src/core/fit/presets.ts';
import type { Kinematics } from '../../src/core/fit/skeleton/kinematics.ts';
import { createLandmarkJacobian } from '../../src/core/fit/skeleton/landmark-motion.ts';
import { landmarkPositions } from '../../src/core/fit/skeleton/landmark-positions.ts';
import { STRIDE } from '../../src/core/fit/skeleton/unknowns.ts';
import { addDenseRow, addLandmarkRow } from '../../src/core/fit/terms/dense-row.ts';
import type { Term } from '../../src/core/fit/terms/term.ts';

export interface SlopeEvidence {
  readonly parent: number;
  readonly child: number;
  /** How much deeper the bone's far end lies than its near end, metres. */
  readonly deeperM: number;
  readonly sigmaM: number;
}

/** `w (‖x_child‖ − ‖x_parent‖ − d)²`: how steeply a bone leads away from the camera. */
export function slopeTerm({ parent, child, deeperM, sigmaM }: SlopeEvidence): Term {
  const weight = anchorWeight(sigmaM);
  const landmarks = Int32Array.of(parent, child);
  const ends = new Float64Array(6);
  const row = new Float64Array(STRIDE);
  const jacobian = createLandmarkJacobian();
  const residualAt = (state: Kinematics, x: Float64Array) => {
    landmarkPositions(state, x, landmarks, ends);
    return Math.hypot(ends[3], ends[4], ends[5]) - Math.hypot(ends[0], ends[1], ends[2]) - deeperM;
  };
  return {
    name: `slope of the bone to joint ${child}`,
    energy: (state, x) => weight * residualAt(state, x) ** 2,
    add(state, x, normal) {
      const residual = residualAt(state, x);
      row.fill(0);
      addLandmarkRow(state, x, child, direction(ends, 3, 1), jacobian, row);
      addLandmarkRow(state, x, parent, direction(ends, 0, -1), jacobian, row);
      addDenseRow(normal, row, weight, residual);
    },
  };
}

function direction(ends: Float64Array, first: number, sign: number): [number, number, number] {
  const length = sign * Math.hypot(ends[first], ends[first + 1], ends[first + 2]);
  return [ends[first] / length, ends[first + 1] / length, ends[first + 2] / length];
}
