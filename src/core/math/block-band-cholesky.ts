/**
 * Cholesky factorisation of a symmetric positive definite matrix of square blocks, of which only
 * those within two of the diagonal are not zero, as second differences over time make it. Time and
 * memory grow with the number of blocks.
 *
 * Block row f has `order` rows of 3 · order numbers: the blocks (f, f − 2), (f, f − 1), (f, f). Only
 * the lower triangle is read. The order of a block must be a multiple of 4.
 */

import { COLUMNS, factorizeCorner, solveAgainstCorner, subtractDots } from './cholesky-kernels.ts';

/** Blocks beside the diagonal. */
export const REACH = 2;

export interface BlockBand {
  /** Number of blocks along the diagonal. */
  readonly count: number;
  readonly order: number;
  /** Shape [count, order, 3 · order]. */
  readonly data: Float64Array;
}

export function createBlockBand(count: number, order: number): BlockBand {
  const data = new Float64Array(count * order * (REACH + 1) * order);
  return { count, order, data };
}

/** Numbers from one row to the next. */
export function bandStride({ order }: BlockBand): number {
  return (REACH + 1) * order;
}

/** Where the first number of block (row, column) stands; row − 2 ≤ column ≤ row. */
export function blockOffset(band: BlockBand, row: number, column: number): number {
  const { order } = band;
  return row * order * bandStride(band) + (column - row + REACH) * order;
}

/**
 * Factorises A = L Lᵀ in place; the inverses of L's diagonal stand in `inverseDiagonal`.
 *
 * @param inverseDiagonal shape [count · order]
 * @returns false, with the band spoilt, when A is not positive definite or not finite
 */
export function factorizeBlockBand(band: BlockBand, inverseDiagonal: Float64Array): boolean {
  for (let row = 0; row < band.count; row++) {
    const first = Math.max(0, row - REACH);
    for (let column = first; column <= row; column++) {
      if (!factorizeBlock(band, row, column, first, inverseDiagonal)) return false;
    }
  }
  return true;
}

function factorizeBlock(
  band: BlockBand,
  row: number,
  column: number,
  first: number,
  inverseDiagonal: Float64Array,
): boolean {
  const { order, data } = band;
  const stride = bandStride(band);
  const left = blockOffset(band, row, first);
  const above = blockOffset(band, column, first);
  const own = (column - first) * order;
  const isDiagonal = row === column;
  for (let c = 0; c < order; c += COLUMNS) {
    const length = own + c;
    const j = above + c * stride;
    const inverses = column * order + c;
    for (let r = isDiagonal ? c : 0; r < order; r += 2) {
      subtractDots(data, left + r * stride, j, stride, length);
    }
    if (isDiagonal && !factorizeCorner(data, j + length, stride, inverseDiagonal, inverses)) {
      return false;
    }
    for (let r = isDiagonal ? c + COLUMNS : 0; r < order; r++) {
      solveAgainstCorner(
        data,
        left + r * stride + length,
        j + length,
        stride,
        inverseDiagonal,
        inverses,
      );
    }
  }
  return true;
}

/**
 * Solves L Lᵀ x = b in place for a factor of {@link factorizeBlockBand}.
 *
 * @param x shape [count · order]: b on entry, the solution on return
 */
export function solveBlockBand(
  factor: BlockBand,
  inverseDiagonal: Float64Array,
  x: Float64Array,
): void {
  const { data } = factor;
  for (let i = 0; i < x.length; i++) {
    const [first, row] = rowOf(factor, i);
    let sum = x[i];
    for (let k = first; k < i; k++) sum -= data[row + k] * x[k];
    x[i] = sum * inverseDiagonal[i];
  }
  for (let i = x.length - 1; i >= 0; i--) {
    const [first, row] = rowOf(factor, i);
    const value = x[i] * inverseDiagonal[i];
    x[i] = value;
    for (let k = first; k < i; k++) x[k] -= data[row + k] * value;
  }
}

/** First unknown of row i, and where unknown 0 would stand in it. */
function rowOf(band: BlockBand, i: number): readonly [number, number] {
  const { order } = band;
  const block = Math.trunc(i / order);
  const first = Math.max(0, block - REACH) * order;
  return [first, i * bandStride(band) - (block - REACH) * order];
}
