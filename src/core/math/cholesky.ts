/**
 * Cholesky factorisation of a symmetric positive definite matrix and the solution of its systems,
 * for the solver's normal equations. Matrices are row-major with `stride` numbers a row; only the
 * lower triangle is read. The order must be a multiple of 4: pad with rows of the identity.
 */

/** Columns that are factorised together: 2 × 4 sums fit the registers of the machine. */
const BLOCK = 4;

/**
 * Factorises A = L Lᵀ in place. L stands in the lower triangle without its diagonal, whose inverses
 * stand in `inverseDiagonal`; entries above the diagonal are left undefined.
 *
 * @param order rows and columns of A, a multiple of 4
 * @returns false, with `a` spoilt, when A is not positive definite or not finite
 */
export function factorizeCholesky(
  a: Float64Array,
  order: number,
  stride: number,
  inverseDiagonal: Float64Array,
): boolean {
  for (let column = 0; column < order; column += BLOCK) {
    for (let row = column; row < order; row += 2) subtractDots(a, stride, row, column);
    if (!factorizeDiagonalBlock(a, stride, column, inverseDiagonal)) return false;
    for (let row = column + BLOCK; row < order; row++) {
      solveAgainstBlock(a, stride, row, column, inverseDiagonal);
    }
  }
  return true;
}

/** Subtracts from two rows and four columns the dot products of what is already factorised. */
function subtractDots(a: Float64Array, stride: number, row: number, column: number): void {
  const i0 = row * stride;
  const i1 = i0 + stride;
  const j0 = column * stride;
  const j1 = j0 + stride;
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
  for (let k = 0; k < column; k++) {
    const x0 = a[i0 + k];
    const x1 = a[i1 + k];
    const y0 = a[j0 + k];
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
  const out0 = i0 + column;
  const out1 = i1 + column;
  a[out0] -= s00;
  a[out0 + 1] -= s01;
  a[out0 + 2] -= s02;
  a[out0 + 3] -= s03;
  a[out1] -= s10;
  a[out1 + 1] -= s11;
  a[out1 + 2] -= s12;
  a[out1 + 3] -= s13;
}

function factorizeDiagonalBlock(
  a: Float64Array,
  stride: number,
  column: number,
  inverseDiagonal: Float64Array,
): boolean {
  for (let i = column; i < column + BLOCK; i++) {
    const row = i * stride;
    for (let j = column; j <= i; j++) {
      let sum = a[row + j];
      for (let k = column; k < j; k++) sum -= a[row + k] * a[j * stride + k];
      if (j < i) a[row + j] = sum * inverseDiagonal[j];
      else if (sum > 0 && sum < Number.POSITIVE_INFINITY) inverseDiagonal[i] = 1 / Math.sqrt(sum);
      else return false;
    }
  }
  return true;
}

function solveAgainstBlock(
  a: Float64Array,
  stride: number,
  row: number,
  column: number,
  inverseDiagonal: Float64Array,
): void {
  const i = row * stride + column;
  const j1 = (column + 1) * stride + column;
  const j2 = j1 + stride;
  const j3 = j2 + stride;
  const x0 = a[i] * inverseDiagonal[column];
  const x1 = (a[i + 1] - x0 * a[j1]) * inverseDiagonal[column + 1];
  const x2 = (a[i + 2] - x0 * a[j2] - x1 * a[j2 + 1]) * inverseDiagonal[column + 2];
  const rest3 = a[i + 3] - x0 * a[j3] - x1 * a[j3 + 1] - x2 * a[j3 + 2];
  a[i] = x0;
  a[i + 1] = x1;
  a[i + 2] = x2;
  a[i + 3] = rest3 * inverseDiagonal[column + 3];
}

/**
 * Solves L Lᵀ x = b in place for a factor of {@link factorizeCholesky}.
 *
 * @param x shape [order]: b on entry, the solution on return
 */
export function solveCholesky(
  factor: Float64Array,
  order: number,
  stride: number,
  inverseDiagonal: Float64Array,
  x: Float64Array,
): void {
  for (let i = 0; i < order; i++) {
    const row = i * stride;
    let sum = x[i];
    for (let k = 0; k < i; k++) sum -= factor[row + k] * x[k];
    x[i] = sum * inverseDiagonal[i];
  }
  for (let i = order - 1; i >= 0; i--) {
    const row = i * stride;
    const value = x[i] * inverseDiagonal[i];
    x[i] = value;
    for (let k = 0; k < i; k++) x[k] -= factor[row + k] * value;
  }
}
