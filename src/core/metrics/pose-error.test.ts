import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../math/random.ts';
import { matrixFromAxisAngle } from '../math/rotation.ts';
import { mpjpe, paMpjpe, pve } from './pose-error.ts';

const random = seededRandom(5);
const body = Float64Array.from({ length: 162 }, random.normal);
const component = fc.double({ min: -3, max: 3, noNaN: true });

function similar(points: Float64Array, omega: number[], scale: number, shift: number[]) {
  const R = new Float64Array(9);
  matrixFromAxisAngle(Float64Array.from(omega), 0, R, 0);
  return points.map((_, i) => {
    const p = i - (i % 3);
    const row = 3 * (i % 3);
    const turned = R[row] * points[p] + R[row + 1] * points[p + 1] + R[row + 2] * points[p + 2];
    return scale * turned + shift[i % 3];
  });
}

describe('PA-MPJPE', () => {
  it('does not see rotation, scale and shift', () => {
    const vector = fc.tuple(component, component, component);
    fc.assert(
      fc.property(
        vector,
        vector,
        fc.double({ min: 0.2, max: 4, noNaN: true }),
        (omega, shift, s) => {
          expect(paMpjpe(similar(body, omega, s, shift), body)).toBeLessThan(1e-9);
        },
      ),
    );
  });

  it('does see a mirror image', () => {
    expect(
      paMpjpe(
        body.map((value, i) => (i % 3 === 0 ? -value : value)),
        body,
      ),
    ).toBeGreaterThan(0.3);
  });

  it('is at most MPJPE up to the difference of the two means', () => {
    const other = body.map((value) => value + 0.1 * random.normal());
    expect(paMpjpe(other, body)).toBeLessThan(1.2 * mpjpe(other, body));
  });
});

describe('MPJPE', () => {
  it('is blind to a shift only', () => {
    expect(mpjpe(similar(body, [0, 0, 0], 1, [1, 2, 3]), body)).toBeLessThan(1e-12);
    const stretched = similar(body, [0, 0, 0], 1.1, [0, 0, 0]);
    expect(mpjpe(stretched, body)).toBeGreaterThan(0.05);
  });
});

describe('PVE', () => {
  it('compares vertices about the pelvis', () => {
    const vertices = Float32Array.of(0, 0, 0, 1, 0, 0);
    const moved = Float32Array.of(5, 0, 0, 6, 0, 3);
    const error = pve({ vertices: moved, pelvis: [5, 0, 0] }, { vertices, pelvis: [0, 0, 0] });
    expect(error).toBe(1.5);
  });
});
