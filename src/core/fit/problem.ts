/** A person's problem: points, camera, where to start, what to stay near. */
import type { BodyParameters } from '../body/body-model.ts';
import type { Pinhole } from '../camera/pinhole.ts';
import { type FitPreset, PRESETS } from './presets.ts';
import { BETAS, POSE, STRIDE, TRANSLATION, UNKNOWN_COUNT } from './skeleton/unknowns.ts';
import type { Objective } from './solver/objective.ts';
import { createAnchor } from './terms/anchor.ts';
import { type ImagePlaces, imagePlacesTerm } from './terms/image-places.ts';
import type { MixturePrior } from './terms/mixture-prior.ts';
import { groupPoints, type PointTarget } from './terms/observations.ts';
import { anchorFactor, type RegressorError } from './terms/regressor-error.ts';
import type { Term } from './terms/term.ts';

export interface FitProblem {
  readonly preset: FitPreset;
  readonly camera: Pinhole;
  /** Weights are relative to a detected point of confidence 1. */
  readonly points: readonly PointTarget[];
  /** Points that place the body but do not bend it; they take part in the camera stage only. */
  readonly placingPoints: readonly PointTarget[];
  /** Points of the camera stage, where they are not the visible hips and shoulders. */
  readonly torso?: readonly PointTarget[] | undefined;
  /** Side of the square crop round the person, pixels of the image: the unit of errors. */
  readonly cropSidePx: number;
  /** What the regressor said; undefined fits without an anchor. */
  readonly regression: BodyParameters | undefined;
  /** What a person knows besides the points. */
  readonly constraints: readonly Term[];
  /** What a network has read from the picture; it counts beside an anchor only. */
  readonly imagePlaces?: ImagePlaces | undefined;
}

export const CROP_SIZE_PX = 224;
/** Torso: shoulders and hips place the body. */
const TORSO = new Set([1, 2, 16, 17]);

export interface Stages {
  /** Root and translation from the torso; undefined when fewer than two torso points are there. */
  readonly camera: Objective | undefined;
  readonly full: Objective;
}

/** @throws StudioError `fit/infeasible` for a point that is not finite */
export function stagesOf(
  problem: FitProblem,
  mixture: MixturePrior,
  error: RegressorError,
  startDepth: number,
): Stages {
  const { anchor, ...weights } = weighed(problem, error);
  const common = { camera: problem.camera, mixture, anchor, shapeWeight: weights.shapeWeight };
  const full: Objective = {
    ...common,
    observations: groupPoints(scaled(problem, problem.points), sigmaPx(problem)),
    poseWeight: weights.poseWeight,
    bendWeight: weights.bendWeight,
    depth:
      weights.depthWeight === 0 ? undefined : { weight: weights.depthWeight, depth: startDepth },
    constraints: problem.constraints,
    evidence: anchor && problem.imagePlaces && imagePlacesTerm(problem.imagePlaces),
    free: freeMask(weights.translationFree, true),
  };
  const torso = problem.torso ?? visibleTorso(problem, weights.confidentTorso);
  if (torso.length < 2) return { camera: undefined, full };
  const camera: Objective = {
    ...common,
    observations: groupPoints(
      scaled(
        problem,
        torso.map((point) => ({ ...point, robust: false })),
      ),
      sigmaPx(problem),
    ),
    poseWeight: 0,
    bendWeight: 0,
    shapeWeight: 0,
    depth: { weight: weights.cameraDepthWeight, depth: startDepth },
    constraints: [],
    free: freeMask(true, false),
  };
  return { camera, full };
}

/** Beside an anchor the priors count for as much as the regressor has not learnt of them. */
function weighed({ preset, regression }: FitProblem, error: RegressorError) {
  const weights = PRESETS[preset];
  if (!weights.anchored || regression === undefined) return { ...weights, anchor: undefined };
  const { factors } = error;
  return {
    ...weights,
    poseWeight: factors.pose * weights.poseWeight,
    bendWeight: factors.bend * weights.bendWeight,
    shapeWeight: factors.shape * weights.shapeWeight,
    depthWeight: factors.depth * weights.depthWeight,
    anchor: createAnchor(regression, error.precision, anchorFactor(error)),
  };
}

function visibleTorso(
  { points, placingPoints }: FitProblem,
  confidentTorso: boolean,
): readonly PointTarget[] {
  return [...points, ...placingPoints]
    .filter(({ landmark, weight }) => TORSO.has(landmark) && weight > 0)
    .map((point) => (confidentTorso ? point : { ...point, weight: 1 }));
}

function sigmaPx({ preset, cropSidePx }: FitProblem): number {
  return (PRESETS[preset].sigmaCropPx * cropSidePx) / CROP_SIZE_PX;
}

/** Weights that turn errors in the image's pixels into pixels of the crop. */
function scaled({ cropSidePx }: FitProblem, points: readonly PointTarget[]): PointTarget[] {
  const factor = (CROP_SIZE_PX / cropSidePx) ** 2;
  return points.map((point) => ({ ...point, weight: factor * point.weight }));
}

function freeMask(translation: boolean, body: boolean): Uint8Array {
  const free = new Uint8Array(STRIDE);
  if (translation) free.fill(1, TRANSLATION, POSE);
  free.fill(1, POSE, body ? UNKNOWN_COUNT : POSE + 3);
  if (!body) free.fill(0, BETAS, UNKNOWN_COUNT);
  return free;
}
