/**
 * Cholesky factorisation of a symmetric positive definite matrix of square blocks, of which only
 * those within two of the diagonal are not zero, as second differences over time make it. Time and
 * memory grow with the number of blocks.
 *
 * Block row f has `order` rows of 3 · order numbers: the blocks (f, f − 2), (f, f − 1), (f, f). Only
 * the lower triangle is read. The order of a block must be a multiple of 4.
 */

/** Blocks beside the diagonal. */
export const REACH = 2;
const COLUMNS = 4;

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

/** Two rows from `i` and four from `j` on: subtracts their first `length` products from what follows. */
function subtractDots(a: Float64Array, i: number, j: number, stride: number, length: number): void {
  const i1 = i + stride;
  const j1 = j + stride;
  const j2 = j1 + stride;
  const j3 = j2 + stride;
  let s00 = 0;
  let s01 = 0;
  let s02 = 0;
  let s03 = 0;
  let s10 = 0;
  let s11 = 0;
  let s12 = 0;
  let s13 = 0;
  for (let k = 0; k < length; k++) {
    const x0 = a[i + k];
    const x1 = a[i1 + k];
    const y0 = a[j + k];
    const y1 = a[j1 + k];
    const y2 = a[j2 + k];
    const y3 = a[j3 + k];
    s00 += x0 * y0;
    s01 += x0 * y1;
    s02 += x0 * y2;
    s03 += x0 * y3;
    s10 += x1 * y0;
    s11 += x1 * y1;
    s12 += x1 * y2;
    s13 += x1 * y3;
  }
  const out0 = i + length;
  const out1 = i1 + length;
  a[out0] -= s00;
  a[out0 + 1] -= s01;
  a[out0 + 2] -= s02;
  a[out0 + 3] -= s03;
  a[out1] -= s10;
  a[out1 + 1] -= s11;
  a[out1 + 2] -= s12;
  a[out1 + 3] -= s13;
}

/** The 4 × 4 corner at `corner` of the diagonal. */
function factorizeCorner(
  a: Float64Array,
  corner: number,
  stride: number,
  inverseDiagonal: Float64Array,
  inverses: number,
): boolean {
  for (let i = 0; i < COLUMNS; i++) {
    const row = corner + i * stride;
    for (let j = 0; j <= i; j++) {
      let sum = a[row + j];
      for (let k = 0; k < j; k++) sum -= a[row + k] * a[corner + j * stride + k];
      if (j < i) a[row + j] = sum * inverseDiagonal[inverses + j];
      else if (sum > 0 && sum < Number.POSITIVE_INFINITY) {
        inverseDiagonal[inverses + i] = 1 / Math.sqrt(sum);
      } else return false;
    }
  }
  return true;
}

function solveAgainstCorner(
  a: Float64Array,
  i: number,
  corner: number,
  stride: number,
  inverseDiagonal: Float64Array,
  inverses: number,
): void {
  const j1 = corner + stride;
  const j2 = j1 + stride;
  const j3 = j2 + stride;
  const x0 = a[i] * inverseDiagonal[inverses];
  const x1 = (a[i + 1] - x0 * a[j1]) * inverseDiagonal[inverses + 1];
  const x2 = (a[i + 2] - x0 * a[j2] - x1 * a[j2 + 1]) * inverseDiagonal[inverses + 2];
  const rest = a[i + 3] - x0 * a[j3] - x1 * a[j3 + 1] - x2 * a[j3 + 2];
  a[i] = x0;
  a[i + 1] = x1;
  a[i + 2] = x2;
  a[i + 3] = rest * inverseDiagonal[inverses + 3];
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
