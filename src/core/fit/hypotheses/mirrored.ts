/**
 * Bodies that differ from the shown one by bones that point the other way in depth, each near the
 * regression with the same bones turned: an anchor has one minimum, but a regressor that mistakes the
 * depth of a bone mistakes it wholly.
 */
import type { BodyParameters } from '../../body/body-model.ts';
import { type Bone, LIMB_TURNS, TORSO_TURNS } from '../../body/bones.ts';
import { COLD_LAMBDA, type Fitter, solve, stagesFor, stateAt } from '../fitter.ts';
import type { FitProblem } from '../problem.ts';
import { bodyFromUnknowns, unknownsOf } from '../skeleton/unknowns.ts';
import { bestComponent } from '../terms/mixture-prior.ts';
import { boneDepth, boneLength, flipBone } from './bone-flips.ts';
import { TEMPERATURE } from './evidence.ts';
import { turnedBones } from './turned-bones.ts';

interface Place {
  readonly x: Float64Array;
  readonly energy: number;
}

/** A body beside the shown one. */
export interface Alternative extends Place {
  /** Logarithm of how much likelier it is than the shown body. */
  readonly logOdds: number;
}

export type AnchoredProblem = FitProblem & { readonly regression: BodyParameters };

/**
 * Logarithm of the odds that bones point the other way: logistic regression on the bones of bodies
 * that the lifter gave for validation poses, printed by `npm run measure:hypotheses`. For each turned
 * bone a constant and its slant (depth by length), then the rise of energy / T and of the pose prior.
 * The energy's came out as +0.007 and is taken as 0: both bodies meet the points, near their regression.
 */
const ODDS = { bone: -0.847, slant: -2.247, energy: 0, prior: -0.0313 };

/** Where an alternative has been seen well enough. */
const SETTLED = { maxIterations: 12, tolerance: 1e-4 };

/** What the odds go by, summed over the turned bones. */
export interface OddsEvidence {
  readonly bones: number;
  readonly slants: number;
  /** In units of T. */
  readonly energyRise: number;
  readonly priorRise: number;
}

export function logOdds({ bones, slants, energyRise, priorRise }: OddsEvidence): number {
  const { bone, slant, energy, prior } = ODDS;
  return bone * bones + slant * slants + energy * energyRise + prior * priorRise;
}

/** One alternative for each set of bones that come to rest the other way round. */
export function mirroredBodies(
  fitter: Fitter,
  problem: AnchoredProblem,
  shown: Float64Array,
): Alternative[] {
  const from = { x: shown, energy: energyOfBody(fitter, problem, shown) };
  const seen = LIMB_TURNS.filter((bones) => bones.every((bone) => isSeen(problem, bone)));
  return [...seen, ...TORSO_TURNS].flatMap((bones) => {
    const { x, energy } = settleMirrored(fitter, problem, bones, shown);
    const evidence = oddsEvidence(fitter, from, { x, energy });
    return evidence.bones === 0 ? [] : [{ x, energy, logOdds: logOdds(evidence) }];
  });
}

/** Nobody can say of a bone outside the picture which way it points. */
export function isSeen({ points, placingPoints }: FitProblem, { joint }: Bone): boolean {
  const ends = [...points, ...placingPoints].filter(({ landmark }) => landmark === joint);
  return ends.some(({ weight }) => weight > 0);
}

/** The minimum near the shown body and the regression, both with the bones turned. */
export function settleMirrored(
  fitter: Fitter,
  problem: AnchoredProblem,
  bones: readonly Bone[],
  shown: Float64Array,
): Place {
  const turned = (body: Float64Array) => {
    const x = body.slice();
    for (const bone of bones) flipBone(fitter.workspace.kinematics, x, bone);
    return bodyFromUnknowns(x);
  };
  const start = turned(shown);
  const regression = turned(unknownsOf(problem.regression));
  const { full } = stagesFor(fitter, { ...problem, regression }, start);
  const state = stateAt(fitter, full, start, COLD_LAMBDA);
  solve(fitter, full, state, SETTLED);
  return state;
}

/** What speaks for going from one body to another. */
export function oddsEvidence({ mixture, workspace }: Fitter, from: Place, to: Place): OddsEvidence {
  const { kinematics } = workspace;
  const turned = turnedBones(kinematics, from.x, to.x);
  const slants = turned.map(
    ({ bone }) =>
      Math.abs(boneDepth(kinematics, from.x, bone)) / boneLength(kinematics, from.x, bone),
  );
  const prior = ({ x }: Place) => bestComponent(mixture, x, 0).energy;
  return {
    bones: turned.length,
    slants: slants.reduce((a, b) => a + b, 0),
    energyRise: (to.energy - from.energy) / TEMPERATURE,
    priorRise: prior(to) - prior(from),
  };
}

/** Energy of a body by the problem's own regression. */
export function energyOfBody(fitter: Fitter, problem: FitProblem, x: Float64Array): number {
  const body = bodyFromUnknowns(x);
  const { full } = stagesFor(fitter, problem, body);
  return stateAt(fitter, full, body, COLD_LAMBDA).energy;
}
