/**
 * The Jacobian of residuals of landmarks: some rows a landmark, in blocks of three unknowns. A landmark
 * moves with translation, betas and the joints above it only, so most blocks are empty; JᵀJ is summed
 * over the blocks that two unknowns share, with nine sums in registers.
 */
import { LANDMARK_COUNT } from '../../body/body-model.ts';
import { STRIDE } from '../skeleton/unknowns.ts';
import type { NormalEquations } from '../solver/normal-equations.ts';

/** Translation, 24 joints, and betas in four blocks of which the last is a third full. */
const BLOCK_COUNT = 29;

export interface JacobianRows {
  /** Rows of a landmark, or group: 2 of a point in the picture, 3 of a place. */
  readonly perGroup: number;
  /** Shape [54, perGroup, 88]; only blocks of the group's mask are valid. */
  readonly values: Float64Array;
  /** Bit b of a group is set when its rows have block b, shape [54]. */
  readonly masks: Int32Array;
  readonly members: Int32Array;
  readonly shared: Int32Array;
}

export function createJacobianRows(perGroup: number): JacobianRows {
  return {
    perGroup,
    values: new Float64Array(LANDMARK_COUNT * perGroup * STRIDE),
    masks: new Int32Array(LANDMARK_COUNT),
    members: new Int32Array(LANDMARK_COUNT),
    shared: new Int32Array(LANDMARK_COUNT),
  };
}

/** Adds JᵀJ of the first `groups` groups to the Hessian. */
export function addProducts(
  rows: JacobianRows,
  groups: number,
  { hessian, order }: NormalEquations,
): void {
  const { masks, members, shared } = rows;
  const blocks = Math.min(BLOCK_COUNT, Math.floor(order / 3));
  for (let row = 0; row < blocks; row++) {
    let count = 0;
    let some = 0;
    let all = -1;
    for (let g = 0; g < groups; g++) {
      const mask = masks[g];
      if (((mask >> row) & 1) === 0) continue;
      members[count++] = g;
      some |= mask;
      all &= mask;
    }
    for (let column = 0; column <= row; column++) {
      if (((some >> column) & 1) === 0) continue;
      if (((all >> column) & 1) === 1) addBlock(rows, members, count, row, column, hessian);
      else addBlock(rows, shared, share(rows, count, column), row, column, hessian);
    }
  }
}

/** Those of the first `count` members that have block `column` too; returns how many. */
function share({ masks, members, shared }: JacobianRows, count: number, column: number): number {
  let found = 0;
  for (let m = 0; m < count; m++) {
    const group = members[m];
    if (((masks[group] >> column) & 1) === 1) shared[found++] = group;
  }
  return found;
}

function addBlock(
  { values, perGroup }: JacobianRows,
  groups: Int32Array,
  count: number,
  row: number,
  column: number,
  hessian: Float64Array,
): void {
  let h00 = 0;
  let h01 = 0;
  let h02 = 0;
  let h10 = 0;
  let h11 = 0;
  let h12 = 0;
  let h20 = 0;
  let h21 = 0;
  let h22 = 0;
  for (let m = 0; m < count; m++) {
    const first = STRIDE * perGroup * groups[m];
    for (let base = first; base < first + STRIDE * perGroup; base += STRIDE) {
      const a = base + 3 * row;
      const b = base + 3 * column;
      const a0 = values[a];
      const a1 = values[a + 1];
      const a2 = values[a + 2];
      const b0 = values[b];
      const b1 = values[b + 1];
      const b2 = values[b + 2];
      h00 += a0 * b0;
      h01 += a0 * b1;
      h02 += a0 * b2;
      h10 += a1 * b0;
      h11 += a1 * b1;
      h12 += a1 * b2;
      h20 += a2 * b0;
      h21 += a2 * b1;
      h22 += a2 * b2;
    }
  }
  const out = 3 * (STRIDE * row + column);
  hessian[out] += h00;
  hessian[out + 1] += h01;
  hessian[out + 2] += h02;
  hessian[out + STRIDE] += h10;
  hessian[out + STRIDE + 1] += h11;
  hessian[out + STRIDE + 2] += h12;
  hessian[out + 2 * STRIDE] += h20;
  hessian[out + 2 * STRIDE + 1] += h21;
  hessian[out + 2 * STRIDE + 2] += h22;
}
