/** The fit, measured in one run: speed beside SMPLify in PyTorch, energy, nearness to the truth. */
import type { BodyParameters } from '../../src/core/body/body-model.ts';
import { createPosedMesh, meshLandmarks } from '../../src/core/body/posed-mesh.ts';
import { paMpjpe } from '../../src/core/metrics/pose-error.ts';
import { model } from '../fixtures/embedded.ts';
import { compareOnSetsH } from './accuracy.ts';
import { hasMocap } from './bench-poses.ts';
import { benchEnergy } from './energy.ts';
import { type BenchProblem, drawProblems, withImagePlaces } from './fit-problems.ts';
import {
  candidateTimes,
  coldTimes,
  defaultTimes,
  eventTimes,
  fittedBodies,
  hypothesesTimes,
  liveTimes,
  spinEnergyTimes,
  spinExactTimes,
} from './fit-times.ts';
import { compareLifted, correctedPaMm } from './lifted.ts';
import { ratios, timePeers } from './peers.ts';
import { drawSetH } from './set-h.ts';
import { meanOf, median, quantile } from './statistics.ts';
import { stepSplit } from './step-split.ts';
import { fitsPerSecondOnAllCores } from './throughput.ts';

const PROBLEMS = 300;

const mesh = createPosedMesh(model);

export type Report = { readonly [name: string]: number | string | null | Report };

export async function benchFit(): Promise<Report> {
  const problems = drawProblems(PROBLEMS);
  const withPlaces = withImagePlaces(problems);
  const before = spinEnergyTimes(drawSetH('r025'));
  const live = liveTimes(problems);
  const cold = coldTimes(problems);
  const peers = timePeers();
  // Before and after the peers: what else runs on the machine meets both alike.
  const spinEnergyMs = median([...before, ...spinEnergyTimes(drawSetH('r025'))]);
  const sets = { ...compareOnSetsH(), ...(await lifted()) };
  const corrected = hasMocap ? await correctedPaMm() : null;
  return rounded({
    poses: hasMocap ? 'motion capture, unseen subjects' : 'drawn from the embedded prior',
    coldFitCpuMs: median(cold.ms),
    coldFitIterations: cold.meanIterations,
    defaultFitCpuMs: median(defaultTimes(problems)),
    defaultFitWithPlacesCpuMs: median(defaultTimes(withPlaces)),
    spinEnergyFitCpuMs: spinEnergyMs,
    spinExactFitCpuMs: median(spinExactTimes(drawSetH('r025'))),
    stepMs: stepSplit(problems),
    fitsPerSecondPerCore: 1000 / meanOf(cold.ms),
    fitsPerSecondOnAllCores: await fitsPerSecondOnAllCores(),
    liveRefitCpuMs: median(live.ms),
    liveRefitWithPlacesCpuMs: median(liveTimes(withPlaces).ms),
    liveRefitCpuMsP95: quantile(live.ms, 0.95),
    liveRefitCpuMsP99: quantile(live.ms, 0.99),
    liveRefitIterations: live.meanIterations,
    pointerEventCpuMs: median(eventTimes(problems)),
    torchFitCpuMs: peers && { ...peers },
    ...ratios(peers, spinEnergyMs),
    ratioTunedBatch1Live: peers && peers.TunedBatch1 / median(live.ms),
    hypothesesCpuMs: median(hypothesesTimes(drawSetH('r025'), 1)),
    hypothesesThreeRoundsCpuMs: median(hypothesesTimes(drawSetH('r025'), 3)),
    candidatesCpuMs: median(candidateTimes(drawSetH('r025'))),
    ...benchEnergy(),
    mocapStartPaMpjpeMm: paMm(problems, (i) => problems[i].start),
    mocapFitPaMpjpeMm: paMm(problems, bodyOf(fittedBodies(problems))),
    paRatio: Object.fromEntries(Object.entries(sets).map(([name, s]) => [name, s?.ratio ?? null])),
    paMpjpe: sets,
    correctedPa: corrected?.fitted ?? null,
    correctedLiftedPa: corrected?.lifted ?? null,
  });
}

async function lifted() {
  if (!hasMocap) return { lifterC: null, lifterB2: null };
  return { lifterC: await compareLifted('C'), lifterB2: await compareLifted('B2') };
}

function bodyOf(bodies: readonly BodyParameters[]) {
  return (i: number) => bodies[i];
}

/** Mean PA-MPJPE, millimetres; null without poses of people. */
function paMm(
  problems: readonly BenchProblem[],
  bodyAt: (index: number) => BodyParameters,
): number | null {
  if (!hasMocap) return null;
  return meanOf(
    problems.map(
      ({ truth }, i) => 1000 * paMpjpe(meshLandmarks(mesh, bodyAt(i)), meshLandmarks(mesh, truth)),
    ),
  );
}

function rounded(report: Report): Report {
  return Object.fromEntries(
    Object.entries(report).map(([name, value]) => {
      if (typeof value === 'number') return [name, Number(value.toFixed(3))];
      return [name, value !== null && typeof value === 'object' ? rounded(value) : value];
    }),
  );
}
