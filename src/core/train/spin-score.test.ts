import { describe, expect, it } from 'vitest';
import { model } from '../../../test/fixtures/embedded.ts';
import { aPersonSeenAs, aRandomBody } from '../../../test/fixtures/training.ts';
import { compactLandmarks } from '../body/landmarks.ts';
import { createTape } from './landmark-gradient.ts';
import { reprojectionPx, spinScore } from './spin-score.ts';

const tape = createTape(compactLandmarks(model));
const body = aRandomBody(2);
const exact = aPersonSeenAs(body);
const xs = exact.keypoints.map(({ x }) => x);
const ys = exact.keypoints.map(({ y }) => y);
/** Pixels of the picture by pixel of the 224 crop. */
const zoom =
  (1.2 * Math.max(Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys))) / 224;

function shifted(px: number) {
  return { ...exact, keypoints: exact.keypoints.map((p) => ({ ...p, x: p.x + zoom * px })) };
}

describe('SPIN’s score', () => {
  it('is 0 for the body that the points were made from', () => {
    expect(spinScore(tape, exact, body)).toBeCloseTo(0, 12);
    expect(reprojectionPx(tape, exact, body)).toBeCloseTo(0, 9);
  });

  it('is Σ c² ρ / 49 without the hips, in pixels of the crop', () => {
    const rho = (100 ** 2 * 30 ** 2) / (100 ** 2 + 30 ** 2);
    expect(spinScore(tape, shifted(30), body)).toBeCloseTo((15 * 0.9 ** 2 * rho) / 49, 6);
    expect(reprojectionPx(tape, shifted(30), body)).toBeCloseTo(30, 6);
  });

  it('does not count absent and ignored points, and a placed one fully', () => {
    const keypoints = shifted(30).keypoints.map((point, i) => {
      if (i < 5) return { ...point, visibility: 'absent' as const };
      if (i < 11) return { ...point, use: 'ignored' as const };
      return { ...point, confidence: 0.3, source: 'hand' as const };
    });
    const person = { ...exact, keypoints };
    const kept = keypoints.slice(11);
    const side = (values: number[]) => Math.max(...values) - Math.min(...values);
    const larger = Math.max(side(kept.map(({ x }) => x)), side(kept.map(({ y }) => y)));
    const inCrop = (30 * zoom * 224) / (1.2 * larger);
    expect(reprojectionPx(tape, person, body)).toBeCloseTo(inCrop, 6);
    const shrunk = (100 ** 2 * inCrop ** 2) / (100 ** 2 + inCrop ** 2);
    expect(spinScore(tape, person, body)).toBeCloseTo((4 * shrunk) / 49, 6);
  });

  it('is worse than any other for a body behind the camera', () => {
    const behind = { ...body, translation: Float64Array.of(0, 0, -3) };
    expect(spinScore(tape, exact, behind)).toBe(Infinity);
  });
});
