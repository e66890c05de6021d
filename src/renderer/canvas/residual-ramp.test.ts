import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Keypoint } from '../../contract/keypoint.ts';
import { COCO17 } from '../../core/keypoints/joint-sets.ts';
import { residualColor, torsoPx } from './residual-ramp.ts';

/** Luminance of WCAG 2.2, https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function luminance([red = 0, green = 0, blue = 0]: number[]): number {
  const linear = (value: number) =>
    value <= 10.31475 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4;
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

/** Without red-sensitive or green-sensitive cones: Viénot, Brettel, Mollon 1999, on linear RGB. */
const BLIND = {
  protan: [
    [0.11238, 0.88762, 0],
    [0.11238, 0.88762, 0],
    [0.00401, -0.00401, 1],
  ],
  deutan: [
    [0.29275, 0.70725, 0],
    [0.29275, 0.70725, 0],
    [-0.02234, 0.02234, 1],
  ],
};

const TOKENS = readFileSync(new URL('../styles/tokens.css', import.meta.url), 'utf8');

/** Red, green, blue, 0 … 255, as a browser mixes them. */
function channels(color: string): number[] {
  const [high = [], low = []] = [...color.matchAll(/var\((--[\w-]+)\)/g)].map(([, name]) => {
    const hex = new RegExp(`${name}: #([\\da-f]{6});`).exec(TOKENS)?.[1] ?? '';
    return [0, 2, 4].map((i) => Number.parseInt(hex.slice(i, i + 2), 16));
  });
  const part = Number(/(\d+)%/.exec(color)?.[1]) / 100;
  return low.map((from, i) => from + part * ((high[i] ?? Number.NaN) - from));
}

const steps = Array.from({ length: 21 }, (_, i) => channels(residualColor(i / 200)));

describe('the colours of misses', () => {
  it('become lighter all the way, so that grey alone ranks them', () => {
    const light = steps.map(luminance);
    for (const [i, value] of light.entries()) {
      if (i > 0) expect(value).toBeGreaterThan(light[i - 1] ?? 1);
    }
    expect(((light.at(-1) ?? 0) + 0.05) / ((light[0] ?? 1) + 0.05)).toBeGreaterThan(7);
  });

  it.each(['protan', 'deutan'] as const)('become lighter for %s eyes too', (kind) => {
    const seen = steps.map((color) => {
      const linear = color.map((value) => (value / 255) ** 2.2);
      const cones = BLIND[kind].map((row) =>
        row.reduce((sum, weight, i) => sum + weight * (linear[i] ?? 0), 0),
      );
      return 0.2126 * (cones[0] ?? 0) + 0.7152 * (cones[1] ?? 0) + 0.0722 * (cones[2] ?? 0);
    });
    for (const [i, value] of seen.entries()) {
      if (i > 0) expect(value).toBeGreaterThan(seen[i - 1] ?? 1);
    }
  });

  it('end at a tenth of the torso', () => {
    expect(channels(residualColor(0))).toEqual([0, 34, 78]);
    expect(channels(residualColor(0.1))).toEqual([254, 232, 56]);
    expect(residualColor(9)).toBe(residualColor(0.1));
    expect(residualColor(Number.NaN)).toBe(residualColor(0));
  });
});

it('a torso is measured from shoulders to hips, and not at all without them', () => {
  const keypoints = COCO17.pointNames.map(
    (name): Keypoint => ({
      x: 0,
      y: name.endsWith('shoulder') ? 10 : 60,
      confidence: 1,
      visibility: 'visible',
      source: 'hand',
      use: 'normal',
    }),
  );
  expect(torsoPx(COCO17, keypoints)).toBe(50);
  const gone = keypoints.map((point, i) =>
    i === 11 ? { ...point, visibility: 'absent' as const } : point,
  );
  expect(torsoPx(COCO17, gone)).toBeUndefined();
});
