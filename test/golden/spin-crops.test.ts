/** SPIN's crops against a numpy rewrite (`make_spin_crops.py`), patch by patch. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { Crop } from '../../src/core/camera/crop.ts';
import {
  exactCrop,
  type RgbPicture,
  truncatingCrop,
} from '../../src/core/regress/spin/spin-crop.ts';

interface Case {
  readonly center: [number, number];
  readonly scale: number;
  /** Sums of 16 × 16 patches, shape [14, 14, 3]. */
  readonly spin: number[];
  /** Means of the same patches. */
  readonly exact: number[];
}

const cases: Case[] = JSON.parse(readFileSync('test/golden/spin-crops.json', 'utf8'));
const named = cases.map((one) => ({ ...one, name: `${one.center} at scale ${one.scale}` }));

/** `picture` in the script. */
function picture(): RgbPicture {
  const [width, height] = [320, 240];
  const data = Uint8Array.from({ length: 3 * width * height }, (_, i) => {
    const [c, x, y] = [i % 3, Math.floor(i / 3) % width, Math.floor(i / (3 * width))];
    return 30 + (Math.floor((3 * x * x + 5 * y * y + 7 * x * y + 41 * c) / 97) % 180);
  });
  return { data, width, height };
}

function patchSums(crop: Uint8Array): number[] {
  const sums = new Array<number>(14 * 14 * 3).fill(0);
  for (const [i, value] of crop.entries()) {
    const [c, x, y] = [i % 3, Math.floor(i / 3) % 224, Math.floor(i / 672)];
    sums[3 * (14 * Math.floor(y / 16) + Math.floor(x / 16)) + c] += value;
  }
  return sums;
}

function cropOf({ center, scale }: Case): Crop {
  return { centerX: center[0], centerY: center[1], scale };
}

it.each(named)('as SPIN cuts, to the byte: $name', (one) => {
  expect(patchSums(truncatingCrop(picture(), cropOf(one)))).toEqual(one.spin);
});

it.each(named)('exactly, to the rounding of bytes: $name', (one) => {
  const means = patchSums(exactCrop(picture(), cropOf(one))).map((sum) => sum / 256);
  const off = means.map((value, i) => Math.abs(value - (one.exact[i] ?? Number.NaN)));
  expect(Math.max(...off)).toBeLessThan(0.15);
});

it('a crop beside the picture is black', () => {
  const beside = { centerX: -900, centerY: 50, scale: 1 };
  expect(exactCrop(picture(), beside).some((value) => value > 0)).toBe(false);
  expect(truncatingCrop(picture(), beside).some((value) => value > 0)).toBe(false);
});
