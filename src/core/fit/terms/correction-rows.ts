/** The pose correctives' share of a group's two Jacobian rows: every joint but the root moves it. */
import { JOINT_COUNT, POSE } from '../skeleton/unknowns.ts';
import { blockLength, type JacobianRows } from './jacobian-rows.ts';

const BLOCK = blockLength(2);

/** A landmark's projection: rows are (root, 0, root n) about it, the gradient's weights fx and fy. */
export interface ProjectedSlope {
  readonly fx: number;
  readonly fy: number;
  readonly nx: number;
  readonly ny: number;
  readonly rootU: number;
  readonly rootV: number;
}

/** @param corrections ∂x/∂θ_k by the correctives, shape [24, 3, 3] */
export function addCorrectionRows(
  { values, masks }: JacobianRows,
  group: number,
  corrections: Float64Array,
  { fx, fy, nx, ny, rootU, rootV }: ProjectedSlope,
  gradient: Float64Array,
): void {
  for (let joint = 1; joint < JOINT_COUNT; joint++) {
    const isNew = (masks[group] & (2 << joint)) === 0;
    for (let i = 0; i < 3; i++) {
      const c = 9 * joint + i;
      const du = corrections[c] + nx * corrections[c + 6];
      const dv = corrections[c + 3] + ny * corrections[c + 6];
      const u = BLOCK * (1 + joint) + 6 * group + i;
      const v = u + 3;
      values[u] = (isNew ? 0 : values[u]) + rootU * du;
      values[v] = (isNew ? 0 : values[v]) + rootV * dv;
      gradient[POSE + 3 * joint + i] += fx * du + fy * dv;
    }
    masks[group] |= 2 << joint;
  }
}
