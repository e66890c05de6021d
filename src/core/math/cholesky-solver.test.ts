import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { type CholeskySolver, createPlainSolver, createWasmSolver } from './cholesky-solver.ts';
import { seededRandom } from './random.ts';
import { CHOLESKY_WASM } from './wasm/cholesky-wasm.ts';

const SIZE = 88;
const plain = createPlainSolver(SIZE);
/** With and without instructions that multiply and add in one. */
const modules = CHOLESKY_WASM.map((module) => createWasmSolver(SIZE, [module]));

/** B Bᵀ + I and a right-hand side; above the diagonal and beyond the order stands what must not be read. */
function fill({ matrix, vector }: CholeskySolver, order: number, seed: number): void {
  const { normal } = seededRandom(seed);
  const b = Float64Array.from({ length: order * order }, normal);
  matrix.fill(Number.NaN);
  vector.fill(0);
  for (let i = 0; i < order; i++) {
    vector[i] = normal();
    for (let j = 0; j <= i; j++) {
      let sum = i === j ? 1 : 0;
      for (let k = 0; k < order; k++) sum += b[i * order + k] * b[j * order + k];
      matrix[SIZE * i + j] = sum;
    }
  }
}

it.each(modules)('gives in WebAssembly what it gives in TypeScript', async (wasm) => {
  if (wasm === undefined) throw new Error('This host has no SIMD in WebAssembly.');
  const orders = fc.integer({ min: 1, max: SIZE / 4 }).map((blocks) => 4 * blocks);
  await fc.assert(
    fc.property(orders, fc.integer(), (order, seed) => {
      for (const solver of [plain, wasm]) {
        fill(solver, order, seed);
        expect(solver.factorize(order)).toBe(true);
        solver.solve(order);
      }
      const scale = Math.max(1, ...plain.vector.map(Math.abs));
      for (let i = 0; i < SIZE; i++) {
        expect(Math.abs(wasm.vector[i] - plain.vector[i]) / scale).toBeLessThan(1e-10);
      }
    }),
  );
});

it.each([
  ['is indefinite', -1e6],
  ['is singular', 0],
  ['has a NaN', Number.NaN],
  ['has an infinite entry', Number.POSITIVE_INFINITY],
])('refuses a matrix that %s, in either', (_, corner) => {
  for (const solver of [plain, ...modules]) {
    for (const corrupt of [0, 5, 87]) {
      if (solver === undefined) throw new Error('This host has no SIMD in WebAssembly.');
      fill(solver, SIZE, 3);
      solver.matrix.fill(0, SIZE * corrupt, SIZE * corrupt + corrupt);
      solver.matrix[(SIZE + 1) * corrupt] = corner;
      expect(solver.factorize(SIZE)).toBe(false);
    }
  }
});
