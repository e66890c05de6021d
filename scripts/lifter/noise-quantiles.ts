import type { Case } from './evaluation.ts';

/** How far the present points of simulated people are off, pixels of a 224 crop. */
export function noiseQuantiles(cases: readonly Case[]): number[] {
  const errors = cases.flatMap(({ person: { points, cleanPixels, cropPx } }) =>
    Array.from({ length: 25 }, (_, i) => i)
      .filter((i) => points[3 * i + 2] > 0)
      .map((i) => {
        const dx = points[3 * i] - cleanPixels[2 * i];
        return Math.hypot(dx, points[3 * i + 1] - cleanPixels[2 * i + 1]) / cropPx;
      }),
  );
  const sorted = errors.toSorted((a, b) => a - b);
  return [0.25, 0.5, 0.75, 0.9, 0.95, 0.99].map(
    (share) => Math.round(10 * sorted[Math.floor(share * sorted.length)]) / 10,
  );
}
