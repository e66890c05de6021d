import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type BlockBand,
  bandStride,
  blockOffset,
  createBlockBand,
  factorizeBlockBand,
  REACH,
  solveBlockBand,
} from './block-band-cholesky.ts';
import { factorizeCholesky, solveCholesky } from './cholesky.ts';
import { seededRandom } from './random.ts';

const ORDER = 8;

/** B Bᵀ + I within the band, B itself lower and banded; what is never to be read is NaN. */
function positiveDefinite(count: number, seed: number): { band: BlockBand; dense: Float64Array } {
  const { normal } = seededRandom(seed);
  const n = count * ORDER;
  const isInside = (i: number, j: number) => Math.trunc(i / ORDER) - Math.trunc(j / ORDER) <= REACH;
  const B = Float64Array.from({ length: n * n }, (_, k) => {
    const [i, j] = [Math.trunc(k / n), k % n];
    return j <= i && isInside(i, j) ? normal() : 0;
  });
  const band = createBlockBand(count, ORDER);
  band.data.fill(Number.NaN);
  const dense = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = i === j ? 1 : 0;
      for (let k = 0; k < n; k++) sum += B[i * n + k] * B[j * n + k];
      dense[i * n + j] = sum;
      if (isInside(i, j)) put(band, i, j, sum);
      else expect(sum).toBe(0);
    }
  }
  return { band, dense };
}

function put(band: BlockBand, i: number, j: number, value: number): void {
  const [row, column] = [Math.trunc(i / ORDER), Math.trunc(j / ORDER)];
  const at = blockOffset(band, row, column) + (i % ORDER) * bandStride(band) + (j % ORDER);
  band.data[at] = value;
}

test('the banded solution is that of the dense factorisation, for any number of blocks', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 6 }), fc.integer(), (count, seed) => {
      const { band, dense } = positiveDefinite(count, seed);
      const n = count * ORDER;
      const { normal } = seededRandom(seed + 1);
      const x = Float64Array.from({ length: n }, normal);
      const expected = x.slice();
      const inverse = new Float64Array(n);
      expect(factorizeCholesky(dense, n, n, inverse)).toBe(true);
      solveCholesky(dense, n, n, inverse, expected);
      expect(factorizeBlockBand(band, inverse)).toBe(true);
      solveBlockBand(band, inverse, x);
      const worst = Math.max(...x.map((value, i) => Math.abs(value - expected[i])));
      expect(worst).toBeLessThan(1e-9);
    }),
    { numRuns: 50 },
  );
});

test.each([
  ['is indefinite', -1],
  ['is singular', 0],
  ['has a NaN', Number.NaN],
  ['has an infinite entry', Number.POSITIVE_INFINITY],
])('a matrix that %s is refused', (_, corner) => {
  const band = createBlockBand(3, ORDER);
  for (let i = 0; i < 3 * ORDER; i++) put(band, i, i, 1);
  put(band, 13, 13, corner);
  expect(factorizeBlockBand(band, new Float64Array(3 * ORDER))).toBe(false);
});
