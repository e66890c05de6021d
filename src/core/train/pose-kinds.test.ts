import { describe, expect, it } from 'vitest';
import { model } from '../../../test/fixtures/embedded.ts';
import { compactLandmarks } from '../body/landmarks.ts';
import { createTape, placeBody } from './landmark-gradient.ts';
import { isLowPose } from './pose-kinds.ts';

const tape = createTape(compactLandmarks(model));
const [HIPS, KNEES] = [
  [1, 2],
  [4, 5],
];

/** Landmarks in an upright frame; angles in degrees: legs forwards, shins back, the whole forwards. */
function landmarks({ thighs = 0, shins = 0, tilt = 0, size = 0 }) {
  const pose = new Float64Array(72);
  pose[0] = (tilt * Math.PI) / 180;
  for (const hip of HIPS) pose[3 * hip] = (-thighs * Math.PI) / 180;
  for (const knee of KNEES) pose[3 * knee] = (shins * Math.PI) / 180;
  const betas = new Float64Array(10).with(0, size);
  return placeBody(tape, { pose, betas, translation: new Float64Array(3) });
}

describe.each([-2.5, 0, 2.5])('a body of stature %d', (size) => {
  it.each([
    ['sits', { thighs: 90, shins: 90 }],
    ['kneels and sits back', { thighs: 20, shins: 160 }],
    ['crouches', { thighs: 110, shins: 130 }],
    ['lies on its face', { tilt: 90 }],
    ['lies on its back', { tilt: -90 }],
  ])('is low when it %s', (_, angles) => {
    expect(isLowPose(landmarks({ ...angles, size }))).toBe(true);
  });

  it.each([
    ['stands', {}],
    ['bends its knees a little', { thighs: 25, shins: 40 }],
    ['bows', { tilt: 40, thighs: 40 }],
  ])('is not low when it %s', (_, angles) => {
    expect(isLowPose(landmarks({ ...angles, size }))).toBe(false);
  });
});
