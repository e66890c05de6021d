/** How often a bone of the shown body points the wrong way, and what tells: logistic regression. */
import type { BodyParameters } from '../../src/core/body/body-model.ts';
import { type Bone, LIMB_BONES } from '../../src/core/body/bones.ts';
import type { Fitter } from '../../src/core/fit/fitter.ts';
import { boneDepth } from '../../src/core/fit/hypotheses/bone-flips.ts';
import {
  type AnchoredProblem,
  energyOfBody,
  isSeen,
  logOdds,
  type OddsEvidence,
  oddsEvidence,
  settleMirrored,
} from '../../src/core/fit/hypotheses/mirrored.ts';
import { unknownsOf } from '../../src/core/fit/skeleton/unknowns.ts';
import { factorizeCholesky, solveCholesky } from '../../src/core/math/cholesky.ts';

/** One bone of one person that comes to rest the other way round, too. */
export interface TurnSample {
  readonly evidence: OddsEvidence;
  /** Whether its end is nearer to the true depth that way. */
  readonly isRight: boolean;
}

export function turnSamples(
  fitter: Fitter,
  problem: AnchoredProblem,
  shown: BodyParameters,
  truth: BodyParameters,
): TurnSample[] {
  const { kinematics } = fitter.workspace;
  const x = unknownsOf(shown);
  const from = { x, energy: energyOfBody(fitter, problem, x) };
  const error = (body: Float64Array, bone: Bone) =>
    Math.abs(boneDepth(kinematics, body, bone) - boneDepth(kinematics, unknownsOf(truth), bone));
  return LIMB_BONES.filter((bone) => isSeen(problem, bone)).flatMap((bone) => {
    const to = settleMirrored(fitter, problem, [bone], x);
    const evidence = oddsEvidence(fitter, from, to);
    if (evidence.bones !== 1) return [];
    return [{ evidence, isRight: error(to.x, bone) < error(x, bone) }];
  });
}

const NEWTON_STEPS = 30;
const RIDGE = 1e-3;

/** Weights of bone, slant, energy and prior, by maximum likelihood. */
export function fitTurnOdds(samples: readonly TurnSample[]): Float64Array {
  const weights = new Float64Array(4);
  for (let step = 0; step < NEWTON_STEPS; step++) {
    const hessian = new Float64Array(16);
    const gradient = weights.map((weight) => -RIDGE * weight);
    for (let i = 0; i < 4; i++) hessian[5 * i] = RIDGE;
    for (const { evidence, isRight } of samples) addSample(featuresOf(evidence), isRight);
    const inverseDiagonal = new Float64Array(4);
    if (!factorizeCholesky(hessian, 4, 4, inverseDiagonal)) throw new Error('No odds can be told.');
    solveCholesky(hessian, 4, 4, inverseDiagonal, gradient);
    for (let i = 0; i < 4; i++) weights[i] += gradient[i];

    function addSample(features: readonly number[], isRight: boolean): void {
      const p = probability(features.reduce((sum, value, i) => sum + value * weights[i], 0));
      for (let i = 0; i < 4; i++) {
        gradient[i] += features[i] * (Number(isRight) - p);
        for (let j = 0; j < 4; j++) hessian[4 * i + j] += p * (1 - p) * features[i] * features[j];
      }
    }
  }
  return weights;
}

function featuresOf({ bones, slants, energyRise, priorRise }: OddsEvidence): number[] {
  return [bones, slants, energyRise, priorRise];
}

function probability(logarithm: number): number {
  return 1 / (1 + Math.exp(-logarithm));
}

const BINS = [0, 0.1, 0.2, 0.3, 0.4, 1];

/** Rows: what the shipped odds say, what is so, of how many bones. */
export function reliability(samples: readonly TurnSample[]): [string, string, number][] {
  const said = samples.map(({ evidence, isRight }) => ({
    p: probability(logOdds(evidence)),
    isRight,
  }));
  return BINS.slice(1).map((high, i) => {
    const inBin = said.filter(({ p }) => p >= BINS[i] && p < high);
    const right = inBin.filter(({ isRight }) => isRight).length;
    const share = inBin.length === 0 ? '–' : `${((100 * right) / inBin.length).toFixed(0)} %`;
    return [`${100 * BINS[i]}–${100 * high} %`, share, inBin.length];
  });
}
