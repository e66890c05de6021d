/**
 * Levenberg–Marquardt on half gradient g and half Hessian H: solve (H + λ D) δ = −g with D the
 * Gauss–Newton diagonal, accept on the true energy only. Damping after Nielsen (1999); an
 * indefinite H shows as a failed factorisation and raises λ.
 */
import { type CholeskySolver, createCholeskySolver } from '../../math/cholesky-solver.ts';
import { POSE, STRIDE } from '../skeleton/unknowns.ts';
import { copyLower, orderOf } from './normal-equations.ts';
import { type Energy, energyAt, linearize, type Objective, type Workspace } from './objective.ts';

/** When to stop, and where damping starts. */
export interface Termination {
  readonly maxIterations: number;
  /** Relative decrease of the energy below which a step counts as the last. */
  readonly tolerance: number;
  /** True once no further step may be begun. */
  readonly outOfTime?: (() => boolean) | undefined;
}

export interface SolverState {
  readonly x: Float64Array;
  energy: number;
  component: number;
  /** Kept from one warm-started solve to the next. */
  lambda: number;
  iterations: number;
}

export type StopReason = 'converged' | 'iteration-limit' | 'no-progress' | 'out-of-time';

const MAX_STEP_RAD = 0.4;
const MAX_LAMBDA = 1e12;
const MIN_LAMBDA = 1e-12;

export interface SolverBuffers {
  /** Holds H + λ D, then its factor; its vector is the step. */
  readonly system: CholeskySolver;
  readonly trial: Float64Array;
}

export function createSolverBuffers(): SolverBuffers {
  return { system: createCholeskySolver(STRIDE), trial: new Float64Array(STRIDE) };
}

interface Problem {
  readonly objective: Objective;
  readonly workspace: Workspace;
  readonly buffers: SolverBuffers;
  /** Keeps the mixture's component, to look behind a ridge between two. */
  readonly frozenComponent: boolean;
}

/** Lowers `state.energy`, never raises it; `state` holds the best point found. */
export function minimize(problem: Problem, state: SolverState, until: Termination): StopReason {
  const order = orderOf(problem.objective.free);
  const growth = { factor: 2 };
  let stale = true;
  for (let left = until.maxIterations; left > 0; ) {
    if (until.outOfTime?.() === true) return 'out-of-time';
    if (state.lambda > MAX_LAMBDA) return 'no-progress';
    if (stale) linearize(problem.objective, problem.workspace, state.x, state.component, order);
    const predicted = solveStep(problem, state.lambda);
    stale = false;
    if (predicted === undefined) {
      state.lambda *= 4;
      continue;
    }
    left--;
    state.iterations++;
    if (predicted < 0.1 * until.tolerance * state.energy) return 'converged';
    const decrease = tryStep(problem, state, predicted, growth);
    stale = decrease > 0;
    if (stale && decrease < until.tolerance * state.energy) return 'converged';
  }
  return 'iteration-limit';
}

/** Takes the step if it lowers the energy, and sets the damping; returns the decrease. */
function tryStep(
  problem: Problem,
  state: SolverState,
  predicted: number,
  growth: { factor: number },
): number {
  const tried = energyAtTrial(problem, state);
  const decrease = state.energy - tried.total;
  if (!(decrease > 0)) {
    state.lambda *= growth.factor;
    growth.factor *= 2;
    return 0;
  }
  state.x.set(problem.buffers.trial);
  state.energy = tried.total;
  state.component = tried.component;
  const shrink = Math.max(0.1, 1 - (2 * (decrease / predicted) - 1) ** 3);
  state.lambda = Math.max(MIN_LAMBDA, state.lambda * shrink);
  growth.factor = 2;
  return decrease;
}

/** Solves for the step and returns the decrease that it promises; undefined if indefinite. */
function solveStep({ workspace, buffers }: Problem, lambda: number): number | undefined {
  const { damping, normal } = workspace;
  const { hessian, gradient, order } = normal;
  const { system } = buffers;
  const { matrix, vector: step } = system;
  copyLower(hessian, order, matrix);
  step.fill(0);
  for (let i = 0; i < order; i++) {
    matrix[(STRIDE + 1) * i] += lambda * damping[i];
    step[i] = -gradient[i];
  }
  if (!system.factorize(order)) return undefined;
  system.solve(order);
  let slope = 0;
  let damped = 0;
  let largest = 0;
  for (let i = 0; i < order; i++) {
    slope += gradient[i] * step[i];
    damped += damping[i] * step[i] * step[i];
    if (i >= POSE && i < POSE + 72) largest = Math.max(largest, Math.abs(step[i]));
  }
  const scale = largest > MAX_STEP_RAD ? MAX_STEP_RAD / largest : 1;
  for (let i = 0; i < order; i++) step[i] *= scale;
  // δᵀHδ = −gᵀδ − λ δᵀDδ for the full step.
  const curvature = -slope - lambda * damped;
  return -2 * scale * slope - scale * scale * curvature;
}

function energyAtTrial(
  { objective, workspace, buffers, frozenComponent }: Problem,
  state: SolverState,
): Energy {
  const { trial, system } = buffers;
  for (let i = 0; i < STRIDE; i++) trial[i] = state.x[i] + system.vector[i];
  return energyAt(objective, workspace, trial, state.component, frozenComponent);
}
