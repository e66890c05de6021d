import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  axisAngleFromMatrix,
  inverseLeftJacobian,
  leftJacobian,
  matrixFrom6d,
  matrixFromAxisAngle,
  sixDFromMatrix,
} from './rotation.ts';

const component = fc.double({ min: -4, max: 4, noNaN: true });
const axisAngle = fc.tuple(component, component, component).map((v) => Float64Array.from(v));

function matrixOf(omega: Float64Array): Float64Array {
  const R = new Float64Array(9);
  matrixFromAxisAngle(omega, 0, R, 0);
  return R;
}

function expectClose(actual: Float64Array, expected: Float64Array, digits: number): void {
  for (const [i, value] of expected.entries()) expect(actual[i]).toBeCloseTo(value, digits);
}

describe('matrixFromAxisAngle', () => {
  it('gives the identity, exactly, for the zero vector', () => {
    expect([...matrixOf(new Float64Array(3))]).toEqual([1, 0, 0, 0, 1, 0, 0, 0, 1]);
  });

  it('turns x into y by a quarter turn about z', () => {
    const R = matrixOf(Float64Array.of(0, 0, Math.PI / 2));
    expectClose(Float64Array.of(R[0], R[3], R[6]), Float64Array.of(0, 1, 0), 15);
  });

  it('is orthonormal for every vector', () => {
    fc.assert(
      fc.property(axisAngle, (omega) => {
        const R = matrixOf(omega);
        for (let i = 0; i < 3; i++) {
          for (let j = 0; j < 3; j++) {
            const dot = [0, 1, 2].reduce((sum, k) => sum + R[3 * i + k] * R[3 * j + k], 0);
            expect(dot).toBeCloseTo(i === j ? 1 : 0, 12);
          }
        }
      }),
    );
  });

  it('has no jump where the Taylor series takes over', () => {
    const below = matrixOf(Float64Array.of(0.99999e-4, 0, 0));
    const above = matrixOf(Float64Array.of(1.00001e-4, 0, 0));
    expect(Math.abs(above[7] - below[7])).toBeLessThan(3e-9);
  });
});

describe('leftJacobian', () => {
  it('is what moves a rotation when its vector moves', () => {
    fc.assert(
      fc.property(axisAngle, axisAngle, (omega, direction) => {
        const step = 1e-6;
        const moved = Float64Array.from(omega, (v, i) => v + step * direction[i]);
        const J = new Float64Array(9);
        leftJacobian(omega, 0, J, 0);
        const delta = Float64Array.from([0, 1, 2], (i) =>
          [0, 1, 2].reduce((sum, k) => sum + J[3 * i + k] * direction[k] * step, 0),
        );
        const R = matrixOf(omega);
        const D = matrixOf(delta);
        const product = Float64Array.from({ length: 9 }, (_, e) =>
          [0, 1, 2].reduce((sum, k) => sum + D[3 * Math.floor(e / 3) + k] * R[3 * k + (e % 3)], 0),
        );
        expectClose(product, matrixOf(moved), 9);
      }),
    );
  });
});

describe('axisAngleFromMatrix', () => {
  it('undoes matrixFromAxisAngle as a rotation, near π too', () => {
    const nearPi = axisAngle
      .filter((v) => Math.hypot(...v) > 1e-3)
      .map((v) => v.map((value) => (value * (Math.PI - 1e-8)) / Math.hypot(...v)));
    fc.assert(
      fc.property(fc.oneof(axisAngle, nearPi), (omega) => {
        const R = matrixOf(omega);
        const back = new Float64Array(3);
        axisAngleFromMatrix(R, 0, back, 0);
        expect(Math.hypot(...back)).toBeLessThanOrEqual(Math.PI + 1e-12);
        expectClose(matrixOf(back), R, 9);
      }),
    );
  });
});

describe('the 6D representation', () => {
  it('gives a rotation back', () => {
    fc.assert(
      fc.property(axisAngle, (omega) => {
        const six = new Float64Array(6);
        const back = new Float64Array(9);
        sixDFromMatrix(matrixOf(omega), 0, six, 0);
        expect(matrixFrom6d(six, 0, back, 0)).toBe(true);
        expectClose(back, matrixOf(omega), 12);
      }),
    );
  });

  it('refuses parallel columns', () => {
    expect(matrixFrom6d(Float64Array.of(1, 2, 1, 2, 1, 2), 0, new Float64Array(9), 0)).toBe(false);
  });
});

describe('inverseLeftJacobian', () => {
  it('undoes the left Jacobian for angles below 2π, small ones too', () => {
    const size = fc.double({ min: 1e-7, max: 6, noNaN: true });
    fc.assert(
      fc.property(axisAngle, size, (direction, angle) => {
        const length = Math.hypot(...direction) || 1;
        const omega = direction.map((value) => (angle * value) / length);
        const [J, inverse] = [new Float64Array(9), new Float64Array(9)];
        leftJacobian(omega, 0, J, 0);
        inverseLeftJacobian(omega, 0, inverse, 0);
        for (let i = 0; i < 9; i++) {
          const [row, column] = [Math.trunc(i / 3), i % 3];
          const sum = [0, 1, 2].reduce((s, k) => s + inverse[3 * row + k] * J[3 * k + column], 0);
          expect(sum).toBeCloseTo(row === column ? 1 : 0, 6);
        }
      }),
    );
  });
});
