import { describe, expect, it } from 'vitest';
import { type Mask, maskArea as sum } from '../masks/mask.ts';
import { bootstrapRatio } from './bootstrap.ts';
import { intersectionOverUnion, overlapOf, rasteriseMesh } from './silhouette.ts';

function boxMask(left: number, right: number, size = 20): Mask {
  const pixels = Float64Array.of(left, 2, right, 2, right, 12, left, 12);
  return rasteriseMesh(pixels, Uint32Array.of(0, 1, 2, 0, 2, 3), { width: size, height: size });
}

describe('a filled mesh', () => {
  it('covers its area, whichever way its triangles run, and is cut at the border', () => {
    expect(sum(boxMask(3, 9))).toBe(60);
    const mirrored = rasteriseMesh(Float64Array.of(9, 2, 3, 2, 3, 12), Uint32Array.of(0, 2, 1), {
      width: 20,
      height: 20,
    });
    expect(sum(mirrored)).toBeGreaterThan(25);
    expect(sum(boxMask(-50, 5))).toBe(50);
    expect(sum(boxMask(30, 40))).toBe(0);
  });

  it('leaves out what is behind the camera', () => {
    const pixels = Float64Array.of(Number.NaN, 0, 10, 0, 10, 10);
    const mask = rasteriseMesh(pixels, Uint32Array.of(0, 1, 2), { width: 9, height: 9 });
    expect(sum(mask)).toBe(0);
  });
});

describe('intersection over union', () => {
  it('is 1 of a mask with itself, 0 of two apart, and unknown of nothing', () => {
    const mask = boxMask(3, 9);
    expect(intersectionOverUnion(overlapOf(mask, mask))).toBe(1);
    expect(intersectionOverUnion(overlapOf(mask, boxMask(9, 12)))).toBe(0);
    expect(intersectionOverUnion(overlapOf(boxMask(30, 40), boxMask(30, 40)))).toBeNaN();
  });

  it('pooled counts pixels, the mean counts pictures', () => {
    const overlaps = [
      overlapOf(boxMask(2, 4), boxMask(3, 5)),
      overlapOf(boxMask(0, 18), boxMask(0, 18)),
    ];
    const pooled = overlaps.map(({ both, either }) => ({ sum: both, weight: either }));
    const alone = overlaps.map((overlap) => ({ sum: intersectionOverUnion(overlap), weight: 1 }));
    expect(bootstrapRatio(pooled).value).toBeCloseTo((10 + 180) / (30 + 180), 12);
    expect(bootstrapRatio(alone).value).toBeCloseTo((1 / 3 + 1) / 2, 12);
  });

  it('of masks of two sizes is refused', () => {
    expect(() => overlapOf(boxMask(2, 4), boxMask(2, 4, 30))).toThrow(
      'The masks are not of one picture: a mask is 30 × 30 pixels instead of 20 × 20. Nothing was ' +
        'compared. Give a mask of the size of its picture.',
    );
  });
});
