/** `Σ_k w_k ‖p_k(f − 1) − 2 p_k(f) + p_k(f + 1)‖²`, p_k the joints' places in the camera's frame. */
import { bandStride, blockOffset } from '../../math/block-band-cholesky.ts';
import { MAX_COLUMNS } from '../skeleton/landmark-motion.ts';
import { JOINT_COUNT } from '../skeleton/unknowns.ts';
import type { FrameState } from './frame-state.ts';
import { FRAME_ORDER, type SequenceEquations } from './sequence-equations.ts';

/** Three frames in a row. */
export type Triple = readonly [FrameState, FrameState, FrameState];

const COEFFICIENTS = [1, -2, 1];

export function jointAccelerationEnergy(
  [before, here, after]: Triple,
  weights: Float64Array,
): number {
  let energy = 0;
  for (let i = 0; i < before.places.length; i++) {
    const difference = before.places[i] - 2 * here.places[i] + after.places[i];
    energy += weights[Math.trunc(i / 3)] * difference * difference;
  }
  return energy;
}

/** @param first index of the first of the three frames */
export function addJointAcceleration(
  triple: Triple,
  first: number,
  weights: Float64Array,
  equations: SequenceEquations,
): void {
  for (let i = 0; i < 3; i++) {
    if (equations.fixed[first + i] === 1) continue;
    addGradient(triple, first, i, weights, equations);
    for (let j = 0; j <= i; j++) {
      if (equations.fixed[first + j] === 0) addBlock(triple, first, i, j, weights, equations);
    }
  }
}

function addGradient(
  triple: Triple,
  first: number,
  i: number,
  weights: Float64Array,
  { gradient }: SequenceEquations,
): void {
  const [before, here, after] = triple;
  const { columns, columnCount, jacobian } = triple[i];
  const offset = FRAME_ORDER * (first + i);
  for (let p = 0; p < 3 * JOINT_COUNT; p++) {
    const joint = Math.trunc(p / 3);
    const difference = before.places[p] - 2 * here.places[p] + after.places[p];
    const slope = COEFFICIENTS[i] * weights[joint] * difference;
    for (let c = 0; c < columnCount[joint]; c++) {
      gradient[offset + columns[MAX_COLUMNS * joint + c]] += slope * jacobian[MAX_COLUMNS * p + c];
    }
  }
}

function addBlock(
  triple: Triple,
  first: number,
  i: number,
  j: number,
  weights: Float64Array,
  { band }: SequenceEquations,
): void {
  const { columns, columnCount, jacobian: left } = triple[i];
  const right = triple[j].jacobian;
  const start = blockOffset(band, first + i, first + j);
  const stride = bandStride(band);
  const coefficient = COEFFICIENTS[i] * COEFFICIENTS[j];
  for (let joint = 0; joint < JOINT_COUNT; joint++) {
    const count = columnCount[joint];
    const of = MAX_COLUMNS * joint;
    const [x, y, z] = [3 * of, 3 * of + MAX_COLUMNS, 3 * of + 2 * MAX_COLUMNS];
    const weight = coefficient * weights[joint];
    for (let a = 0; a < count; a++) {
      const row = start + stride * columns[of + a];
      const [ax, ay, az] = [weight * left[x + a], weight * left[y + a], weight * left[z + a]];
      const end = i === j ? a + 1 : count;
      for (let b = 0; b < end; b++) {
        band.data[row + columns[of + b]] +=
          ax * right[x + b] + ay * right[y + b] + az * right[z + b];
      }
    }
  }
}
