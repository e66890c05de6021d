/** Levenberg–Marquardt over frames in a row, as `levenberg-marquardt.ts` does it for one. */
import {
  type BlockBand,
  bandStride,
  blockOffset,
  createBlockBand,
  factorizeBlockBand,
  solveBlockBand,
} from '../../math/block-band-cholesky.ts';
import { BETAS, POSE } from '../skeleton/unknowns.ts';
import type { Workspace } from '../solver/objective.ts';
import { createFrameState } from './frame-state.ts';
import {
  createSequenceEquations,
  FRAME_ORDER,
  type SequenceEquations,
} from './sequence-equations.ts';
import {
  linearizeSequence,
  type SequenceObjective,
  type SequencePoint,
  sequenceEnergy,
} from './sequence-objective.ts';

export interface SequenceSolution {
  /** Unknowns of each frame, shape [88]. */
  readonly xs: readonly Float64Array[];
  readonly startEnergy: number;
  /** Never above that of the start. */
  readonly energy: number;
  readonly iterations: number;
}

const MAX_ITERATIONS = 40;
const TOLERANCE = 1e-4;
const START_LAMBDA = 1e-3;
const MAX_LAMBDA = 1e12;
const MIN_LAMBDA = 1e-12;
const MAX_STEP_RAD = 0.4;

interface Solver {
  readonly objective: SequenceObjective;
  readonly workspace: Workspace;
  readonly equations: SequenceEquations;
  readonly damping: Float64Array;
  readonly factor: BlockBand;
  readonly inverseDiagonal: Float64Array;
  readonly step: Float64Array;
}

/** @param start unknowns of each frame; frames without an objective stay as they are */
export function minimizeSequence(
  objective: SequenceObjective,
  workspace: Workspace,
  start: readonly Float64Array[],
): SequenceSolution {
  const solver = createSolver(objective, workspace);
  let here = pointAt(start);
  let trial = pointAt(start);
  const startEnergy = sequenceEnergy(objective, workspace, here);
  let energy = startEnergy;
  let lambda = START_LAMBDA;
  let growth = 2;
  let stale = true;
  let iterations = 0;
  while (Number.isFinite(energy) && iterations < MAX_ITERATIONS && lambda < MAX_LAMBDA) {
    if (stale) linearizeSequence(objective, workspace, here, solver.equations, solver.damping);
    stale = false;
    const predicted = solveStep(solver, lambda);
    if (predicted === undefined) {
      lambda *= 4;
      continue;
    }
    iterations++;
    if (predicted <= 0.1 * TOLERANCE * energy) break;
    takeStep(here, solver.step, trial);
    const tried = sequenceEnergy(objective, workspace, trial);
    const decrease = energy - tried;
    if (!(decrease > 0)) {
      lambda *= growth;
      growth *= 2;
      continue;
    }
    [here, trial] = [trial, here];
    energy = tried;
    stale = true;
    lambda = Math.max(MIN_LAMBDA, lambda * shrinkage(decrease / predicted));
    growth = 2;
    if (decrease < TOLERANCE * energy) break;
  }
  return { xs: here.frames.map(({ x }) => x), startEnergy, energy, iterations };
}

/** Nielsen (1999). */
function shrinkage(gain: number): number {
  return Math.max(0.1, 1 - (2 * gain - 1) ** 3);
}

function createSolver(objective: SequenceObjective, workspace: Workspace): Solver {
  const count = objective.frames.length;
  const fixed = Uint8Array.from(objective.frames, (own) => (own === undefined ? 1 : 0));
  return {
    objective,
    workspace,
    equations: createSequenceEquations(fixed),
    damping: new Float64Array(count * FRAME_ORDER),
    factor: createBlockBand(count, FRAME_ORDER),
    inverseDiagonal: new Float64Array(count * FRAME_ORDER),
    step: new Float64Array(count * FRAME_ORDER),
  };
}

function pointAt(xs: readonly Float64Array[]): SequencePoint {
  const frames = xs.map((x) => {
    const frame = createFrameState();
    frame.x.set(x);
    return frame;
  });
  return { frames, components: new Int32Array(xs.length) };
}

function takeStep(from: SequencePoint, step: Float64Array, to: SequencePoint): void {
  to.components.set(from.components);
  for (const [f, { x }] of from.frames.entries()) {
    const target = to.frames[f].x;
    target.set(x);
    for (let i = 0; i < BETAS; i++) target[i] += step[FRAME_ORDER * f + i];
  }
}

/** Solves for `step` and returns the decrease that it promises; undefined if indefinite. */
function solveStep(
  { equations, damping, factor, inverseDiagonal, step }: Solver,
  lambda: number,
): number | undefined {
  const { band, gradient } = equations;
  factor.data.set(band.data);
  for (let f = 0; f < band.count; f++) {
    const start = blockOffset(band, f, f);
    for (let i = 0; i < FRAME_ORDER; i++) {
      factor.data[start + (bandStride(band) + 1) * i] += lambda * damping[FRAME_ORDER * f + i];
    }
  }
  for (let i = 0; i < step.length; i++) step[i] = -gradient[i];
  if (!factorizeBlockBand(factor, inverseDiagonal)) return undefined;
  solveBlockBand(factor, inverseDiagonal, step);
  return scaleStep(gradient, damping, step, lambda);
}

/** Shortens a step that turns too far; δᵀHδ = −gᵀδ − λ δᵀDδ for the full one. */
function scaleStep(
  gradient: Float64Array,
  damping: Float64Array,
  step: Float64Array,
  lambda: number,
): number {
  let slope = 0;
  let damped = 0;
  let largest = 0;
  for (let i = 0; i < step.length; i++) {
    slope += gradient[i] * step[i];
    damped += damping[i] * step[i] * step[i];
    if (i % FRAME_ORDER >= POSE) largest = Math.max(largest, Math.abs(step[i]));
  }
  const scale = largest > MAX_STEP_RAD ? MAX_STEP_RAD / largest : 1;
  for (let i = 0; i < step.length; i++) step[i] *= scale;
  return -2 * scale * slope - scale * scale * (-slope - lambda * damped);
}
