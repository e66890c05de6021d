import { Vector3 } from 'three';
import { expect, it } from 'vitest';
import { ellipsoidMatrix } from './uncertainty-ellipsoids.ts';

/** Of the second of two landmarks; its inverse by hand. */
const C = [0.04, 0.01, 0, 0.01, 0.02, 0, 0, 0, 0.09];
const matrices = [...new Array<number>(9).fill(0), ...C];
const places = Float64Array.of(0, 0, 0, 0.3, -0.2, 4);

/** xᵀ C⁻¹ x. */
function distance({ x, y, z }: Vector3): number {
  const determinant = 0.04 * 0.02 - 0.01 * 0.01;
  return (0.02 * x * x - 2 * 0.01 * x * y + 0.04 * y * y) / determinant + (z * z) / 0.09;
}

it('carries the unit sphere onto the ellipsoid, not mirrored', () => {
  const matrix = ellipsoidMatrix({ places, matrices }, 1);
  expect(matrix.determinant()).toBeGreaterThan(0);
  const centre = new Vector3(0.3, -0.2, 4);
  for (const point of [
    new Vector3(1, 0, 0),
    new Vector3(0, -1, 0),
    new Vector3(0, 0, 1),
    new Vector3(1, 2, -2).normalize(),
  ]) {
    expect(distance(point.applyMatrix4(matrix).sub(centre))).toBeCloseTo(1, 6);
  }
});

it('is a small ball where nothing is in doubt', () => {
  const matrix = ellipsoidMatrix({ places, matrices }, 0);
  const reach = new Vector3(1, 1, 1).normalize().applyMatrix4(matrix).length();
  expect(reach).toBeCloseTo(0.002, 6);
});
