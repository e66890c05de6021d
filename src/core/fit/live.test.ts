import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newFitter, sampleTruths } from '../../../test/fixtures/embedded.ts';
import type { BodyParameters } from '../body/body-model.ts';
import { COCO17 } from '../keypoints/joint-sets.ts';
import { seededRandom } from '../math/random.ts';
import { COLD_LAMBDA, type Drag, refitBody } from './fitter.ts';
import type { FitProblem } from './problem.ts';

const fitter = newFitter();
const truths = sampleTruths();
const WRIST = 9;

function problemOf({ camera, landmarks, body }: (typeof truths)[number]): FitProblem {
  const points = COCO17.landmarks.map((landmark) => ({
    landmark,
    x: landmarks[2 * landmark],
    y: landmarks[2 * landmark + 1],
    weight: 1,
    robust: true,
  }));
  const rest = { placingPoints: [], cropSidePx: 300, regression: body, constraints: [] };
  return { preset: 'anchored', camera, points, ...rest };
}

/** A point in hand, moved by pixels of the image. */
function dragged(problem: FitProblem, at: number, dx: number, dy: number): FitProblem {
  const point = problem.points[at];
  const moved = { ...point, x: point.x + dx, y: point.y + dy, weight: 25, robust: false };
  return { ...problem, points: problem.points.with(at, moved) };
}

function steps(count: number): () => boolean {
  let left = count;
  return () => left-- <= 0;
}

describe('a live refit', () => {
  it('is never worse than the body that was shown, whatever its budget', async () => {
    const sample = fc.integer({ min: 0, max: truths.length - 1 });
    const shift = fc.double({ min: -400, max: 400, noNaN: true });
    const point = fc.integer({ min: 0, max: 16 });
    const budget = fc.integer({ min: 0, max: 8 });
    await fc.assert(
      fc.property(sample, point, shift, shift, budget, fc.integer(), (i, at, dx, dy, n, seed) => {
        const { normal } = seededRandom(seed);
        const { body } = truths[i];
        const shown = { ...body, pose: body.pose.map((value) => value + 0.2 * normal()) };
        const problem = dragged(problemOf(truths[i]), at, dx, dy);
        const energyOf = (start: BodyParameters) =>
          refitBody(fitter, problem, start, steps(0)).energy;
        const result = refitBody(fitter, problem, shown, steps(n));
        expect(result.energy).toBeLessThanOrEqual(energyOf(shown));
        // Of the body itself too, once it has been through the form in which it is kept.
        expect(energyOf(result.body)).toBeLessThanOrEqual(energyOf(shown) * (1 + 1e-9));
      }),
      { numRuns: 60 },
    );
  });

  it('without any time gives back what was shown', () => {
    const { body } = truths[3];
    const result = refitBody(fitter, dragged(problemOf(truths[3]), WRIST, 30, 0), body, steps(0));
    expect(result).toMatchObject({ body, iterations: 0, stop: 'out-of-time' });
  });

  it('follows the pointer with two steps an event', () => {
    let live = 0;
    let settled = 0;
    for (const sample of truths.slice(0, 10)) {
      const still = problemOf(sample);
      let shown = refitBody(fitter, still, sample.body).body;
      const drag: Drag = { lambda: COLD_LAMBDA };
      for (let event = 1; event <= 20; event++) {
        const problem = dragged(still, WRIST, 0, -3 * event);
        shown = refitBody(fitter, problem, shown, steps(2), drag).body;
      }
      const end = dragged(still, WRIST, 0, -60);
      live += refitBody(fitter, end, shown, steps(0)).energy;
      settled += refitBody(fitter, end, shown).energy;
    }
    expect(live).toBeLessThan(1.5 * settled);
  });
});
