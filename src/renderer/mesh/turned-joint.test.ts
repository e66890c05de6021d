import fc from 'fast-check';
import { Quaternion, Vector3 } from 'three';
import { expect, test } from 'vitest';
import { inJointFrame, turnedJoint } from './turned-joint.ts';
import type { Place } from './view-geometry.ts';

const number = fc.double({ min: -2.5, max: 2.5, noNaN: true });
const vector = fc.tuple(number, number, number);

function quaternion(axisAngle: Place): Quaternion {
  const axis = new Vector3(...axisAngle);
  return new Quaternion().setFromAxisAngle(axis.clone().normalize(), axis.length());
}

test('turns add up as rotations do', () => {
  fc.assert(
    fc.property(vector, vector, (before, turn) => {
      const expected = quaternion(before).multiply(quaternion(turn));
      expect(quaternion(turnedJoint(before, turn)).angleTo(expected)).toBeLessThan(1e-6);
    }),
  );
});

test('a small turn is a small change, beyond half a turn too', () => {
  for (const before of [
    [0, 3.3, 0],
    [2.5, -2.5, 0.4],
    [0.1, 0, 0],
  ] as const) {
    const after = turnedJoint(before, [0, 0.01, 0]);
    const change = Math.hypot(...after.map((value, i) => value - (before[i] ?? 0)));
    expect(change).toBeLessThan(0.03);
  }
});

test('a direction of the camera is found in the frame of a joint turned by a quarter', () => {
  const quarterAboutZ = Float64Array.of(0, -1, 0, 1, 0, 0, 0, 0, 1);
  expect(inJointFrame(quarterAboutZ, [0, 1, 0])).toEqual([1, 0, 0]);
});
