import fc from 'fast-check';
import { expect, it } from 'vitest';
import { missingLength } from './reach.ts';

const ARM = [
  [0, 0, 4],
  [0.3, 0, 4],
  [0.3, 0.25, 4],
];
const towards = (x: number, y: number, z: number) => {
  const length = Math.hypot(x, y, z);
  return [x / length, y / length, z / length];
};

it('a line of sight within the length of both bones needs none longer, bent as they are', () => {
  expect(missingLength(ARM, towards(0.54, 0, 4))).toBe(0);
  expect(missingLength(ARM, towards(0, 0, 1))).toBe(0);
});

it('beyond it the bones are short by what the nearest place on the line is too far', () => {
  fc.assert(
    fc.property(fc.double({ min: 0.6, max: 2, noNaN: true }), (x) => {
      // The line of sight through (x, 0, 4) passes a root at (0, 0, 4) at 4 sin(atan(x / 4)).
      const nearest = 4 * Math.sin(Math.atan(x / 4));
      expect(missingLength(ARM, towards(x, 0, 4))).toBeCloseTo(Math.max(nearest / 0.55 - 1, 0), 9);
    }),
  );
});
