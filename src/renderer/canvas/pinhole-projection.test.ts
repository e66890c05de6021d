import fc from 'fast-check';
import { Vector3 } from 'three';
import { expect, test } from 'vitest';
import { projectPoints } from '../../core/camera/projection.ts';
import { pinholeProjection } from './pinhole-projection.ts';

test('the canvas draws a point exactly where the camera sees it, at any zoom', () => {
  const camera = { focalLength: 900, principalX: 310, principalY: 245 };
  const panel = { width: 777, height: 555 };
  const side = fc.double({ min: -2, max: 2, noNaN: true });
  const number = (min: number, max: number) => fc.double({ min, max, noNaN: true });
  fc.assert(
    fc.property(side, side, number(1, 10), number(0.1, 8), side, (X, Y, Z, scale, shift) => {
      const view = { scale, x: 50 * shift, y: -80 * shift };
      const seen = new Float64Array(2);
      projectPoints(camera, Float64Array.of(X, Y, Z), seen);
      const clip = new Vector3(X, -Y, -Z).applyMatrix4(pinholeProjection(camera, view, panel));
      const x = ((clip.x + 1) / 2) * panel.width;
      const y = ((1 - clip.y) / 2) * panel.height;
      expect(x).toBeCloseTo(scale * (seen[0] ?? 0) + view.x, 6);
      expect(y).toBeCloseTo(scale * (seen[1] ?? 0) + view.y, 6);
    }),
  );
});
