import { expect, test } from 'vitest';
import { seededRandom } from '../math/random.ts';
import { cropOfPoints } from './crop.ts';
import { seenByCrop } from './crop-view.ts';
import { projectPoints } from './projection.ts';

const camera = { focalLength: 1000, principalX: 500, principalY: 375 };

/** A cloud as large as a standing person, at a place in the picture. */
function person(x: number, z: number) {
  const { normal } = seededRandom(3);
  const pivot = Float64Array.of(x, 0, z);
  const size = [0.25, 0.5, 0.12];
  const points = Float64Array.from(
    { length: 162 },
    (_, i) => pivot[i % 3] + size[i % 3] * normal(),
  );
  const pixels = new Float64Array(108);
  projectPoints(camera, points, pixels);
  const crop = cropOfPoints(
    Array.from({ length: 54 }, (_, i) => ({ x: pixels[2 * i], y: pixels[2 * i + 1] })),
  );
  return seenByCrop(points, pivot, camera, crop);
}

test('a person far away is seen alike by both cameras', () => {
  expect(person(0, 40).rmsPx).toBeLessThan(0.2);
});

test('at the edge of the picture hardly more is lost than in its middle', () => {
  const middle = person(0, 4).rmsPx;
  const edge = person(1.8, 4).rmsPx;
  expect(middle).toBeLessThan(4);
  expect(edge).toBeLessThan(middle + 1);
});

test('the rotation is one', () => {
  const { cropFromCamera: R } = person(1.5, 4);
  for (let i = 0; i < 3; i++) {
    for (let j = 0; j < 3; j++) {
      const dot = [0, 1, 2].reduce((sum, k) => sum + R[3 * i + k] * R[3 * j + k], 0);
      expect(dot).toBeCloseTo(i === j ? 1 : 0, 9);
    }
  }
});
