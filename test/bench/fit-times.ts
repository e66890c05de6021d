/** CPU milliseconds of fits on one core: cold, by default, live. */
import type { BodyParameters } from '../../src/core/body/body-model.ts';
import { fitBody, refitBody } from '../../src/core/fit/fitter.ts';
import { candidateBodies } from '../../src/core/fit/hypotheses/candidates.ts';
import { searchHypotheses } from '../../src/core/fit/hypotheses/hypotheses.ts';
import type { FitProblem } from '../../src/core/fit/problem.ts';
import { problemFromSpinKeypoints } from '../../src/core/fit/smplify/spin-keypoints.ts';
import { newFitter } from '../fixtures/embedded.ts';
import type { BenchProblem } from './fit-problems.ts';
import { anchoredProblem, type CaseH } from './set-h.ts';
import { cpuMs, meanOf } from './statistics.ts';

/** The first ones warm the compiler up. */
export const WARM_UP = 100;
const MOVED_PX = 20;
const EVENT_PX = 3;
const EVENT_STEPS = 2;
const HAND_WEIGHT = 25;

const fitter = newFitter(0.25);

/** One after the other, as they come; only the last ones count. */
function times<Item>(items: readonly Item[], run: (item: Item) => void): number[] {
  return items.map((item) => cpuMs(() => run(item))).slice(WARM_UP);
}

export interface FitTimes {
  readonly ms: number[];
  readonly meanIterations: number;
}

function fitTimes<Item>(
  items: readonly Item[],
  run: (item: Item) => { iterations: number },
): FitTimes {
  const iterations: number[] = [];
  const ms = times(items, (item) => iterations.push(run(item).iterations));
  return { ms, meanIterations: meanOf(iterations) };
}

/** One start, camera stage included, no exchange of components. */
export function coldTimes(problems: readonly BenchProblem[]): FitTimes {
  return fitTimes(problems, ({ problem, start }) => fitBody(fitter, problem, [start], false));
}

/** As the studio fits: with exchange of components. */
export function defaultTimes(problems: readonly BenchProblem[]): number[] {
  return times(problems, ({ problem, start }) => fitBody(fitter, problem, [start]));
}

/** SPIN's energy on what the peers fit, cold. */
export function spinEnergyTimes(cases: readonly CaseH[]): number[] {
  return times(cases, ({ keypoints, start }) =>
    fitBody(fitter, problemFromSpinKeypoints(keypoints, 'spin-energy'), [start], false),
  );
}

/** SPIN's own 200 steps of Adam. */
export function spinExactTimes(cases: readonly CaseH[]): number[] {
  return times(cases, ({ keypoints, start }) =>
    fitBody(fitter, problemFromSpinKeypoints(keypoints, 'spin-exact'), [start]),
  );
}

/** Other minima looked for, from the start: one round is the best of 17. */
export function hypothesesTimes(cases: readonly CaseH[], rounds: number): number[] {
  return times(cases, (item) =>
    searchHypotheses(fitter, anchoredProblem(item), [item.start], { rounds }),
  );
}

/** What the studio shows to choose between, beside a fitted body. */
export function candidateTimes(cases: readonly CaseH[]): number[] {
  const items = cases.map((item) => {
    const problem = anchoredProblem(item);
    return { problem, shown: fitBody(fitter, problem, [item.start]).body };
  });
  return times(items, ({ problem, shown }) => candidateBodies(fitter, problem, shown));
}

/** A refit from the fitted body to its end, one point having jumped by 20 px of the crop. */
export function liveTimes(problems: readonly BenchProblem[]): FitTimes {
  return fitTimes(dragged(problems, MOVED_PX), ({ problem, start }) =>
    refitBody(fitter, problem, start),
  );
}

/** What one pointer event costs: a point moved by 3 px, two steps. */
export function eventTimes(problems: readonly BenchProblem[]): number[] {
  return times(dragged(problems, EVENT_PX), ({ problem, start }) => {
    let steps = 0;
    refitBody(fitter, problem, start, () => steps++ >= EVENT_STEPS);
  });
}

function dragged(problems: readonly BenchProblem[], px: number) {
  return problems.map(({ problem, start }, i) => ({
    problem: moved(problem, i, px),
    start: fitBody(fitter, problem, [start]).body,
  }));
}

/** A point is moved, as a hand would, by pixels of the crop. */
function moved(problem: FitProblem, index: number, px: number): FitProblem {
  const at = index % problem.points.length;
  const step = (px * problem.cropSidePx) / 224;
  const points = problem.points.map((point, i) =>
    i === at ? { ...point, x: point.x + step, weight: HAND_WEIGHT, robust: false } : point,
  );
  return { ...problem, points };
}

/** The default's bodies, in the order of the problems. */
export function fittedBodies(problems: readonly BenchProblem[]): BodyParameters[] {
  return problems.map(({ problem, start }) => fitBody(fitter, problem, [start]).body);
}
