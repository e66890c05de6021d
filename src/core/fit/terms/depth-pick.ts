/** "This forearm points to the camera": which end of a bone is nearer, said by a person. */
import { boneEndingAt, type DepthDirection } from '../../body/bones.ts';
import { anchorWeight } from '../presets.ts';
import type { Kinematics } from '../skeleton/kinematics.ts';
import { createLandmarkJacobian } from '../skeleton/landmark-motion.ts';
import { landmarkPositions } from '../skeleton/landmark-positions.ts';
import { STRIDE } from '../skeleton/unknowns.ts';
import { addDenseRow, addLandmarkRow } from './dense-row.ts';
import type { Term } from './term.ts';

const SIGMA_M = 0.02;
/** A bone that points somewhere is at least that much deeper at one end. */
const MARGIN_M = 0.02;

export interface DepthPick {
  /** Skeleton joint at the far end of the bone (`body/bones.ts`; else its parent is the near end). */
  readonly joint: number;
  readonly direction: DepthDirection;
}

/** `w e²` with e the distance from the camera that the bone's far end has too much or too little. */
export function depthPickTerm({ joint, direction }: DepthPick): Term {
  const weight = anchorWeight(SIGMA_M);
  const ends = new Float64Array(6);
  const row = new Float64Array(STRIDE);
  const jacobian = createLandmarkJacobian();
  const near = (state: Kinematics) => boneEndingAt(joint)?.from ?? state.landmarks.parents[joint];
  const excess = (state: Kinematics, x: Float64Array) => {
    landmarkPositions(state, x, Int32Array.of(near(state), joint), ends);
    const deeper = Math.hypot(ends[3], ends[4], ends[5]) - Math.hypot(ends[0], ends[1], ends[2]);
    if (direction === 'flat') return deeper;
    const wrong = direction === 'towards' ? deeper + MARGIN_M : MARGIN_M - deeper;
    return direction === 'towards' ? Math.max(0, wrong) : -Math.max(0, wrong);
  };
  return {
    name: `depth of joint ${joint}`,
    energy: (state, x) => weight * excess(state, x) ** 2,
    add(state, x, normal) {
      const residual = excess(state, x);
      if (residual === 0) return;
      row.fill(0);
      addLandmarkRow(state, x, joint, unit(ends, 3, 1), jacobian, row);
      addLandmarkRow(state, x, near(state), unit(ends, 0, -1), jacobian, row);
      addDenseRow(normal, row, weight, residual);
    },
  };
}

/** Derivative of the distance from the camera, times `sign`. */
function unit(ends: Float64Array, first: number, sign: number): [number, number, number] {
  const length = sign * Math.hypot(ends[first], ends[first + 1], ends[first + 2]);
  return [ends[first] / length, ends[first + 1] / length, ends[first + 2] / length];
}
