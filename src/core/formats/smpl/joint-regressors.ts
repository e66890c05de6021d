/** `J_regressor_extra.npy` (9 rows) and `J_regressor_h36m.npy` (17 rows): joints from SMPL's vertices. */

import { readNpy } from '../npy.ts';
import { fromDense, type SparseMatrix } from '../pickle/python-arrays.ts';
import { unusable } from './named-arrays.ts';

/** Row sums are 1 to rounding in the published files. */
const MAX_SUM_ERROR = 1e-3;

export interface RegressorSize {
  readonly rowCount: number;
  readonly columnCount: number;
}

/** @throws StudioError `format/invalid`, `model/invalid` for another size or rows that do not sum to 1 */
export function readJointRegressor(
  bytes: Uint8Array,
  source: string,
  { rowCount, columnCount }: RegressorSize,
): SparseMatrix {
  const { shape, data } = readNpy(bytes, source);
  const found = shape.join(' × ');
  if (!ArrayBuffer.isView(data) || found !== `${rowCount} × ${columnCount}`) {
    throw unusable(source, `it is ${found} instead of ${rowCount} × ${columnCount}`);
  }
  const matrix = fromDense({ shape, data });
  const sums = new Float64Array(rowCount);
  for (const [i, row] of matrix.rows.entries()) sums[row] += matrix.values[i];
  const wrong = sums.findIndex((sum) => !(Math.abs(sum - 1) <= MAX_SUM_ERROR));
  if (wrong >= 0) throw unusable(source, `row ${wrong} sums to ${sums[wrong]} instead of 1`);
  return matrix;
}
