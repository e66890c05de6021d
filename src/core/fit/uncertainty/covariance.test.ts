import { describe, expect, it } from 'vitest';
import { annotatedSample } from '../../../../test/fixtures/annotated-sample.ts';
import { newFitter, sampleTruths } from '../../../../test/fixtures/embedded.ts';
import type { BodyParameters } from '../../body/body-model.ts';
import { factorizeCholesky } from '../../math/cholesky.ts';
import { seededRandom } from '../../math/random.ts';
import { COLD_LAMBDA, stagesFor, stateAt } from '../fitter.ts';
import { problemFromKeypoints } from '../problem-from-keypoints.ts';
import { STRIDE, UNKNOWN_COUNT } from '../skeleton/unknowns.ts';
import { linearize } from '../solver/objective.ts';
import { posteriorAt, rowsCovariance } from './covariance.ts';

const fitter = newFitter();
const truths = sampleTruths();

function problemOf(sample: (typeof truths)[number]) {
  return problemFromKeypoints(annotatedSample(sample), fitter.measures);
}

function everyUnknown(posterior: ReturnType<typeof posteriorAt>): Float64Array {
  const rows = new Float64Array(UNKNOWN_COUNT * STRIDE);
  for (let i = 0; i < UNKNOWN_COUNT; i++) rows[STRIDE * i + i] = 1;
  return rowsCovariance(posterior, rows);
}

function disturbed({ body }: (typeof truths)[number], seed: number): BodyParameters {
  const random = seededRandom(seed);
  return { ...body, pose: body.pose.map((value) => value + 0.5 * random.normal()) };
}

describe('the covariance of the unknowns', () => {
  it('is symmetric, positive, and no wider than the prior and the anchor leave it', () => {
    const covariance = everyUnknown(posteriorAt(fitter, problemOf(truths[0]), truths[0].body));
    for (let i = 0; i < UNKNOWN_COUNT; i++) {
      expect(covariance[(UNKNOWN_COUNT + 1) * i]).toBeGreaterThan(0);
      for (let j = 0; j < i; j++) {
        const [a, b] = [covariance[UNKNOWN_COUNT * i + j], covariance[UNKNOWN_COUNT * j + i]];
        expect(Math.abs(a - b)).toBeLessThan(1e-9);
      }
    }
    // Anchor of 0.25 rad and 0.7 betas; the shape prior tightens the betas further.
    for (let i = 6; i < 75; i++) {
      expect(covariance[(UNKNOWN_COUNT + 1) * i]).toBeLessThan(0.25 ** 2);
    }
    for (let i = 75; i < 85; i++)
      expect(covariance[(UNKNOWN_COUNT + 1) * i]).toBeLessThan(0.7 ** 2);
  });

  it('knows no doubt about what a preset holds fixed', () => {
    const problem = { ...problemOf(truths[1]), preset: 'spin-energy' as const };
    const covariance = everyUnknown(posteriorAt(fitter, problem, truths[1].body));
    for (let i = 0; i < 3 * UNKNOWN_COUNT; i++) expect(covariance[i]).toBe(0);
    expect(covariance[(UNKNOWN_COUNT + 1) * 3]).toBeGreaterThan(0);
  });

  it('is finite and positive away from a minimum too, where the whole Hessian is indefinite', () => {
    let indefinite = 0;
    for (const [seed, sample] of truths.entries()) {
      const body = disturbed(sample, seed);
      const problem = problemOf(sample);
      const { full } = stagesFor(fitter, problem, body);
      const { x, component } = stateAt(fitter, full, body, COLD_LAMBDA);
      linearize(full, fitter.workspace, x, component);
      const factor = fitter.workspace.normal.hessian.slice();
      if (!factorizeCholesky(factor, STRIDE, STRIDE, new Float64Array(STRIDE))) indefinite++;
      const covariance = everyUnknown(posteriorAt(fitter, problem, body));
      for (let i = 0; i < UNKNOWN_COUNT; i++) {
        const variance = covariance[(UNKNOWN_COUNT + 1) * i];
        expect(variance > 0 && variance < 10).toBe(true);
      }
    }
    expect(indefinite).toBeGreaterThan(0);
  });

  it('is refused with a sentence for a body behind the camera', () => {
    const body = { ...truths[0].body, translation: Float64Array.of(0, 0, -3) };
    expect(() => posteriorAt(fitter, problemOf(truths[0]), body)).toThrow(
      /^How sure the body is cannot be said: .* The body stays; refit with R/,
    );
  });
});
