import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { factorizeCholesky, solveCholesky } from './cholesky.ts';

const ORDER = 12;
const STRIDE = 16;
const finite = fc.double({ min: -3, max: 3, noNaN: true });

/** B Bᵀ + I in the lower triangle; what stands above and beside must never be read. */
function positiveDefinite(b: readonly number[]): Float64Array {
  const a = new Float64Array(ORDER * STRIDE).fill(Number.NaN);
  for (let i = 0; i < ORDER; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = i === j ? 1 : 0;
      for (let k = 0; k < ORDER; k++) sum += b[i * ORDER + k] * b[j * ORDER + k];
      a[i * STRIDE + j] = sum;
    }
  }
  return a;
}

function multiplySymmetric(lower: Float64Array, x: readonly number[]): Float64Array {
  const entry = (i: number, j: number) => lower[Math.max(i, j) * STRIDE + Math.min(i, j)];
  return Float64Array.from({ length: ORDER }, (_, i) =>
    x.reduce((sum, value, j) => sum + entry(i, j) * value, 0),
  );
}

test('the solution of A x = b is the x that made b', async () => {
  const matrices = fc.array(finite, { minLength: ORDER * ORDER, maxLength: ORDER * ORDER });
  const vectors = fc.array(finite, { minLength: ORDER, maxLength: ORDER });
  await fc.assert(
    fc.property(matrices, vectors, (b, x) => {
      const a = positiveDefinite(b);
      const solution = multiplySymmetric(a, x);
      const inverseDiagonal = new Float64Array(ORDER);
      expect(factorizeCholesky(a, ORDER, STRIDE, inverseDiagonal)).toBe(true);
      solveCholesky(a, ORDER, STRIDE, inverseDiagonal, solution);
      const worst = Math.max(...x.map((value, i) => Math.abs(value - solution[i])));
      expect(worst).toBeLessThan(1e-8);
    }),
  );
});

test.each([
  ['is indefinite', -1],
  ['is singular', 0],
  ['has a NaN', Number.NaN],
  ['has an infinite entry', Number.POSITIVE_INFINITY],
])('a matrix that %s is refused', (_, corner) => {
  const a = positiveDefinite(new Array(ORDER * ORDER).fill(0));
  a[5 * STRIDE + 5] = corner;
  expect(factorizeCholesky(a, ORDER, STRIDE, new Float64Array(ORDER))).toBe(false);
});
