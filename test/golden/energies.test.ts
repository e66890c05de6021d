/** The solver's energies against numpy's (`make_energies.py`). */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { BodyParameters } from '../../src/core/body/body-model.ts';
import { createFitter, refitBody } from '../../src/core/fit/fitter.ts';
import type { FitProblem } from '../../src/core/fit/problem.ts';
import { independentErrors } from '../../src/core/fit/terms/regressor-error.ts';
import { mean, model, prior } from '../fixtures/embedded.ts';

interface GoldenProblem extends Omit<FitProblem, 'regression' | 'constraints'> {
  readonly start: Record<keyof BodyParameters, number[]>;
  readonly regression: Record<keyof BodyParameters, number[]>;
  readonly energies: Record<string, number>;
}

const golden = JSON.parse(readFileSync('test/golden/energies.json', 'utf8'));
const error = independentErrors(new Array<number>(24).fill(golden.angleSigma), golden.betaSigma);
const fitter = createFitter({ model, prior, mean, error });

function body({ pose, betas, translation }: GoldenProblem['start']): BodyParameters {
  return {
    pose: Float64Array.from(pose),
    betas: Float64Array.from(betas),
    translation: Float64Array.from(translation),
  };
}

test.each((golden.problems as GoldenProblem[]).map((problem, i) => [i, problem] as const))(
  'problem %i has the energies that numpy works out',
  (_, problem) => {
    const regression = body(problem.regression);
    const { terms } = refitBody(
      fitter,
      { ...problem, regression, constraints: [] },
      body(problem.start),
      () => true,
    );
    for (const [term, expected] of Object.entries(problem.energies)) {
      const found = terms[term as keyof typeof terms];
      expect(Math.abs(found - expected), term).toBeLessThan(1e-5 * Math.abs(expected) + 1e-3);
    }
  },
);
