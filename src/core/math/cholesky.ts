/**
 * Cholesky factorisation of a symmetric positive definite matrix and the solution of its systems,
 * for the solver's normal equations. Matrices are row-major with `stride` numbers a row; only the
 * lower triangle is read. The order must be a multiple of 4: pad with rows of the identity.
 */

import { COLUMNS, factorizeCorner, solveAgainstCorner, subtractDots } from './cholesky-kernels.ts';

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
  for (let column = 0; column < order; column += COLUMNS) {
    const above = column * stride;
    const corner = above + column;
    for (let row = column; row < order; row += 2) {
      subtractDots(a, row * stride, above, stride, column);
    }
    if (!factorizeCorner(a, corner, stride, inverseDiagonal, column)) return false;
    for (let row = column + COLUMNS; row < order; row++) {
      solveAgainstCorner(a, row * stride + column, corner, stride, inverseDiagonal, column);
    }
  }
  return true;
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
