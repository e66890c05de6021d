import { describe, expect, it } from 'vitest';
import type { NpyArray } from '../npy.ts';
import type { NpzArrays } from '../npz.ts';
import { annotatedCameraHmr } from './camera-hmr.ts';
import { annotatedHmr2, readHmr2Dataset } from './hmr2.ts';

function array(shape: readonly number[], at: (i: number) => number): NpyArray {
  const count = shape.reduce((product, size) => product * size, 1);
  return { shape, data: Float64Array.from({ length: count }, (_, i) => at(i)) };
}

const FILE: NpzArrays = {
  imgname: { shape: [2], data: ['a.jpg', 'b.jpg'] },
  center: array([2, 2], (i) => 100 + i),
  scale: array([2, 2], (i) => 200 + 10 * i),
  body_keypoints_2d: array([2, 25, 3], (i) => (i % 3 === 2 ? 0.5 : i)),
  extra_keypoints_2d: array([2, 19, 3], () => 0),
  body_pose: array([2, 72], (i) => i / 100),
  has_body_pose: array([2], (i) => i),
  betas: array([2, 10], (i) => i),
  has_betas: array([2], () => 0),
};
const read = (change: NpzArrays) =>
  annotatedHmr2(readHmr2Dataset({ ...FILE, ...change }, 'x.npz')).people;

describe('an HMR2 data set', () => {
  it('has boxes in pixels, and a body for those that have one', () => {
    const [a, b] = read({});
    expect(a).toMatchObject({ imageName: 'a.jpg', jointSet: 'body25', body: undefined });
    expect(a?.points[1]).toEqual({ x: 3, y: 4, confidence: 0.5, visibility: 'visible' });
    expect(b?.body?.camera).toEqual({
      kind: 'crop',
      crop: { centerX: 102, centerY: 103, scale: 1.15 },
      sizePx: 256,
      translation: undefined,
    });
    expect(b?.body?.pose[0]).toBeCloseTo(0.72, 12);
    expect([...(b?.body?.betas ?? [])]).toEqual(new Array(10).fill(0)); // has_betas is 0
  });

  it('has boxes of any of the three shapes, and centres of both', () => {
    const boxes = [array([2], () => 230), array([2, 1], () => 230), array([2, 1, 2], () => 230)];
    for (const scale of boxes) {
      const [, b] = read({ scale, center: array([2, 1, 2], (i) => 100 + i) });
      expect(b?.body?.camera).toMatchObject({ crop: { centerX: 102, scale: 1.15 } });
    }
  });

  it('has labelled points in SPIN’s slots, which stand for detected ones', () => {
    const extra = array([2, 19, 3], (i) => (i < 3 ? ([7, 8, 1][i] ?? 0) : 0)); // right ankle of a.jpg
    expect(read({ extra_keypoints_2d: extra })[0]?.points[11]).toMatchObject({ x: 7, y: 8 });
  });

  it.each([
    ['SPIN’s scales', { scale: array([2], () => 1.2) }, /1.2 px wide; is it of SPIN\?/],
    ['wrong joint counts', { body_keypoints_2d: array([2, 17, 3], () => 1) }, /2 × 17 × 3 instead/],
    [
      'NaN',
      { body_pose: array([2, 72], () => Number.NaN) },
      /row 1 of body_pose has the value NaN/,
    ],
    ['no picture names', { imgname: array([2], () => 1) }, /holds numbers, not names/],
  ])('%s are refused, with the reason', (_, change, reason) => {
    expect(() => read(change)).toThrow(reason);
    expect(() => read(change)).toThrow(expect.objectContaining({ code: 'format/invalid' }));
  });
});

describe('CameraHMR’s fits', () => {
  const CAMERA: NpzArrays = {
    imgname: { shape: [1], data: ['a.jpg'] },
    pose: array([1, 72], () => 0.1),
    shape: array([1, 10], () => 1),
    cam_int: array([1, 3, 3], (i) => [1500, 0, 320, 0, 1500, 240, 0, 0, 1][i] ?? 0),
    cam_t: array([1, 3], (i) => [0.1, 0.2, 5][i] ?? 0),
    gt_keypoints: array([1, 25, 3], (i) => (i % 3 === 2 ? 1 : i)),
  };

  it('lie in the full image’s camera', () => {
    const [person] = annotatedCameraHmr(CAMERA, 'x.npz').people;
    expect(person?.body?.camera).toEqual({
      kind: 'full',
      pinhole: { focalLength: 1500, principalX: 320, principalY: 240 },
      translation: Float64Array.of(0.1, 0.2, 5),
    });
    expect(person?.points[2]).toMatchObject({ x: 6, y: 7 });
  });

  it.each([
    [
      'pixels that are not square',
      { cam_int: array([1, 3, 3], (i) => [1500, 0, 3, 0, 900][i] ?? 0) },
    ],
    ['NaN', { cam_t: array([1, 3], () => Number.NaN) }],
    ['no camera', { cam_t: undefined as never }],
  ])('%s are refused', (_, change) => {
    expect(() => annotatedCameraHmr({ ...CAMERA, ...change }, 'x.npz')).toThrow(
      expect.objectContaining({ code: 'format/invalid' }),
    );
  });
});
