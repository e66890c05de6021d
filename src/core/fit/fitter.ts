/**
 * Fits a body to 2D points: SMPLify's energy, anchored to the regression or as SPIN has it
 * (`presets.ts`), minimised by Levenberg–Marquardt over translation, pose and betas.
 */
import type { BodyModel, BodyParameters } from '../body/body-model.ts';
import { type CompactLandmarks, compactLandmarks } from '../body/landmarks.ts';
import { type BodyMeasures, prepareMeasures } from '../body/measurements.ts';
import type { MeanParameters, PosePrior } from '../body/pose-statistics.ts';
import { StudioError } from '../common/errors.ts';
import { requireFinite, requireFiniteEnergy, requireUsable } from './checks.ts';
import { PRESETS } from './presets.ts';
import { type FitProblem, stagesOf } from './problem.ts';
import { createKinematics } from './skeleton/kinematics.ts';
import { bodyFromUnknowns, STRIDE, unknownsFromBody, unwrapRoot } from './skeleton/unknowns.ts';
import { smplify } from './smplify/smplify.ts';
import {
  createSolverBuffers,
  minimize,
  type SolverBuffers,
  type SolverState,
  type StopReason,
  type Termination,
} from './solver/levenberg-marquardt.ts';
import { createNormalEquations } from './solver/normal-equations.ts';
import {
  type EnergyTerms,
  energyAt,
  energyTerms,
  type Objective,
  type Workspace,
} from './solver/objective.ts';
import { createPriorsCurvature } from './solver/priors.ts';
import { startsFromPoints } from './start.ts';
import { componentEnergy, type MixturePrior, prepareMixture } from './terms/mixture-prior.ts';
import type { RegressorError } from './terms/regressor-error.ts';
import { createReprojectionBuffers } from './terms/reprojection.ts';

/** Where a fit has come to rest, to go on from. */
export interface Minimum {
  readonly objective: Objective;
  readonly state: SolverState;
  readonly stop: StopReason;
}

export interface FitResult {
  readonly body: BodyParameters;
  /** Pixels² of a 224 crop; comparable between fits of the same problem only. */
  readonly energy: number;
  readonly terms: EnergyTerms;
  readonly iterations: number;
  readonly stop: StopReason;
}

/** What one event of a drag leaves to the next. */
export interface Drag {
  /** Damping that the last step ended with. */
  lambda: number;
}

/** A solver with the memory that it works in: one problem at a time. */
export interface Fitter {
  readonly landmarks: CompactLandmarks;
  readonly measures: BodyMeasures;
  readonly mixture: MixturePrior;
  readonly mean: MeanParameters;
  readonly error: RegressorError;
  readonly workspace: Workspace;
  readonly buffers: SolverBuffers;
}

export interface FitterParts {
  readonly model: BodyModel;
  readonly prior: PosePrior;
  readonly mean: MeanParameters;
  readonly error: RegressorError;
}

export const COLD: Termination = { maxIterations: 50, tolerance: 1e-5 };
const CAMERA: Termination = { maxIterations: 12, tolerance: 1e-4 };
export const COLD_LAMBDA = 0.1;
/**
 * Other components of the mixture that are tried after convergence, and for how many steps. On set H
 * two end below SPIN's energy in all cases, three lower it by another 1 % for 0.8 ms, all by 2 %
 * for 4 ms.
 */
const EXCHANGED_COMPONENTS = 3;
const EXCHANGE_STEPS = 5;

/** @throws StudioError `model/invalid` for a prior or a body that cannot be fitted */
export function createFitter({ model, prior, mean, error }: FitterParts): Fitter {
  if (model.betaCount !== 10) {
    const issue = 'the fit knows bodies with 10 betas only';
    const message = `The body ${model.name} cannot be fitted: ${issue}. Choose another body.`;
    throw new StudioError('model/invalid', message, { source: model.name, issues: [issue] });
  }
  const landmarks = compactLandmarks(model);
  const workspace = {
    kinematics: createKinematics(landmarks),
    reprojection: createReprojectionBuffers(),
    normal: createNormalEquations(),
    priors: createPriorsCurvature(),
    damping: new Float64Array(STRIDE),
  };
  const mixture = prepareMixture(prior);
  const measures = prepareMeasures(model);
  const buffers = createSolverBuffers();
  return { landmarks, measures, mixture, mean, error, workspace, buffers };
}

/**
 * The best body from any of the starts; without one, from the mean pose in four directions.
 * Never ends above the energy of a start, but under `spin-exact`, which takes its steps regardless.
 *
 * @param exchanges also looks behind the ridges between the prior's components
 * @throws StudioError `fit/no-keypoints` with fewer than two points that count,
 *   `fit/infeasible` when a number is not finite or every start lies behind the camera
 */
export function fitBody(
  fitter: Fitter,
  problem: FitProblem,
  starts: readonly BodyParameters[],
  exchanges = true,
): FitResult {
  return resultOf(fitter, bestMinimum(fitter, problem, starts, exchanges));
}

/** {@link fitBody}, to go on from. */
export function bestMinimum(
  fitter: Fitter,
  problem: FitProblem,
  starts: readonly BodyParameters[],
  exchanges: boolean,
): Minimum {
  requireUsable(problem);
  const from =
    starts.length > 0 ? starts : startsFromPoints(fitter.landmarks, fitter.mean, problem);
  const minima = from.map((start) => minimumFrom(fitter, problem, start, exchanges));
  return requireFeasible(
    fitter,
    minima.reduce((a, b) => (b.state.energy < a.state.energy ? b : a)),
  );
}

/**
 * Goes on from the body on screen while a point is dragged: same energy, no camera stage, no
 * exchange of components, until converged or out of time. By Levenberg–Marquardt under every preset,
 * `spin-exact` too: two hundred steps of Adam are no answer to a hand. Cut off anywhere, it gives no
 * worse a body than the start.
 *
 * @param drag goes from event to event of a drag, else an event that is cut off early would always
 *   end among dampings that are too small for its first step
 */
export function refitBody(
  fitter: Fitter,
  problem: FitProblem,
  start: BodyParameters,
  outOfTime?: () => boolean,
  drag: Drag = { lambda: COLD_LAMBDA },
): FitResult {
  requireUsable(problem);
  const { full } = stagesFor(fitter, problem, start);
  const state = stateAt(fitter, full, start, Math.max(COLD_LAMBDA, drag.lambda));
  const stop = solve(fitter, full, state, { ...COLD, outOfTime });
  drag.lambda = state.lambda;
  return resultOf(fitter, requireFeasible(fitter, { objective: full, state, stop }));
}

function minimumFrom(
  fitter: Fitter,
  problem: FitProblem,
  start: BodyParameters,
  exchanges: boolean,
): Minimum {
  const { camera, full: objective } = stagesFor(fitter, problem, start);
  if (PRESETS[problem.preset].solver === 'adam') {
    const state = smplify({ camera, full: objective }, fitter.workspace, start);
    return { objective, state, stop: 'iteration-limit' };
  }
  const direct = stateAt(fitter, objective, start, COLD_LAMBDA);
  const placed = camera && placeFirst(fitter, camera, objective, start);
  // SPIN keeps the translation of the camera stage, so there its energy is that of the stage's end.
  const keepPlace = !PRESETS[problem.preset].translationFree;
  const state = placed && (keepPlace || placed.energy < direct.energy) ? placed : direct;
  const stop = solve(fitter, objective, state, COLD);
  if (exchanges && objective.poseWeight > 0) exchangeComponents(fitter, objective, state);
  return { objective, state, stop };
}

export function stagesFor(fitter: Fitter, problem: FitProblem, start: BodyParameters) {
  requireFinite(start, 'start');
  return stagesOf(problem, fitter.mixture, fitter.error, start.translation[2]);
}

/** Root and translation from the torso; the state is that of the full energy at the place found. */
function placeFirst(
  fitter: Fitter,
  camera: Objective,
  full: Objective,
  start: BodyParameters,
): SolverState | undefined {
  const state = stateAt(fitter, camera, start, COLD_LAMBDA);
  solve(fitter, camera, state, CAMERA);
  const placed = stateAt(fitter, full, bodyFromUnknowns(state.x), COLD_LAMBDA);
  placed.iterations = state.iterations;
  return Number.isFinite(placed.energy) ? placed : undefined;
}

/** Looks behind the ridges between the mixture's components, the larger trap of the two. */
function exchangeComponents(fitter: Fitter, objective: Objective, state: SolverState): void {
  for (const k of otherComponents(fitter, state).slice(0, EXCHANGED_COMPONENTS)) {
    const trial = withComponent(fitter, objective, state, k);
    state.iterations += trial.iterations;
    if (!(trial.energy < state.energy)) continue;
    state.x.set(trial.x);
    state.energy = trial.energy;
    state.component = trial.component;
  }
}

/** The mixture's other components, most likely first. */
export function otherComponents({ mixture }: Fitter, { x, component }: SolverState): number[] {
  return Array.from({ length: mixture.componentCount }, (_, k) => k)
    .filter((k) => k !== component)
    .map((k) => ({ k, energy: componentEnergy(mixture, k, x) }))
    .toSorted((a, b) => a.energy - b.energy)
    .map(({ k }) => k);
}

function withComponent(
  fitter: Fitter,
  objective: Objective,
  state: SolverState,
  k: number,
): SolverState {
  const trial = towardsComponent(fitter, objective, state, k);
  solve(fitter, objective, trial, COLD);
  return trial;
}

/** Goes towards component k for a few steps and is then let go. */
export function towardsComponent(
  fitter: Fitter,
  objective: Objective,
  state: SolverState,
  k: number,
): SolverState {
  const x = state.x.slice();
  const { total } = energyAt(objective, fitter.workspace, x, k, true);
  const trial = { x, energy: total, component: k, lambda: COLD_LAMBDA, iterations: 0 };
  solve(fitter, objective, trial, { maxIterations: EXCHANGE_STEPS, tolerance: 1e-4 }, true);
  const released = energyAt(objective, fitter.workspace, x, k, false);
  trial.energy = released.total;
  trial.component = released.component;
  return trial;
}

export function solve(
  { workspace, buffers }: Fitter,
  objective: Objective,
  state: SolverState,
  until: Termination,
  frozenComponent = false,
): StopReason {
  return minimize({ objective, workspace, buffers, frozenComponent }, state, until);
}

export function stateAt(
  fitter: Fitter,
  objective: Objective,
  body: BodyParameters,
  lambda: number,
): SolverState {
  const x = new Float64Array(STRIDE);
  unknownsFromBody(body, x);
  if (objective.anchor !== undefined) unwrapRoot(x, objective.anchor.center);
  const { total, component } = energyAt(objective, fitter.workspace, x, 0, false);
  return { x, energy: total, component, lambda, iterations: 0 };
}

export function resultOf(fitter: Fitter, { objective, state, stop }: Minimum): FitResult {
  const body = bodyFromUnknowns(state.x);
  const terms = energyTerms(objective, fitter.workspace, state.x);
  return { body, energy: state.energy, terms, iterations: state.iterations, stop };
}

function requireFeasible(fitter: Fitter, minimum: Minimum): Minimum {
  const { objective, state } = minimum;
  if (!Number.isFinite(state.energy)) {
    requireFiniteEnergy(energyTerms(objective, fitter.workspace, state.x));
  }
  return minimum;
}
