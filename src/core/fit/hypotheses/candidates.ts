/** The bodies that a person may choose between: what the points leave open, with how likely each is. */
import type { BodyParameters } from '../../body/body-model.ts';
import { LIMB_BONES } from '../../body/bones.ts';
import { type Fitter, fitBody } from '../fitter.ts';
import { PRESETS } from '../presets.ts';
import type { FitProblem } from '../problem.ts';
import { jointsFromPelvis, rmsDistance } from '../skeleton/joint-distance.ts';
import { bodyFromUnknowns, unknownsOf } from '../skeleton/unknowns.ts';
import { confidentErrorPx } from './confident-error.ts';
import { logEvidence } from './evidence.ts';
import { SAME_BODY_M, searchHypotheses } from './hypotheses.ts';
import {
  type Alternative,
  type AnchoredProblem,
  energyOfBody,
  mirroredBodies,
} from './mirrored.ts';
import { type TurnedBone, turnedBones } from './turned-bones.ts';

export interface Candidate {
  readonly body: BodyParameters;
  /** Pixels² of a 224 crop; near the regression with the bones turned as they are here. */
  readonly energy: number;
  /** Probability among the candidates. */
  readonly weight: number;
  /** False for the body that the points alone give, without the regression. */
  readonly isAnchored: boolean;
  /** Bones that point the other way in depth than the shown body's. */
  readonly turned: readonly TurnedBone[];
}

const ROUNDS = 3;
/** Mean distance of confident points, pixels of a 224 crop, above which the regression is in doubt. */
const DOUBTFUL_PX = 8;
/** Less likely than this, relative to the shown body, is not worth a look. */
const LEAST_ODDS = 0.02;

/** How often it was the nearer one: 1 of 11 simulated people (`npm run measure:hypotheses`). */
const POINTS_ALONE_ODDS = 0.1;

type Found = Alternative & { readonly isAnchored: boolean };

/**
 * Distinct bodies, the shown one first, then the likeliest. With a regression they are ranked by the
 * odds of `mirrored.ts`, which weigh energy, pose prior and closeness to the regression; without one
 * they are the minima of the energy, by Laplace's evidence exp(−E/T) |H|^−½.
 *
 * @throws as {@link fitBody}
 */
export function candidateBodies(
  fitter: Fitter,
  problem: FitProblem,
  shownBody: BodyParameters,
): Candidate[] {
  const x = unknownsOf(shownBody);
  const energy = energyOfBody(fitter, problem, x);
  const shown: Found = { x, energy, logOdds: 0, isAnchored: true };
  const others = isAnchored(problem)
    ? mirroredBodies(fitter, problem, x)
    : otherMinima(fitter, problem, shownBody);
  const likely = others.filter(({ logOdds }) => logOdds > Math.log(LEAST_ODDS));
  likely.sort((a, b) => b.logOdds - a.logOdds);
  const found = distinct(fitter, [
    shown,
    ...likely.map((other) => ({ ...other, isAnchored: true })),
    ...pointsAlone(fitter, problem, shownBody),
  ]);
  const total = found.reduce((sum, { logOdds }) => sum + Math.exp(logOdds), 0);
  return found.map((body) => ({
    body: bodyFromUnknowns(body.x),
    energy: body.energy,
    weight: Math.exp(body.logOdds) / total,
    isAnchored: body.isAnchored,
    turned: turnedBones(fitter.workspace.kinematics, x, body.x),
  }));
}

function isAnchored(problem: FitProblem): problem is AnchoredProblem {
  return isAnchoredPreset(problem) && problem.regression !== undefined;
}

function isAnchoredPreset({ preset }: FitProblem): boolean {
  return PRESETS[preset].anchored;
}

function otherMinima(fitter: Fitter, problem: FitProblem, shown: BodyParameters): Alternative[] {
  // Of the energy that spin-exact has too, whose Adam comes to no minimum.
  const settled: FitProblem = isAnchoredPreset(problem)
    ? problem
    : { ...problem, preset: 'spin-energy' };
  const { objective, minima } = searchHypotheses(fitter, settled, [shown], { rounds: ROUNDS });
  const own = logEvidence(fitter, objective, unknownsOf(shown));
  return minima.map(({ x, energy }) => ({
    x,
    energy,
    logOdds: logEvidence(fitter, objective, x) - own,
  }));
}

/** SPIN's energy in the real camera, where the regression and sure points contradict each other. */
function pointsAlone(fitter: Fitter, problem: FitProblem, shown: BodyParameters): Found[] {
  if (!isAnchored(problem)) return [];
  if (confidentErrorPx(fitter, problem, unknownsOf(shown)) <= DOUBTFUL_PX) return [];
  const { body } = fitBody(fitter, { ...problem, preset: 'spin-energy' }, [shown]);
  const x = unknownsOf(body);
  const logOdds = Math.log(POINTS_ALONE_ODDS);
  return [{ x, energy: energyOfBody(fitter, problem, x), logOdds, isAnchored: false }];
}

/** Without those that are within 20 mm (rms over the joints, pelvis on pelvis) of an earlier one. */
function distinct({ workspace: { kinematics } }: Fitter, found: readonly Found[]): Found[] {
  const kept: { body: Found; joints: Float64Array }[] = [];
  for (const body of found) {
    const joints = jointsFromPelvis(kinematics, body.x);
    const isNew = kept.every((other) => rmsDistance(joints, other.joints) > SAME_BODY_M);
    if (isNew) kept.push({ body, joints });
  }
  return kept.map(({ body }) => body);
}

/** A rival costs at most this share more … */
const CLOSE_SHARE = 0.15;
/** … and one of five such bodies is the right one. */
const CLOSE_ODDS = 0.25;
/** … and it is worth a question: the end of a limb bone is elsewhere by this, metres. */
const ASKED_M = 0.1;

/** Index of the body that differs by a bone and is too close to the shown one to be decided without a person. */
export function rivalOf(candidates: readonly Candidate[]): number | undefined {
  const [shown] = candidates;
  const index = candidates.findIndex(
    ({ energy, weight, turned }) =>
      turned.some(({ bone, changeM }) => changeM > ASKED_M && LIMB_BONES.includes(bone)) &&
      energy < (1 + CLOSE_SHARE) * shown.energy &&
      weight > CLOSE_ODDS * shown.weight,
  );
  return index > 0 ? index : undefined;
}
