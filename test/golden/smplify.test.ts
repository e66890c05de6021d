/** `spin-exact` against SPIN's SMPLify in PyTorch, double, over the full mesh (`make_smplify.py`). */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { BodyParameters } from '../../src/core/body/body-model.ts';
import { fitBody } from '../../src/core/fit/fitter.ts';
import { stagesOf } from '../../src/core/fit/problem.ts';
import { bodyFromUnknowns } from '../../src/core/fit/skeleton/unknowns.ts';
import { smplify } from '../../src/core/fit/smplify/smplify.ts';
import { problemFromSpinKeypoints } from '../../src/core/fit/smplify/spin-keypoints.ts';
import { newFitter } from '../fixtures/embedded.ts';

type Trace = Readonly<Record<'camera' | 'body', number[]>>;

interface GoldenCase {
  readonly keypoints: number[][];
  readonly pose: number[];
  readonly betas: number[];
  readonly translation: number[];
  readonly trace: Trace;
  readonly traceInTraining: Trace;
  readonly result: {
    readonly energy: number;
    readonly score: number;
    readonly pose: number[];
    readonly betas: number[];
    readonly translation: number[];
  };
}

const golden = JSON.parse(readFileSync('test/golden/smplify.json', 'utf8')) as {
  readonly steps: number[];
  readonly cases: GoldenCase[];
};
const fitter = newFitter();

function startOf({ pose, betas, translation }: GoldenCase): BodyParameters {
  return {
    pose: Float64Array.from(pose),
    betas: Float64Array.from(betas),
    translation: Float64Array.from(translation),
  };
}

function problemOf({ keypoints }: GoldenCase, parity = false) {
  return problemFromSpinKeypoints(Float64Array.from(keypoints.flat()), 'spin-exact', parity);
}

function trajectory(item: GoldenCase, parity = false) {
  const start = startOf(item);
  const { mixture, error, workspace } = fitter;
  const stages = stagesOf(problemOf(item, parity), mixture, error, start.translation[2]);
  const trace = { camera: [] as number[], body: [] as number[] };
  const state = smplify(stages, workspace, start, {
    onStep: (stage, energy) => trace[stage].push(energy),
  });
  return { trace, state };
}

function expectClose(found: ArrayLike<number>, expected: readonly number[], tolerance: number) {
  const largest = expected.reduce(
    (worst, value, i) => Math.max(worst, Math.abs(value - found[i])),
    0,
  );
  expect(largest).toBeLessThan(tolerance);
}

function expectSameWay(found: Trace, expected: Trace): void {
  for (const stage of ['camera', 'body'] as const) {
    expect(found[stage]).toHaveLength(100);
    for (const [k, step] of golden.steps.entries()) {
      const relative = Math.abs(found[stage][step] / expected[stage][k] - 1);
      expect(relative, `${stage} ${step}`).toBeLessThan(1e-6);
    }
  }
}

describe.each(golden.cases.map((item, i) => [i, item] as const))('problem %i', (_, item) => {
  it('takes the same way as PyTorch', () => {
    const { trace, state } = trajectory(item);
    expectSameWay(trace, item.trace);
    const { pose, betas, translation } = bodyFromUnknowns(state.x);
    expectClose(pose.subarray(3), item.result.pose.slice(3), 1e-6);
    expectClose(betas, item.result.betas, 1e-6);
    expectClose(translation, item.result.translation, 1e-6);
  });

  it('ends with the same energy and score as the preset of the studio', () => {
    const { energy, terms } = fitBody(fitter, problemOf(item), [startOf(item)]);
    expect(Math.abs(energy / item.result.energy - 1)).toBeLessThan(1e-6);
    expect(Math.abs(terms.reprojection / 49 / item.result.score - 1)).toBeLessThan(1e-6);
  });

  it('ends lower by Levenberg–Marquardt, at the same translation', () => {
    const translation = Float64Array.from(item.result.translation);
    const problem = { ...problemOf(item), preset: 'spin-energy' as const, torso: [] };
    const { energy, body } = fitBody(fitter, problem, [{ ...startOf(item), translation }]);
    expect(energy).toBeLessThan(item.result.energy);
    expect(body.translation).toEqual(translation);
  });

  it('takes the way of SPIN in training when parity is asked', () => {
    expectSameWay(trajectory(item, true).trace, item.traceInTraining);
  });
});
