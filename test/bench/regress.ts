/** Regressors by themselves, on whatever backend is active: pictures and people a second. */
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seededRandom } from '../../src/core/math/random.ts';
import { runAffineHead } from '../../src/core/regress/spin/affine-head.ts';
import { createSpinNetwork } from '../../src/core/regress/spin/spin-network.ts';
import { loadLifterWeights } from '../../src/engine/adapters/embedded-models.ts';
import { chooseBackend } from '../../src/engine/compute/backend.ts';
import { createFeatureCache } from '../../src/engine/compute/feature-cache.ts';
import { createLifterRegressor } from '../../src/engine/compute/lifter-regressor.ts';
import { pictureOf, type SeenPerson } from '../../src/engine/compute/regressor.ts';
import { createSpinRegressor } from '../../src/engine/compute/spin-regressor.ts';
import { annotatedSample } from '../fixtures/annotated-sample.ts';
import { model, sampleTruths } from '../fixtures/embedded.ts';
import { randomSpinWeights } from '../fixtures/spin-weights.ts';
import type { Report } from './fit.ts';

const CROP_VALUES = 224 * 224 * 3;
const BATCHES = 5;
const PEOPLE = 256;

export async function benchRegress(): Promise<Report> {
  const backend = await chooseBackend();
  const home = mkdtempSync(join(tmpdir(), 'spin-bench-'));
  try {
    const network = spinNetwork();
    return {
      backend: backend.name,
      spinNetwork: network,
      spinPeople: await spinPeople(home),
      lifter: await lifter(),
    };
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/** SPIN's network at full size with random weights: features of crops that are in memory, and the head. */
function spinNetwork(): Report {
  const network = createSpinNetwork(randomSpinWeights(1), 'random');
  const { uniform } = seededRandom(1);
  const report: Record<string, Report> = {};
  for (const batch of [1, 8]) {
    const crops = Float32Array.from({ length: batch * CROP_VALUES }, () => 4 * uniform() - 2);
    report[`batch ${batch}`] = measured(batch, () => {
      const features = network.features(crops, batch);
      for (let i = 0; i < batch; i++) runAffineHead(network.head, features, 2048 * i);
    });
  }
  network.dispose();
  return report;
}

/** Everything behind the detector: decoding, crops, network, bodies in the pictures' cameras; then from the cache. */
async function spinPeople(home: string): Promise<Report> {
  const cache = createFeatureCache(join(home, 'features'));
  const smpl = { ...model, isSmpl: true };
  const weights = randomSpinWeights(1);
  const parts = { weights, source: 'random', model: smpl, cache, cropKind: 'exact' as const };
  const spin = createSpinRegressor(parts);
  await spin.regress(people(home, 1)); // the first pass sets the kernels up
  const all = people(home, 33).slice(1);
  const first = await timed(all.length, () => spin.regress(all));
  const again = await timed(all.length, () => spin.regress(people(home, 33).slice(1)));
  spin.dispose();
  return { people: all.length, 'pictures and people': first, 'kept features': again };
}

async function lifter(): Promise<Report> {
  const regressor = createLifterRegressor(loadLifterWeights());
  const some = people('', PEOPLE);
  await regressor.regress(some);
  return timed(BATCHES * PEOPLE, async () => {
    for (let i = 0; i < BATCHES; i++) await regressor.regress(some);
  });
}

/** The sample's renders over and over; every one a file of its own when there is a folder for them. */
function people(home: string, count: number): SeenPerson[] {
  const truths = sampleTruths();
  return Array.from({ length: count }, (_, i) => {
    const truth = truths[i % truths.length] as (typeof truths)[number];
    const { keypoints, camera } = annotatedSample(truth);
    const path = home === '' ? truth.name : join(home, `${i}.jpg`);
    if (home !== '' && !existsSync(path)) copyFileSync(`resources/samples/${truth.name}`, path);
    const picture = pictureOf({ path, name: truth.name });
    return { jointSet: 'coco17', keypoints: [...keypoints], camera, picture };
  });
}

function measured(count: number, work: () => void): Report {
  work();
  const cpu = process.cpuUsage();
  const times = Array.from({ length: BATCHES }, () => {
    const began = performance.now();
    work();
    return performance.now() - began;
  });
  const { user, system } = process.cpuUsage(cpu);
  return figures(count, Math.min(...times), (user + system) / 1000 / BATCHES);
}

async function timed(count: number, work: () => Promise<unknown>): Promise<Report> {
  const cpu = process.cpuUsage();
  const began = performance.now();
  await work();
  const ms = performance.now() - began;
  const { user, system } = process.cpuUsage(cpu);
  return figures(count, ms, (user + system) / 1000);
}

/** CPU time is of all cores, and the figure that other work on the machine disturbs least. */
function figures(count: number, ms: number, cpuMs: number): Report {
  return {
    perSecond: round((1000 * count) / ms),
    ms: round(ms),
    cpuMs: round(cpuMs),
    cpuMsEach: round(cpuMs / count),
  };
}

function round(value: number): number {
  return Number(value.toPrecision(3));
}
