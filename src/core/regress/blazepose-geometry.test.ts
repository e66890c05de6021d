import { expect, it } from 'vitest';
import {
  closerSquare,
  fromHips,
  inCameraAxes,
  inPicture,
  SQUARE_SIZE_PX,
  sampleSquare,
  squareOfPose,
} from './blazepose-geometry.ts';

/** Hips at (100, 200), shoulders and all else `above` away from them. */
function poseWith(above: { x: number; y: number }, confidence = 1) {
  return Array.from({ length: 17 }, (_, i) => {
    const [dx, dy] = i === 11 || i === 12 ? [0, 0] : [above.x, above.y];
    return { x: 100 + dx, y: 200 + dy, confidence };
  });
}

it('the square stands on the hips, is turned with the trunk and holds the whole person', () => {
  const square = squareOfPose(poseWith({ x: 80, y: 0 }));
  expect(square).toEqual({ x: 100, y: 200, sidePx: 2.5 * 1.1 * 80, angle: Math.PI / 2 });
});

it('there is no square for somebody of whom hardly anything is seen', () => {
  expect(squareOfPose(poseWith({ x: 0, y: -80 }, 0.1))).toBeUndefined();
});

it('a picture that is turned with the square looks the same in it', () => {
  const size = 64;
  const upright = new Uint8Array(3 * size * size);
  const lying = new Uint8Array(3 * size * size);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const value = (5 * row + 2 * column) % 256;
      upright.fill(value, 3 * (size * row + column), 3 * (size * row + column) + 3);
      // Turned clockwise by a quarter: what was up is right.
      const at = 3 * (size * column + size - 1 - row);
      lying.fill(value, at, at + 3);
    }
  }
  const square = { x: size / 2, y: size / 2, sidePx: 40, angle: 0 };
  const image = { width: size, height: size };
  const a = sampleSquare({ ...image, data: upright }, square);
  const b = sampleSquare({ ...image, data: lying }, { ...square, angle: Math.PI / 2 });
  expect(a.some((value) => value > 0.5)).toBe(true);
  expect(a.findIndex((value, i) => Math.abs(value - b[i]) > 1e-6)).toBe(-1);
});

it('points in the square are found again in the picture, and make the next square', () => {
  const points = new Float32Array(5 * 39);
  const square = { x: 300, y: 200, sidePx: 512, angle: Math.PI / 2 };
  const middle = SQUARE_SIZE_PX / 2;
  points.set([middle, middle], 5 * 33);
  points.set([middle, middle - 50], 5 * 34);
  expect(inPicture(points, square, 33)).toEqual({ x: 300, y: 200 });
  const closer = closerSquare(points, square);
  expect(closer).toMatchObject({ x: 300, y: 200, sidePx: 250 });
  expect(closer?.angle).toBeCloseTo(Math.PI / 2);
  points.copyWithin(5 * 34, 5 * 33, 5 * 33 + 2);
  expect(closerSquare(points, square)).toBeUndefined();
});

it('places turn with the square and with the ray to its middle, about the hips', () => {
  const world = new Float32Array(3 * 39);
  world.set([0.1, 0, 0], 3 * 23);
  world.set([-0.1, 0, 0], 3 * 24);
  world.set([0, -0.5, 0], 3 * 11);
  const camera = { focalLength: 1000, principalX: 500, principalY: 500 };
  const lying = { x: 500, y: 500, sidePx: 300, angle: Math.PI / 2 };
  const [x = 0, y = 0, z = 0] = fromHips(inCameraAxes(world, camera, lying), 11);
  expect([x, y, z].map((value) => Number(value.toFixed(6)) + 0)).toEqual([0.5, 0, 0]);
  // 45° to the right: what is deeper for the camera that looks there lies to the right as well.
  world.set([0, 0, 1], 3 * 11);
  const aside = { x: 1500, y: 500, sidePx: 300, angle: 0 };
  const [right = 0, down = 0, deep = 0] = fromHips(inCameraAxes(world, camera, aside), 11);
  expect(right).toBeCloseTo(Math.SQRT1_2);
  expect(down).toBeCloseTo(0);
  expect(deep).toBeCloseTo(Math.SQRT1_2);
});
