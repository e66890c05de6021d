import { expect, test } from 'vitest';
import { isSeenFromBehind } from './back-view.ts';

/** Shoulders, hips and eyes of somebody upright; `side` 1 when facing the camera, −1 from behind. */
function figure(torso: number, face: number, turn = 0) {
  const points: ({ x: number; y: number } | undefined)[] = new Array(17).fill(undefined);
  const put = (i: number, x: number, y: number) => {
    const [c, s] = [Math.cos(turn), Math.sin(turn)];
    points[i] = { x: 100 + c * x - s * y, y: 100 + s * x + c * y };
  };
  put(5, 20 * torso, -50);
  put(6, -20 * torso, -50);
  put(11, 12 * torso, 0);
  put(12, -12 * torso, 0);
  put(1, 4 * face, -75);
  put(2, -4 * face, -75);
  return points;
}

test('a back with a made-up face is a back, however the picture is turned', () => {
  for (const turn of [0, 1, 2, 3, 4, 5, 6]) {
    expect(isSeenFromBehind(figure(-1, -1, turn))).toBe(true);
    expect(isSeenFromBehind(figure(1, 1, turn))).toBe(false);
  }
});

test('somebody who looks over the shoulder keeps the face', () => {
  expect(isSeenFromBehind(figure(-1, 1))).toBe(false);
});

test('without shoulders or face nothing is said', () => {
  expect(isSeenFromBehind(figure(-1, -1).with(5, undefined))).toBe(false);
  expect(isSeenFromBehind(figure(-1, -1).with(1, undefined))).toBe(false);
});
