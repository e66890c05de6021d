import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cropFromImage, cropOfPoints, imageFromCrop } from './crop.ts';
import { cameraOfImage } from './focal-length.ts';
import { projectPoints } from './projection.ts';
import { translationFromPoints } from './translation-from-points.ts';
import { virtualFromCamera } from './virtual-camera.ts';
import {
  cropTranslation,
  fullTranslation,
  weakFromCropTranslation,
  weakFromFullTranslation,
} from './weak-perspective.ts';

const camera = { focalLength: 800, principalX: 320, principalY: 240 };
const coordinate = fc.double({ min: -1, max: 1, noNaN: true });
const pixel = fc.double({ min: -200, max: 900, noNaN: true });

describe('cameraOfImage', () => {
  it("takes EXIF's 35 mm equivalent, else the diagonal", () => {
    expect(cameraOfImage(640, 480, undefined).focalLength).toBe(800);
    expect(cameraOfImage(640, 480, 0).focalLength).toBe(800);
    expect(cameraOfImage(640, 480, 50).focalLength).toBeCloseTo(924.43, 2);
  });
});

describe('projectPoints', () => {
  it('puts the axis on the principal point and says NaN behind the camera', () => {
    const out = new Float64Array(6);
    projectPoints(camera, Float64Array.of(0, 0, 3, 1, -1, 4, 0, 0, -1), out);
    expect([...out]).toEqual([320, 240, 520, 40, Number.NaN, Number.NaN]);
  });
});

describe('virtualFromCamera', () => {
  it('is a rotation that carries the ray of the pixel to the axis', () => {
    fc.assert(
      fc.property(pixel, pixel, (x, y) => {
        const R = virtualFromCamera(camera, x, y);
        const ray = [(x - 320) / 800, (y - 240) / 800, 1];
        const length = Math.hypot(...ray);
        for (let row = 0; row < 3; row++) {
          const turned = ray.reduce((sum, value, k) => sum + R[3 * row + k] * value, 0) / length;
          expect(turned).toBeCloseTo(row === 2 ? 1 : 0, 12);
          for (let other = 0; other < 3; other++) {
            const dot = [0, 1, 2].reduce((sum, k) => sum + R[3 * row + k] * R[3 * other + k], 0);
            expect(dot).toBeCloseTo(row === other ? 1 : 0, 12);
          }
        }
      }),
    );
  });
});

describe('the crop', () => {
  it('is 1.2 times the longer side of the points, and maps back', () => {
    const crop = cropOfPoints([
      { x: 100, y: 50 },
      { x: 200, y: 450 },
    ]);
    expect(crop).toEqual({ centerX: 150, centerY: 250, scale: 2.4 });
    expect(cropFromImage(crop, 150, 250)).toEqual({ x: 112, y: 112 });
    fc.assert(
      fc.property(pixel, pixel, (x, y) => {
        const inside = cropFromImage(crop, x, y);
        const back = imageFromCrop(crop, inside.x, inside.y);
        expect(Math.hypot(back.x - x, back.y - y)).toBeLessThan(1e-9);
      }),
    );
  });
});

describe('the weak-perspective cameras', () => {
  it('come back from their translations', () => {
    const box = { centerX: 500, centerY: 100, sidePx: 300 };
    fc.assert(
      fc.property(
        fc.double({ min: 0.3, max: 2, noNaN: true }),
        coordinate,
        coordinate,
        (s, tx, ty) => {
          const inCrop = weakFromCropTranslation(cropTranslation({ s, tx, ty }));
          const inFull = weakFromFullTranslation(
            fullTranslation({ s, tx, ty }, box, camera),
            box,
            camera,
          );
          for (const back of [inCrop, inFull]) {
            expect(Math.hypot(back.s - s, back.tx - tx, back.ty - ty)).toBeLessThan(1e-9);
          }
        },
      ),
    );
  });
});

describe('translationFromPoints', () => {
  it('finds the translation that made the pixels', () => {
    const point = fc.tuple(coordinate, coordinate, coordinate);
    fc.assert(
      fc.property(fc.array(point, { minLength: 4, maxLength: 9 }), coordinate, (points, shift) => {
        fc.pre(points.some((p) => Math.hypot(p[0] - points[0][0], p[1] - points[0][1]) > 0.1));
        const t = [shift, -shift, 4];
        const observations = points.map((p) => ({
          point: p,
          x: 320 + (800 * (p[0] + t[0])) / (p[2] + t[2]),
          y: 240 + (800 * (p[1] + t[1])) / (p[2] + t[2]),
          weight: 1,
        }));
        const found = translationFromPoints(observations, camera);
        for (let i = 0; i < 3; i++) expect(found?.[i]).toBeCloseTo(t[i], 5);
      }),
    );
  });

  it('is undefined when nothing determines it', () => {
    expect(translationFromPoints([], camera)).toBeUndefined();
    const one = { point: [0, 0, 0] as const, x: 1, y: 2, weight: 1 };
    expect(translationFromPoints([one], camera)).toBeUndefined();
    expect(translationFromPoints([{ ...one, weight: 0 }, one], camera)).toBeUndefined();
  });
});
