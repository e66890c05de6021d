/**
 * Fits a person in frames of a video together: each frame's own anchored energy, and terms that
 * hold accelerations to what people do (`motion-noise.ts`). One body: the betas are the track's and
 * do not change.
 */
import type { BodyParameters } from '../../body/body-model.ts';
import type { Fitter } from '../fitter.ts';
import { PRESETS } from '../presets.ts';
import { type FitProblem, stagesOf } from '../problem.ts';
import {
  BETAS,
  bodyFromUnknowns,
  STRIDE,
  unknownsFromBody,
  unwrapRoot,
} from '../skeleton/unknowns.ts';
import type { Objective } from '../solver/objective.ts';
import { groupPoints } from '../terms/observations.ts';
import type { AccelerationWeights } from './motion-noise.ts';
import { minimizeSequence } from './sequence-solver.ts';

/** Somebody in one frame. */
export interface SequenceFrame {
  /** Where the body stands before; its betas are kept. */
  readonly body: BodyParameters;
  /** What the frame's picture says; undefined where the person was not found in it. */
  readonly problem: FitProblem | undefined;
  /** The body stays as it is, and its neighbours are drawn to it. */
  readonly isHeld: boolean;
}

export interface SequenceResult {
  /** Of each frame; a held one as it was. */
  readonly bodies: readonly BodyParameters[];
  /** Pixels² of a 224 crop, summed over the frames. */
  readonly startEnergy: number;
  /** Never above `startEnergy`. */
  readonly energy: number;
  readonly iterations: number;
}

/**
 * @param frames at even intervals of time
 * @throws StudioError `fit/infeasible` for a point that is not finite
 */
export function fitSequence(
  fitter: Fitter,
  frames: readonly SequenceFrame[],
  weights: AccelerationWeights,
): SequenceResult {
  const objective = { frames: frames.map((frame) => objectiveOf(fitter, frame)), weights };
  const start = frames.map(({ body }, f) => {
    const x = new Float64Array(STRIDE);
    unknownsFromBody(body, x);
    const anchor = objective.frames[f]?.anchor;
    if (anchor !== undefined) unwrapRoot(x, anchor.center);
    return x;
  });
  const { xs, ...solution } = minimizeSequence(objective, fitter.workspace, start);
  const bodies = xs.map((x, f) => (frames[f].isHeld ? frames[f].body : bodyFromUnknowns(x)));
  return { ...solution, bodies };
}

function objectiveOf(fitter: Fitter, frame: SequenceFrame): Objective | undefined {
  if (frame.isHeld) return undefined;
  const free = new Uint8Array(STRIDE).fill(1, 0, BETAS);
  if (frame.problem === undefined) return { ...unseen(fitter), free };
  const depth = (frame.problem.regression ?? frame.body).translation[2];
  return { ...stagesOf(frame.problem, fitter.mixture, fitter.error, depth).full, free };
}

/** Only what is known of all poses; time says the rest. */
function unseen({ mixture }: Fitter): Omit<Objective, 'free'> {
  const { poseWeight, bendWeight } = PRESETS.anchored;
  return {
    camera: { focalLength: 1, principalX: 0, principalY: 0 },
    observations: groupPoints([], 1),
    mixture,
    poseWeight,
    bendWeight,
    shapeWeight: 0,
    depth: undefined,
    anchor: undefined,
    constraints: [],
  };
}
