import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newFitter, sampleTruths } from '../../../../test/fixtures/embedded.ts';
import { LENGTHS } from '../../body/measurement-names.ts';
import { measureLength } from '../../body/measurements.ts';
import { COCO17 } from '../../keypoints/joint-sets.ts';
import { fitBody } from '../fitter.ts';
import type { FitProblem } from '../problem.ts';
import { type KnownLength, lengthTerm, requireReachable } from './known-lengths.ts';
import { nearestShape } from './reachable-shape.ts';

const fitter = newFitter();
const { measures } = fitter;

/** Exact points and no regression: the picture alone leaves the size open. */
function problemOf(sample: ReturnType<typeof sampleTruths>[number]): FitProblem {
  const points = COCO17.landmarks.map((landmark) => ({
    landmark,
    x: sample.landmarks[2 * landmark] ?? Number.NaN,
    y: sample.landmarks[2 * landmark + 1] ?? Number.NaN,
    weight: 1,
    robust: true,
  }));
  const ys = points.map(({ y }) => y);
  const cropSidePx = 1.2 * (Math.max(...ys) - Math.min(...ys));
  const { camera } = sample;
  const none = { placingPoints: [], regression: undefined, constraints: [] };
  return { preset: 'anchored', camera, points, cropSidePx, ...none };
}

describe('a known length', () => {
  it('holds the body that is fitted to it, height and girth alike', () => {
    for (const sample of sampleTruths().slice(0, 6)) {
      for (const known of [
        [{ name: 'height', metres: 1.6 }],
        [{ name: 'height', metres: 1.85 }],
        [
          { name: 'height', metres: 1.75 },
          { name: 'waist', metres: 0.9 },
        ],
      ] satisfies KnownLength[][]) {
        const constraints = known.map((length) => lengthTerm(measures, length));
        const { body } = fitBody(fitter, { ...problemOf(sample), constraints }, []);
        for (const { name, metres } of known) {
          const found = measureLength(measures, name, body.betas);
          expect(Math.abs(found - metres), `${sample.name} ${name}`).toBeLessThan(0.01);
        }
      }
    }
  });
});

describe('requireReachable', () => {
  it('lets the lengths of every likely body pass, all of them together', () => {
    const shapes = fc.array(fc.double({ min: -2.5, max: 2.5, noNaN: true }), {
      minLength: 10,
      maxLength: 10,
    });
    fc.assert(
      fc.property(shapes, (betas) => {
        const known = LENGTHS.map((name) => ({
          name,
          metres: measureLength(measures, name, betas),
        }));
        requireReachable(measures, known);
      }),
      { numRuns: 30 },
    );
  });

  it('looks at shapes that are people only', () => {
    const betas = nearestShape(measures, [{ name: 'height', metres: 5 }]);
    expect(Math.max(...betas.map(Math.abs))).toBeLessThanOrEqual(5);
  });

  it('names a length that no body has', () => {
    expect(() => requireReachable(measures, [{ name: 'height', metres: 3.2 }])).toThrow(
      /^The height cannot be 320\.0 cm: the nearest body has 2\d\d\.\d cm\. The last body stays; change or release the height\.$/,
    );
  });

  it('names a length that is no number', () => {
    for (const metres of [Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => requireReachable(measures, [{ name: 'neck', metres }])).toThrow(
        expect.objectContaining({ code: 'fit/infeasible', data: { term: 'neck girth' } }),
      );
    }
  });

  it('names the length that contradicts the others, and each of them alone is possible', () => {
    const known: KnownLength[] = [
      { name: 'height', metres: 1.55 },
      { name: 'armSpan', metres: 1.55 },
      { name: 'inseam', metres: 0.95 },
    ];
    for (const one of known) requireReachable(measures, [one]);
    expect(() => requireReachable(measures, known)).toThrow(
      expect.objectContaining({ code: 'fit/infeasible', data: { term: 'inseam' } }),
    );
  });
});
