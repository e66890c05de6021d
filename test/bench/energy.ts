/** SPIN's energy, minimised: against SPIN's own Adam and a converged one, at the same translation. */
import type { BodyParameters } from '../../src/core/body/body-model.ts';
import { type Fitter, fitBody } from '../../src/core/fit/fitter.ts';
import { fitWithHypotheses } from '../../src/core/fit/hypotheses/hypotheses.ts';
import { type FitProblem, stagesOf } from '../../src/core/fit/problem.ts';
import { bodyFromUnknowns } from '../../src/core/fit/skeleton/unknowns.ts';
import { smplify } from '../../src/core/fit/smplify/smplify.ts';
import { problemFromSpinKeypoints } from '../../src/core/fit/smplify/spin-keypoints.ts';
import { type CaseH, drawSetH, fitterForSetH } from './set-h.ts';
import { cpuMs, median } from './statistics.ts';

const CONVERGED_STEPS = 1000;
const ROUNDS = 3;
/** "Not above" means up to this, relatively. */
const TOLERANCE = 1e-4;

interface EnergyCase {
  readonly problem: FitProblem;
  /** At the translation that SPIN's camera stage found. */
  readonly start: BodyParameters;
  readonly spinExact: number;
  readonly converged: number;
}

/** Without a torso the fit begins with its second stage, so the translation stays SPIN's. */
function energyCase(fitter: Fitter, { keypoints, start }: CaseH): EnergyCase {
  const problem = problemFromSpinKeypoints(keypoints, 'spin-energy');
  const stages = stagesOf(problem, fitter.mixture, fitter.error, start.translation[2]);
  const exact = smplify(stages, fitter.workspace, start);
  const converged = smplify(stages, fitter.workspace, start, { bodySteps: CONVERGED_STEPS });
  const { translation } = bodyFromUnknowns(exact.x);
  return {
    problem: { ...problem, torso: [] },
    start: { ...start, translation },
    spinExact: exact.energy,
    converged: converged.energy,
  };
}

export function benchEnergy(): Record<string, number> {
  const fitter = fitterForSetH('r025');
  const cases = drawSetH('r025').map((item) => energyCase(fitter, item));
  const exchanged = minimised(cases, ({ problem, start }) => fitBody(fitter, problem, [start]));
  const single = minimised(cases, ({ problem, start }) => fitBody(fitter, problem, [start], false));
  const searched = minimised(cases, ({ problem, start }) =>
    fitWithHypotheses(fitter, problem, [start], { rounds: ROUNDS }),
  );
  return {
    energyNotWorse: shareNotAbove(exchanged.energies, cases, 'spinExact'),
    energyNotWorseCpuMs: median(exchanged.ms),
    energyNotWorseSingleStart: shareNotAbove(single.energies, cases, 'spinExact'),
    energyWorstRatio: worstRatio(exchanged.energies, cases, 'spinExact'),
    energyNotWorseHypotheses: shareNotAbove(searched.energies, cases, 'spinExact'),
    energyNotWorseHypothesesCpuMs: median(searched.ms),
    energyNotWorseThanConverged: shareNotAbove(searched.energies, cases, 'converged'),
    energyWorstRatioToConverged: worstRatio(searched.energies, cases, 'converged'),
  };
}

type Peer = 'spinExact' | 'converged';

function minimised(cases: readonly EnergyCase[], run: (item: EnergyCase) => { energy: number }) {
  const energies: number[] = [];
  const ms = cases.map((item) => cpuMs(() => energies.push(run(item).energy)));
  return { energies, ms };
}

function shareNotAbove(energies: readonly number[], cases: readonly EnergyCase[], peer: Peer) {
  const limit = (item: EnergyCase) => item[peer] * (1 + TOLERANCE);
  return cases.filter((item, i) => energies[i] <= limit(item)).length / cases.length;
}

function worstRatio(energies: readonly number[], cases: readonly EnergyCase[], peer: Peer) {
  return Math.max(...cases.map((item, i) => energies[i] / item[peer]));
}
