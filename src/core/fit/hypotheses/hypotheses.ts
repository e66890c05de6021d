/**
 * Other minima of a person's energy: bones turned the other way in depth, the torso turned, a person
 * seen from the side facing elsewhere, other components of the pose prior. Each is followed for a few
 * steps, and only what may become the best or a plausible alternative is followed to its end.
 */
import type { BodyParameters } from '../../body/body-model.ts';
import { LIMB_TURNS, SHOULDERS, TORSO_TURNS } from '../../body/bones.ts';
import {
  bestMinimum,
  COLD,
  COLD_LAMBDA,
  type FitResult,
  type Fitter,
  otherComponents,
  resultOf,
  solve,
  towardsComponent,
} from '../fitter.ts';
import type { FitProblem } from '../problem.ts';
import { jointsFromPelvis, rmsDistance } from '../skeleton/joint-distance.ts';
import type { SolverState } from '../solver/levenberg-marquardt.ts';
import { energyAt, type Objective } from '../solver/objective.ts';
import { boneDepth, flipBone, turnRoot } from './bone-flips.ts';

export interface SearchOptions {
  /**
   * How often the search begins, each time from the best minimum so far; it ends when a round finds
   * nothing better. With one round the torso stays as it is turned: it almost never pays.
   */
  readonly rounds: number;
}

/** Distinct minima, the one of lowest energy first. */
export interface Hypotheses {
  readonly objective: Objective;
  readonly minima: readonly SolverState[];
}

/**
 * Steps of a trial, and its energy relative to where it set out from above which it ends after the
 * first of them: saves a tenth of all steps of set H and loses no minimum.
 */
const FIRST_STEPS = 2;
const FURTHER_STEPS = 3;
const HOPEFUL = 1.3;
/** Energy after its trial, relative to the best, above which a hypothesis is no alternative. */
const PLAUSIBLE = 1.15;
/** Bodies nearer than this are one: rms distance of the 24 skeleton joints, pelvis on pelvis, metres. */
export const SAME_BODY_M = 0.02;
/** A person is seen from the side when the shoulders lie one behind the other by this, metres. */
const SIDE_VIEW_M = 0.2;

/** Radians about the body's own vertical. */
const YAWS = [Math.PI / 2, Math.PI, -Math.PI / 2];

/** {@link fitBody} that also looks for other minima; never ends above it. */
export function fitWithHypotheses(
  fitter: Fitter,
  problem: FitProblem,
  starts: readonly BodyParameters[],
  options: SearchOptions,
): FitResult {
  const { objective, minima } = searchHypotheses(fitter, problem, starts, options);
  return resultOf(fitter, { objective, state: minima[0], stop: 'converged' });
}

/** @throws as {@link fitBody} */
export function searchHypotheses(
  fitter: Fitter,
  problem: FitProblem,
  starts: readonly BodyParameters[],
  { rounds }: SearchOptions,
): Hypotheses {
  const { objective, state } = bestMinimum(fitter, problem, starts, false);
  const found = [rested(fitter, state)];
  for (let round = 0; round < rounds; round++) {
    const [before] = found;
    const turnsTorso = round === 0 && rounds > 1;
    for (const trial of trialsFrom(fitter, objective, before.state, turnsTorso)) {
      follow(fitter, objective, trial, found);
    }
    found.sort((a, b) => a.state.energy - b.state.energy);
    if (found[0] === before) break;
  }
  return { objective, minima: found.map((rest) => rest.state) };
}

interface Rested {
  readonly state: SolverState;
  /** Skeleton joints from the pelvis, shape [24, 3], metres. */
  readonly joints: Float64Array;
}

/** Follows a trial to its end, unless it comes to where another one rests. */
function follow(fitter: Fitter, objective: Objective, trial: SolverState, found: Rested[]): void {
  const body = rested(fitter, trial);
  if (found.some((other) => isNear(body, other))) return;
  solve(fitter, objective, trial, COLD);
  const end = rested(fitter, trial);
  const same = found.findIndex((other) => isNear(end, other));
  if (same < 0) found.push(end);
  else if (trial.energy < found[same].state.energy) found[same] = end;
}

/** The hypotheses that are worth following, after a few steps each, the most promising first. */
function trialsFrom(
  fitter: Fitter,
  objective: Objective,
  from: SolverState,
  turnsTorso: boolean,
): SolverState[] {
  const turned = turnedBodies(fitter, from.x, turnsTorso);
  const trials = [
    ...turned.map((x) => trialAt(fitter, objective, x, from.energy)),
    ...(objective.poseWeight === 0 ? [] : otherComponents(fitter, from)).map((k) =>
      towardsComponent(fitter, objective, from, k),
    ),
  ];
  const best = Math.min(from.energy, ...trials.map(({ energy }) => energy));
  return trials
    .filter(({ energy }) => energy <= PLAUSIBLE * best)
    .toSorted((a, b) => a.energy - b.energy);
}

/** The unknowns of a body with bones or all of it turned. */
function turnedBodies({ workspace }: Fitter, from: Float64Array, turnsTorso: boolean) {
  const { kinematics } = workspace;
  const flipped = [...LIMB_TURNS, ...(turnsTorso ? TORSO_TURNS : [])].map((bones) => {
    const x = from.slice();
    for (const bone of bones) flipBone(kinematics, x, bone);
    return x;
  });
  const isSideView = Math.abs(boneDepth(kinematics, from, SHOULDERS)) > SIDE_VIEW_M;
  const yawed = (turnsTorso && isSideView ? YAWS : []).map((yaw) => {
    const x = from.slice();
    turnRoot(x, yaw);
    return x;
  });
  return [...flipped, ...yawed];
}

function trialAt(
  fitter: Fitter,
  objective: Objective,
  x: Float64Array,
  energyBefore: number,
): SolverState {
  const { total, component } = energyAt(objective, fitter.workspace, x, 0, false);
  const state = { x, energy: total, component, lambda: COLD_LAMBDA, iterations: 0 };
  solve(fitter, objective, state, { maxIterations: FIRST_STEPS, tolerance: 1e-4 });
  if (state.energy > HOPEFUL * energyBefore) return state;
  solve(fitter, objective, state, { maxIterations: FURTHER_STEPS, tolerance: 1e-4 });
  return state;
}

function rested({ workspace: { kinematics } }: Fitter, state: SolverState): Rested {
  return { state, joints: jointsFromPelvis(kinematics, state.x) };
}

function isNear(a: Rested, b: Rested): boolean {
  return rmsDistance(a.joints, b.joints) < SAME_BODY_M;
}
