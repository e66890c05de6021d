/** How long a fit takes: CPU milliseconds, one core, beside SMPLify in PyTorch where it is there. */
import type { BodyParameters } from '../../src/core/body/body-model.ts';
import { createPosedMesh, meshLandmarks } from '../../src/core/body/posed-mesh.ts';
import { fitBody, refitBody } from '../../src/core/fit/fitter.ts';
import type { FitProblem } from '../../src/core/fit/problem.ts';
import { paMpjpe } from '../../src/core/metrics/pose-error.ts';
import { model, newFitter } from '../fixtures/embedded.ts';
import { anchoredPaMm } from './accuracy.ts';
import { hasMocap } from './bench-poses.ts';
import { type BenchProblem, drawProblems } from './fit-problems.ts';
import { SETS_H, type SetH } from './set-h.ts';
import { cpuMs, meanOf, median, quantile } from './statistics.ts';
import { torchFitMs } from './torch-peer.ts';

const PROBLEMS = 300;
/** The first ones warm the compiler up. */
const WARM_UP = 100;
const MOVED_PX = 20;
const HAND_WEIGHT = 25;

const fitter = newFitter(0.25);
const mesh = createPosedMesh(model);

/** One fit after the other, as they come; only the last ones count. */
function times<Item>(items: readonly Item[], run: (item: Item) => void): number[] {
  return items.map((item) => cpuMs(() => run(item))).slice(WARM_UP);
}

/** One point is moved by 20 px of the crop, as a hand would. */
function moved({ problem }: BenchProblem, index: number): FitProblem {
  const at = index % problem.points.length;
  const px = (MOVED_PX * problem.cropSidePx) / 224;
  const points = problem.points.map((point, i) =>
    i === at ? { ...point, x: point.x + px, weight: HAND_WEIGHT, robust: false } : point,
  );
  return { ...problem, points };
}

function withSpinEnergy({ problem, start, truth }: BenchProblem): BenchProblem {
  return { problem: { ...problem, preset: 'spin-energy' }, start, truth };
}

export async function benchFit(): Promise<Record<string, number | string | null>> {
  const problems = drawProblems(PROBLEMS);
  const spinProblems = problems.map(withSpinEnergy);
  const cold = times(problems, ({ problem, start }) => fitBody(fitter, problem, [start], false));
  const whole = times(problems, ({ problem, start }) => fitBody(fitter, problem, [start]));
  const spin = times(spinProblems, ({ problem, start }) =>
    fitBody(fitter, problem, [start], false),
  );
  const fitted = problems.map(({ problem, start }) => fitBody(fitter, problem, [start]));
  const live = times(
    problems.map((item, i) => ({ problem: moved(item, i), start: fitted[i]?.body ?? item.start })),
    ({ problem, start }) => refitBody(fitter, problem, start),
  );
  const torchMs = torchFitMs(spinProblems.slice(WARM_UP, WARM_UP + 3));
  return {
    poses: hasMocap ? 'motion capture, unseen subjects' : 'drawn from the embedded prior',
    coldFitCpuMs: rounded(median(cold)),
    defaultFitCpuMs: rounded(median(whole)),
    spinEnergyFitCpuMs: rounded(median(spin)),
    liveRefitCpuMs: rounded(median(live)),
    liveRefitCpuMsP95: rounded(quantile(live, 0.95)),
    torchFitCpuMs: torchMs === null ? null : rounded(torchMs),
    ratioFullBatch1: torchMs === null ? null : Math.round(torchMs / median(spin)),
    mocapStartPaMpjpeMm: hasMocap ? paMm(problems, (_, i) => problems[i]?.start) : null,
    mocapFitPaMpjpeMm: hasMocap ? paMm(problems, (_, i) => fitted[i]?.body) : null,
    ...setHPaMm(),
  };
}

/** Mean PA-MPJPE, millimetres. */
function paMm(
  problems: readonly BenchProblem[],
  bodyOf: (item: BenchProblem, index: number) => BodyParameters | undefined,
): number {
  const errors = problems.map((item, i) => {
    const body = bodyOf(item, i) ?? item.start;
    return 1000 * paMpjpe(meshLandmarks(mesh, body), meshLandmarks(mesh, item.truth));
  });
  return rounded(meanOf(errors));
}

function setHPaMm(): Record<string, number> {
  const names = Object.keys(SETS_H) as SetH[];
  return Object.fromEntries(names.map((name) => [`${name}PaMm`, rounded(anchoredPaMm(name))]));
}

function rounded(value: number): number {
  return Number(value.toFixed(2));
}
