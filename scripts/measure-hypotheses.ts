/**
 * What other hypotheses are worth (`npm run measure:hypotheses -- [--cases N]`): on validation poses as
 * the lifter sees them (sets B2 and C), and on set H from starts 0.25 rad off.
 */
import { parseArgs } from 'node:util';
import type { BodyParameters } from '../src/core/body/body-model.ts';
import { type Fitter, fitBody } from '../src/core/fit/fitter.ts';
import { candidateBodies, rivalOf } from '../src/core/fit/hypotheses/candidates.ts';
import { fitWithHypotheses, searchHypotheses } from '../src/core/fit/hypotheses/hypotheses.ts';
import type { AnchoredProblem } from '../src/core/fit/hypotheses/mirrored.ts';
import type { FitProblem } from '../src/core/fit/problem.ts';
import { problemFromKeypoints } from '../src/core/fit/problem-from-keypoints.ts';
import { bodyFromUnknowns } from '../src/core/fit/skeleton/unknowns.ts';
import { loadBodyModel, loadFitter } from '../src/engine/adapters/embedded-models.ts';
import { skeletonPaMm } from '../test/bench/accuracy.ts';
import { anchoredProblem, drawSetH, fitterForSetH } from '../test/bench/set-h.ts';
import { cpuMs, meanOf, median } from '../test/bench/statistics.ts';
import { type LiftedCase, type LiftedSet, liftedCases } from './fit/lifted-cases.ts';
import { type BodyErrorsMm, bodyErrorsMm } from './fit/mean-errors.ts';
import { fitTurnOdds, reliability, type TurnSample, turnSamples } from './hypotheses/turn-odds.ts';

const { values } = parseArgs({ options: { cases: { type: 'string', default: '500' } } });
const CASES = Number(values.cases);
const WITHIN_MM = [20, 40];
const row = (...cells: (string | number)[]) => console.log(`| ${cells.join(' | ')} |`);
const mm = (value: number) => value.toFixed(1);

interface Outcome {
  readonly single: BodyErrorsMm;
  /** Of the lowest energy after three rounds. */
  readonly lowest: BodyErrorsMm;
  readonly likeliest: BodyErrorsMm;
  /** Best in PA-MPJPE and best in MPJPE of all candidates. */
  readonly bestPa: number;
  readonly bestMpjpe: number;
  readonly candidates: number;
  /** Whether the rival is nearer to the truth than the shown body; undefined when none is asked about. */
  readonly rivalIsNearer: boolean | undefined;
  /** Of the body of the points alone; undefined where it is not offered. */
  readonly pointsAlone: BodyErrorsMm | undefined;
  readonly searchCpuMs: number;
  readonly candidatesCpuMs: number;
  readonly turns: readonly TurnSample[];
}

function measure(fitter: Fitter, { person, regression, truth }: LiftedCase): Outcome {
  const problem = { ...problemFromKeypoints(person, fitter.measures), regression };
  const shown = fitBody(fitter, problem, [regression]).body;
  let lowest = shown;
  const searchCpuMs = cpuMs(() => {
    lowest = fitWithHypotheses(fitter, problem, [regression], { rounds: 3 }).body;
  });
  let candidates: ReturnType<typeof candidateBodies> = [];
  const candidatesCpuMs = cpuMs(() => {
    candidates = candidateBodies(fitter, problem, shown);
  });
  const errors = candidates.map(({ body }) => bodyErrorsMm(body, truth));
  const rival = rivalOf(candidates);
  const likeliest = candidates.reduce(
    (best, { weight }, i) => (weight > (candidates[best]?.weight ?? 0) ? i : best),
    0,
  );
  return {
    single: bodyErrorsMm(shown, truth),
    lowest: bodyErrorsMm(lowest, truth),
    likeliest: errors[likeliest] ?? bodyErrorsMm(shown, truth),
    bestPa: Math.min(...errors.map(({ paMpjpe }) => paMpjpe)),
    bestMpjpe: Math.min(...errors.map(({ mpjpe }) => mpjpe)),
    candidates: candidates.length,
    rivalIsNearer:
      rival === undefined ? undefined : (errors[rival]?.mpjpe ?? 0) < (errors[0]?.mpjpe ?? 0),
    pointsAlone: errors[candidates.findIndex(({ isAnchored }) => !isAnchored)],
    searchCpuMs,
    candidatesCpuMs,
    turns: turnSamples(fitter, problem as AnchoredProblem, shown, truth),
  };
}

function within(errors: readonly number[]): string {
  return WITHIN_MM.map((limit) => {
    const share = errors.filter((error) => error <= limit).length / errors.length;
    return `${(100 * share).toFixed(1)} %`;
  }).join(' / ');
}

function reportSet(set: LiftedSet, outcomes: readonly Outcome[]): void {
  console.log(
    `\nSet ${set}, ${outcomes.length} people. MPJPE: 14 LSP joints about the mid hip, PA: after the best similarity; mm.\n`,
  );
  row('', 'MPJPE', 'PA-MPJPE', 'MPJPE within 20 / 40 mm', 'PA within 20 / 40 mm');
  row('---', '---', '---', '---', '---');
  for (const key of ['single', 'lowest', 'likeliest'] as const) {
    const [a, b] = [outcomes.map((o) => o[key].mpjpe), outcomes.map((o) => o[key].paMpjpe)];
    row(NAMES[key], mm(meanOf(a)), mm(meanOf(b)), within(a), within(b));
  }
  const [a, b] = [outcomes.map((o) => o.bestMpjpe), outcomes.map((o) => o.bestPa)];
  row('best of the candidates', mm(meanOf(a)), mm(meanOf(b)), within(a), within(b));
  const asked = outcomes.filter(({ rivalIsNearer }) => rivalIsNearer !== undefined);
  const nearer = asked.filter(({ rivalIsNearer }) => rivalIsNearer === true).length;
  console.log(
    `\n${meanOf(outcomes.map((o) => o.candidates)).toFixed(1)} candidates a person; asked about ` +
      `${((100 * asked.length) / outcomes.length).toFixed(0)} % of the people, of whom the other body was nearer (MPJPE) for ` +
      `${((100 * nearer) / Math.max(1, asked.length)).toFixed(0)} %. CPU, median: candidates ` +
      `${median(outcomes.map((o) => o.candidatesCpuMs)).toFixed(1)} ms, three rounds of search ${median(outcomes.map((o) => o.searchCpuMs)).toFixed(1)} ms.`,
  );
}

function reportPointsAlone(outcomes: readonly Outcome[]): void {
  const offered = outcomes.flatMap(({ single, pointsAlone }) =>
    pointsAlone === undefined ? [] : [{ single, pointsAlone }],
  );
  if (offered.length === 0) {
    console.log('The points alone are offered for nobody.');
    return;
  }
  const nearer = offered.filter((o) => o.pointsAlone.paMpjpe < o.single.paMpjpe).length;
  console.log(
    `The points alone are offered for ${offered.length} people, and nearer (PA) for ${nearer} of them: ` +
      `${mm(meanOf(offered.map((o) => o.pointsAlone.paMpjpe)))} instead of ${mm(meanOf(offered.map((o) => o.single.paMpjpe)))} mm.`,
  );
}

const NAMES = {
  single: 'default fit, single start',
  lowest: 'lowest energy of three rounds',
  likeliest: 'likeliest candidate',
};

/** Odds from every other person, tried on the rest. */
function reportOdds(people: readonly (readonly TurnSample[])[]): void {
  const weights = fitTurnOdds(people.filter((_, i) => i % 2 === 0).flat());
  console.log('\nLog odds that a bone points the other way, from every second person:');
  console.log(
    `bone, slant, energy / T, prior: ${[...weights].map((w) => w.toFixed(4)).join(', ')}`,
  );
  console.log('The shipped odds on the other people:\n');
  row('said', 'right', 'bones');
  row('---', '---', '---');
  for (const cells of reliability(people.filter((_, i) => i % 2 === 1).flat())) row(...cells);
}

function reportSetH(): void {
  const fitter = fitterForSetH('r025');
  const cases = drawSetH('r025', Math.min(256, CASES));
  console.log(
    `\nSet H, 0.25 rad, ${cases.length} people, PA-MPJPE of the 24 skeleton joints, mm:\n`,
  );
  row('', 'PA-MPJPE', 'best of the minima', 'minima', 'CPU ms, median');
  row('---', '---', '---', '---', '---');
  const searched = (rounds: number) => (problem: FitProblem, start: BodyParameters) =>
    searchHypotheses(fitter, problem, [start], { rounds }).minima.map(({ x }) =>
      bodyFromUnknowns(x),
    );
  const ways: Readonly<Record<string, (p: FitProblem, s: BodyParameters) => BodyParameters[]>> = {
    'single start': (problem, start) => [fitBody(fitter, problem, [start], false).body],
    'component exchange (default)': (problem, start) => [fitBody(fitter, problem, [start]).body],
    'one round': searched(1),
    'three rounds': searched(3),
  };
  for (const [name, bodiesOf] of Object.entries(ways)) {
    let bodies: BodyParameters[] = [];
    const runs = cases.map((item) => {
      const cpu = cpuMs(() => {
        bodies = bodiesOf(anchoredProblem(item), item.start);
      });
      return { cpu, errors: bodies.map((body) => skeletonPaMm(body, item.truth)) };
    });
    row(
      name,
      mm(meanOf(runs.map(({ errors }) => errors[0] ?? 0))),
      mm(meanOf(runs.map(({ errors }) => Math.min(...errors)))),
      meanOf(runs.map(({ errors }) => errors.length)).toFixed(1),
      median(runs.map(({ cpu }) => cpu)).toFixed(1),
    );
  }
}

const fitter = loadFitter(loadBodyModel());
const turns: (readonly TurnSample[])[] = [];
for (const set of ['B2', 'C'] as const) {
  const outcomes = (await liftedCases(set, CASES)).map((item) => measure(fitter, item));
  reportSet(set, outcomes);
  reportPointsAlone(outcomes);
  turns.push(...outcomes.map((outcome) => outcome.turns));
}
reportOdds(turns);
reportSetH();
