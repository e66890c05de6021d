/** Where the time of one Levenberg–Marquardt step goes, CPU milliseconds. */

import { stagesOf } from '../../src/core/fit/problem.ts';
import { differentiateSkeleton, poseSkeleton } from '../../src/core/fit/skeleton/kinematics.ts';
import { STRIDE, UNKNOWN_COUNT, unknownsFromBody } from '../../src/core/fit/skeleton/unknowns.ts';
import { energyAt, linearize, type Objective } from '../../src/core/fit/solver/objective.ts';
import { addProducts } from '../../src/core/fit/terms/jacobian-rows.ts';
import { addReprojection } from '../../src/core/fit/terms/reprojection.ts';
import { newFitter } from '../fixtures/embedded.ts';
import type { BenchProblem } from './fit-problems.ts';
import { cpuMs } from './statistics.ts';

export type StepSplit = Record<'forward' | 'jacobian' | 'normalEquations' | 'solve', number>;

const PROBLEMS = 20;
const REPEATS = 200;
/** Of the Hessian's diagonal; makes any of them positive definite. */
const DAMPING = 10;

const fitter = newFitter(0.25);

interface Step {
  readonly objective: Objective;
  readonly x: Float64Array;
  readonly component: number;
}

export function stepSplit(problems: readonly BenchProblem[]): StepSplit {
  const steps = problems.slice(0, PROBLEMS).map(stepOf);
  for (const step of steps) runAll(step, {}, REPEATS / 4);
  const sums: Record<string, number> = {};
  for (const step of steps) runAll(step, sums, REPEATS);
  const part = (name: string) => (sums[name] ?? 0) / (steps.length * REPEATS);
  const jacobian = part('differentiate') + part('reprojection') - part('products');
  return {
    forward: part('energy'),
    jacobian,
    normalEquations: part('linearize') - part('pose') - jacobian,
    solve: part('solve'),
  };
}

function stepOf({ problem, start }: BenchProblem): Step {
  const { full } = stagesOf(problem, fitter.mixture, fitter.error, start.translation[2]);
  const x = new Float64Array(STRIDE);
  unknownsFromBody(start, x);
  return { objective: full, x, component: energyAt(full, fitter.workspace, x, 0, false).component };
}

/** Adds to `sums` what the parts take, some of which hold others. */
function runAll({ objective, x, component }: Step, sums: Record<string, number>, repeats: number) {
  const { workspace, buffers } = fitter;
  const { kinematics, reprojection, normal } = workspace;
  const { observations, camera } = objective;
  const parts = {
    linearize: () => linearize(objective, workspace, x, component),
    solve: () => solve(buffers.system, normal, workspace.damping),
    energy: () => energyAt(objective, workspace, x, component, false),
    pose: () => poseSkeleton(kinematics, x),
    differentiate: () => differentiateSkeleton(kinematics, x),
    reprojection: () => addReprojection(observations, camera, kinematics, x, reprojection, normal),
    products: () => addProducts(reprojection.rows, observations.landmarks.length, normal),
  };
  for (const [name, part] of Object.entries(parts)) {
    const ms = cpuMs(() => {
      for (let i = 0; i < repeats; i++) part();
    });
    sums[name] = (sums[name] ?? 0) + ms;
  }
}

function solve(
  system: typeof fitter.buffers.system,
  { hessian, gradient }: typeof fitter.workspace.normal,
  damping: Float64Array,
): void {
  system.matrix.set(hessian);
  system.vector.set(gradient);
  for (let i = 0; i < UNKNOWN_COUNT; i++) system.matrix[(STRIDE + 1) * i] += DAMPING * damping[i];
  if (!system.factorize(STRIDE)) throw new Error('The damped system is not positive definite.');
  system.solve(STRIDE);
}
