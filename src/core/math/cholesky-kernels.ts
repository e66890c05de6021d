/**
 * What a Cholesky factorisation is made of, on row-major numbers with `stride` of them a row. Offsets
 * say where numbers stand, so that dense matrices and bands of blocks share the same loops.
 */

/** Columns that are factorised together: 2 × 4 sums fit the registers of the machine. */
export const COLUMNS = 4;

/** Two rows from `i` and four from `j` on: subtracts their first `length` products from what follows. */
export function subtractDots(
  a: Float64Array,
  i: number,
  j: number,
  stride: number,
  length: number,
): void {
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

/**
 * Factorises the 4 × 4 corner of the diagonal at `corner`, whose dot products were subtracted; the
 * inverses of its diagonal go to `inverseDiagonal` from `inverses` on.
 *
 * @returns false when it is not positive definite or not finite
 */
export function factorizeCorner(
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

/** Solves the four numbers at `i` of a row below against the factorised corner. */
export function solveAgainstCorner(
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
