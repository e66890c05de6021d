import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fitImage, imagePoint, zoomAt } from './viewport.ts';

test('the whole image fits, in the middle', () => {
  const panel = { width: 824, height: 424 };
  const view = fitImage({ width: 400, height: 400 }, panel);
  expect(view).toEqual({ scale: 1, x: 212, y: 12 });
});

test('zooming keeps the point under the pointer', () => {
  const place = fc.double({ min: -500, max: 1500, noNaN: true });
  const factor = fc.double({ min: 0.1, max: 10, noNaN: true });
  fc.assert(
    fc.property(place, place, factor, (x, y, by) => {
      const view = { scale: 1.5, x: 20, y: -30 };
      const before = imagePoint(view, x, y);
      const after = imagePoint(zoomAt(view, by, x, y), x, y);
      expect(after.x).toBeCloseTo(before.x, 6);
      expect(after.y).toBeCloseTo(before.y, 6);
    }),
  );
});
