import fc from 'fast-check';
import { PerspectiveCamera } from 'three';
import { expect, test } from 'vitest';
import {
  movedAlongView,
  movedInView,
  type Place,
  panelPoint,
  steppedInView,
  viewAxes,
} from './view-geometry.ts';

const panel = { width: 430, height: 380 };
const side = fc.double({ min: -1.5, max: 1.5, noNaN: true });
const pixels = fc.double({ min: -150, max: 150, noNaN: true });
const place = fc.tuple(side, side, side);

/** An eye somewhere round a body that stands 4 m before the image's camera. */
const eye = fc.tuple(side, side).map(([yaw, pitch]) => {
  const camera = new PerspectiveCamera(26, panel.width / panel.height, 0.05, 100);
  camera.position.set(5 * Math.sin(2 * yaw), 3 * pitch, -4 + 5 * Math.cos(2 * yaw));
  camera.lookAt(0, 0, -4);
  return camera;
});

const standing = ([x, y, z]: readonly [number, number, number]): Place => [x / 2, y / 2, 4 + z / 2];

function distance(a: Place, b: Place): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

test('a place that is dragged stays under the pointer, whatever the view', () => {
  fc.assert(
    fc.property(eye, place, pixels, pixels, (camera, at, dx, dy) => {
      const before = panelPoint(camera, panel, standing(at));
      const after = panelPoint(camera, panel, movedInView(camera, panel, standing(at), dx, dy));
      expect(after?.x).toBeCloseTo((before?.x ?? Number.NaN) + dx, 4);
      expect(after?.y).toBeCloseTo((before?.y ?? Number.NaN) + dy, 4);
    }),
  );
});

test('a drag along the line of sight neither goes aside nor up, and upward is away', () => {
  fc.assert(
    fc.property(eye, place, pixels, (camera, at, dy) => {
      const from = standing(at);
      const to = movedAlongView(camera, panel, from, dy);
      const [right, up, backward] = viewAxes(camera);
      const along = (axis: Place) =>
        axis.reduce((sum, value, i) => sum + value * ((to[i] ?? 0) - (from[i] ?? 0)), 0);
      expect(along(right)).toBeCloseTo(0, 9);
      expect(along(up)).toBeCloseTo(0, 9);
      if (Math.abs(dy) > 0.01) expect(Math.sign(along(backward))).toBe(Math.sign(dy));
    }),
  );
});

test('a step has the length that was asked for, and points behind the eye are not seen', () => {
  const camera = new PerspectiveCamera(26, 1, 0.05, 100);
  expect(distance([0, 0, 4], steppedInView(camera, [0, 0, 4], [0.01, 0, 0]))).toBeCloseTo(0.01);
  expect(steppedInView(camera, [0, 0, 4], [0, 0.01, 0])[1]).toBeCloseTo(-0.01);
  expect(panelPoint(camera, panel, [0, 0, -1])).toBeUndefined();
  expect(panelPoint(camera, panel, [0, 0, 4])).toEqual({ x: 215, y: 190 });
});
