import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskFromColumnRuns, maskFromPolygons, unpackCounts } from './coco-mask.ts';
import { type Mask, maskArea, maskFromPixels, maskIntersection } from './mask.ts';

const SIZE = 9;
const picture = fc.array(fc.boolean(), { minLength: SIZE * SIZE, maxLength: SIZE * SIZE });
const maskOf = (pixels: readonly boolean[]) =>
  maskFromPixels(SIZE, SIZE, (i) => pixels[i] === true);

function pixelsOf({ width, height, runs }: Mask): boolean[] {
  const out = new Array<boolean>(width * height).fill(false);
  for (let r = 0; r < runs.length; r += 3) {
    const row = width * Number(runs[r]);
    out.fill(true, row + Number(runs[r + 1]), row + Number(runs[r + 2]));
  }
  return out;
}

describe('a mask', () => {
  it('has the pixels that it was made of', () => {
    fc.assert(
      fc.property(picture, (pixels) => {
        expect(pixelsOf(maskOf(pixels))).toEqual(pixels);
      }),
    );
  });

  it('has its pixels’ area, and with another the pixels of both', () => {
    fc.assert(
      fc.property(picture, picture, (a, b) => {
        expect(maskArea(maskOf(a))).toBe(a.filter(Boolean).length);
        const both = a.filter((inside, i) => inside && b[i]).length;
        expect(maskIntersection(maskOf(a), maskOf(b))).toBe(both);
      }),
    );
  });
});

describe('COCO’s segmentations', () => {
  it('count down the columns, beginning outside', () => {
    const mask = maskFromColumnRuns([1, 2, 3], 3, 2);
    expect(mask && pixelsOf(mask)).toEqual([false, true, false, true, false, false]);
    expect(maskFromColumnRuns([1, 2], 3, 2)).toBeUndefined();
    expect(maskFromColumnRuns([1, 9], 3, 2)).toBeUndefined();
    expect(maskFromColumnRuns([-1, 7], 3, 2)).toBeUndefined();
  });

  it('are packed as pycocotools does', () => {
    // mask.encode of 48 × 64 pixels: rows 10 … 29 of columns 20, 21 and row 12 of columns 40 … 59
    const packed = 'Zn0d0l00Rk0]OaUO0000000000000000000000000000000000000d5';
    const mask = maskFromColumnRuns(unpackCounts(packed), 64, 48);
    const wanted = maskFromPixels(64, 48, (i) => {
      const [x, y] = [i % 64, Math.floor(i / 64)];
      return (x >= 20 && x < 22 && y >= 10 && y < 30) || (x >= 40 && x < 60 && y === 12);
    });
    expect(mask).toEqual(wanted);
  });

  it('are filled where a pixel’s centre lies in a polygon; overlapping ones count once', () => {
    const square = [1, 1, 4, 1, 4, 3, 1, 3];
    expect(maskArea(maskFromPolygons([square], 10, 10))).toBe(6);
    expect(maskArea(maskFromPolygons([square, square], 10, 10))).toBe(6);
    expect(maskArea(maskFromPolygons([[-5, -5, 20, -5, 20, 20, -5, 20]], 10, 10))).toBe(100);
    const triangle = maskFromPolygons([[0, 0, 10, 0, 0, 10]], 10, 10);
    // A row's last centre lies on the triangle's edge, and belongs to the pixel after it.
    expect(maskArea(triangle)).toBe(9 + 8 + 7 + 6 + 5 + 4 + 3 + 2 + 1);
  });
});
