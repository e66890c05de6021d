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
  /**
   * A block's share of all rows lies together: shape [29, 54, perGroup, 3]. Only the blocks of a
   * group's mask are valid; after the last beta stand zeros.
   */
  readonly values: Float64Array;
  /** Bit b of a group is set when its rows have block b, shape [54]. */
  readonly masks: Int32Array;
  readonly members: Int32Array;
  readonly shared: Int32Array;
}

export function createJacobianRows(perGroup: number): JacobianRows {
  return {
    perGroup,
    values: new Float64Array(BLOCK_COUNT * blockLength(perGroup)),
    masks: new Int32Array(LANDMARK_COUNT),
    members: new Int32Array(LANDMARK_COUNT),
    shared: new Int32Array(LANDMARK_COUNT),
  };
}

/** How far the blocks of {@link JacobianRows} are apart. */
export function blockLength(perGroup: number): number {
  return 3 * perGroup * LANDMARK_COUNT;
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
  const a0 = blockLength(perGroup) * row;
  const b0 = blockLength(perGroup) * column;
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
    const first = 3 * perGroup * groups[m];
    for (let at = first; at < first + 3 * perGroup; at += 3) {
      const ax = values[a0 + at];
      const ay = values[a0 + at + 1];
      const az = values[a0 + at + 2];
      const bx = values[b0 + at];
      const by = values[b0 + at + 1];
      const bz = values[b0 + at + 2];
      h00 += ax * bx;
      h01 += ax * by;
      h02 += ax * bz;
      h10 += ay * bx;
      h11 += ay * by;
      h12 += ay * bz;
      h20 += az * bx;
      h21 += az * by;
      h22 += az * bz;
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
