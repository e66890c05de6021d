/** Covariances of fitted bodies against numpy's (`make_covariances.py`). */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { BodyParameters } from '../../src/core/body/body-model.ts';
import { createFitter } from '../../src/core/fit/fitter.ts';
import type { FitProblem } from '../../src/core/fit/problem.ts';
import { independentErrors } from '../../src/core/fit/terms/regressor-error.ts';
import { posteriorAt } from '../../src/core/fit/uncertainty/covariance.ts';
import { landmarkCovariances } from '../../src/core/fit/uncertainty/landmark-covariance.ts';
import { mean, model, prior } from '../fixtures/embedded.ts';

interface GoldenCase extends Pick<FitProblem, 'camera' | 'points' | 'cropSidePx'> {
  readonly body: Record<keyof BodyParameters, number[]>;
  readonly landmarks: Record<string, number[]>;
  readonly pelvis: number[];
  readonly betas: number[];
}

const golden = JSON.parse(readFileSync('test/golden/covariances.json', 'utf8'));
const error = independentErrors(new Array<number>(24).fill(golden.angleSigma), golden.betaSigma);
const fitter = createFitter({ model, prior, mean, error });

function expectClose(found: Float64Array, wanted: readonly number[], what: string): void {
  const scale = Math.max(...wanted.map(Math.abs));
  for (const [i, value] of wanted.entries()) {
    expect(Math.abs(found[i] - value) / scale, `${what} ${i}`).toBeLessThan(1e-5);
  }
}

test.each((golden.problems as GoldenCase[]).map((problem, i) => [i, problem] as const))(
  'problem %i has the covariances that numpy works out by differences',
  (_, { camera, points, cropSidePx, body: said, ...wanted }) => {
    const body = {
      pose: Float64Array.from(said.pose),
      betas: Float64Array.from(said.betas),
      translation: Float64Array.from(said.translation),
    };
    const given = { camera, points, cropSidePx, placingPoints: [], constraints: [] };
    const problem: FitProblem = { ...given, preset: 'anchored', regression: body };
    const found = landmarkCovariances(posteriorAt(fitter, problem, body));
    expectClose(found.pelvis, wanted.pelvis, 'pelvis');
    expectClose(found.betas, wanted.betas, 'betas');
    for (const [landmark, block] of Object.entries(wanted.landmarks)) {
      const i = 9 * Number(landmark);
      expectClose(found.landmarks.subarray(i, i + 9), block, `landmark ${landmark}`);
    }
  },
);
