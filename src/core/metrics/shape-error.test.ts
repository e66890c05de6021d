import { expect, test } from 'vitest';
import { seededRandom } from '../math/random.ts';
import { pveTSc } from './shape-error.ts';

const random = seededRandom(7);
const mesh = Float64Array.from({ length: 300 }, random.normal);
const copy = mesh.map((value, i) => 0.8 * value + [2, -1, 4][i % 3]);

test('PVE-T-SC does not see scale and shift', () => {
  expect(pveTSc(copy, mesh)).toBeLessThan(1e-12);
});

test('PVE-T-SC sees a turn and a stretch along one axis', () => {
  const turned = mesh.map((value, i) =>
    i % 3 === 0 ? -mesh[i + 1] : i % 3 === 1 ? mesh[i - 1] : value,
  );
  expect(pveTSc(turned, mesh)).toBeGreaterThan(0.5);
  expect(
    pveTSc(
      mesh.map((value, i) => (i % 3 === 1 ? 1.2 * value : value)),
      mesh,
    ),
  ).toBeGreaterThan(0.05);
});
