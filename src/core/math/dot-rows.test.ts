import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { multiplyVector } from './dot-rows.ts';
import { seededRandom } from './random.ts';

it('a matrix times a vector is the sum of its columns, scaled', async () => {
  const orders = fc.integer({ min: 0, max: 13 });
  await fc.assert(
    fc.property(orders, fc.integer(), (order, seed) => {
      const { normal } = seededRandom(seed);
      const matrix = Float64Array.from({ length: 5 + order * order }, normal);
      const vector = Float64Array.from({ length: order }, normal);
      const out = new Float64Array(order);
      multiplyVector(matrix, 5, order, vector, out);
      const expected = new Float64Array(order);
      for (const [column, value] of vector.entries()) {
        for (let row = 0; row < order; row++) {
          expected[row] += value * matrix[5 + order * row + column];
        }
      }
      for (let i = 0; i < order; i++) expect(out[i]).toBeCloseTo(expected[i], 12);
    }),
  );
});
