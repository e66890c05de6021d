import { memoryUsage } from 'node:process';
import { expect, it } from 'vitest';
import { newFitter, sampleTruths } from '../../../../test/fixtures/embedded.ts';
import { stagesOf } from '../problem.ts';
import { STRIDE, unknownsFromBody } from '../skeleton/unknowns.ts';
import { minimize, type SolverState } from './levenberg-marquardt.ts';
import { energyAt } from './objective.ts';

const ITERATIONS = 40;
const BATCHES = 60;

/** Fits all landmarks of a sample from its pose at rest, over and over. */
function repeatedFit(): () => void {
  const fitter = newFitter();
  const { camera, landmarks, body } = sampleTruths()[0];
  const points = Array.from({ length: 54 }, (_, landmark) => ({
    landmark,
    x: landmarks[2 * landmark],
    y: landmarks[2 * landmark + 1],
    weight: 1,
    robust: true,
  }));
  const rest = { placingPoints: [], cropSidePx: 400, regression: body, constraints: [] };
  const problem = { preset: 'anchored' as const, camera, points, ...rest };
  const { full } = stagesOf(problem, fitter.mixture, fitter.error, body.translation[2]);
  const { workspace, buffers } = fitter;
  const start = new Float64Array(STRIDE);
  unknownsFromBody({ ...body, pose: body.pose.map((value) => value / 2) }, start);
  const state: SolverState = {
    x: start.slice(),
    energy: 0,
    component: 0,
    lambda: 0,
    iterations: 0,
  };
  return () => {
    state.x.set(start);
    const { total, component } = energyAt(full, workspace, start, 0, false);
    Object.assign(state, { energy: total, component, lambda: 0.1 });
    const until = { maxIterations: ITERATIONS, tolerance: 0 };
    minimize({ objective: full, workspace, buffers, frozenComponent: false }, state, until);
  };
}

/** Bytes that an iteration takes once the code is optimised; batches with a collection do not count. */
function bytesPerIteration(run: () => void) {
  const grown = Array.from({ length: BATCHES }, () => {
    const before = memoryUsage();
    run();
    const after = memoryUsage();
    const heap = (after.heapUsed - before.heapUsed) / ITERATIONS;
    return { heap, buffers: (after.arrayBuffers - before.arrayBuffers) / ITERATIONS };
  }).filter(({ heap, buffers }) => heap > 0 && buffers >= 0);
  const least = (key: 'heap' | 'buffers') => Math.min(...grown.map((one) => one[key]));
  return { heap: least('heap'), buffers: least('buffers') };
}

it('allocates no arrays in an iteration, and no more than a few boxed numbers', () => {
  const { heap, buffers } = bytesPerIteration(repeatedFit());
  expect(buffers).toBe(0);
  expect(heap).toBeLessThan(3000);
});
