/**
 * Trains the embedded regressor (`npm run train:lifter -- [--steps N[+N…]] [--seed N] [--width N]
 * [--blocks N] [--fresh]`) and writes `resources/lifter`. Goes on where a stopped run was, with the
 * same numbers: every batch has its own seed. `--steps 28000+28000` is two cosines, the second from
 * half the learning rate; it also goes on where 28000 has ended. Needs the native backend.
 */
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import * as tf from '@tensorflow/tfjs-core';
import { compactLandmarks } from '../src/core/body/landmarks.ts';
import { type Tensors, writeSafetensors } from '../src/core/formats/safetensors.ts';
import { seededRandom } from '../src/core/math/random.ts';
import { createLifter } from '../src/core/regress/lifter.ts';
import { INPUT_SIZE } from '../src/core/regress/lifter-input.ts';
import { initialWeights, runLifter } from '../src/core/regress/lifter-network.ts';
import { OUTPUT_SIZE } from '../src/core/regress/lifter-output.ts';
import { createOptimizer, type Optimizer, takeStep } from '../src/core/train/adam-w.ts';
import { createTape } from '../src/core/train/landmark-gradient.ts';
import { lifterLoss } from '../src/core/train/lifter-loss.ts';
import { emptyBatch, fillBatch, TRAINING_RECIPE } from '../src/core/train/lifter-sample.ts';
import { isLowPose } from '../src/core/train/pose-kinds.ts';
import { drawPool } from '../src/core/train/pose-pool.ts';
import { TRAINING_VIEWS } from '../src/core/train/synthetic-view.ts';
import { chooseBackend } from '../src/engine/compute/backend.ts';
import { loadCheckpoint, saveCheckpoint } from './lifter/checkpoint.ts';
import { mean, model, trainingPoses } from './lifter/data.ts';
import { drawCases, evaluateSet, SETS } from './lifter/evaluation.ts';

const BATCH = 256;
const LEARNING_RATE = 1e-3;
const WARM_UP_STEPS = 300;
/** The pool of bodies is drawn anew after so many steps. */
const POOL_STEPS = 2000;
const POOL_SIZE = 60_000;
const CHECKPOINT_STEPS = 500;
const RECIPE = { ...TRAINING_RECIPE, views: TRAINING_VIEWS };

const { values: options } = parseArgs({
  options: {
    steps: { type: 'string', default: '28000+28000' },
    seed: { type: 'string', default: '1' },
    width: { type: 'string', default: '768' },
    blocks: { type: 'string', default: '3' },
    fresh: { type: 'boolean', default: false },
    /** Learns from no pose of this kind (`low`, see `pose-kinds.ts`). */
    without: { type: 'string' },
    out: { type: 'string', default: 'resources/lifter' },
  },
});
const cycles = options.steps.split('+').map(Number);
const steps = cycles.reduce((sum, length) => sum + length, 0);
const seed = Number(options.seed);
const shape = { width: Number(options.width), blocks: Number(options.blocks) };

/** Linear warm-up, then half a cosine down to nothing; each further cycle begins half as high. */
function learningRate(step: number): number {
  let cycle = 0;
  let begin = 0;
  while (step > begin + (cycles[cycle] ?? 0)) begin += cycles[cycle++] ?? 0;
  const inCycle = step - begin;
  const warm = Math.min(1, inCycle / WARM_UP_STEPS);
  const peak = LEARNING_RATE / 2 ** cycle;
  return (warm * peak * (1 + Math.cos((Math.PI * inCycle) / (cycles[cycle] ?? 1)))) / 2;
}

const accepts =
  options.without === 'low' ? (landmarks: Float64Array) => !isLowPose(landmarks) : undefined;

function poolFor(step: number) {
  const round = Math.floor(step / POOL_STEPS);
  const random = seededRandom(seed * 1_000_003 + round);
  return drawPool(model, poses, POOL_SIZE, random, undefined, accepts);
}

function report(optimizer: Optimizer, losses: readonly number[]): Record<string, unknown> {
  const lifter = createLifter(tensorsOf(optimizer));
  const results = Object.fromEntries(
    (Object.keys(SETS) as (keyof typeof SETS)[]).map((set) => [
      set,
      evaluateSet(lifter, drawCases(set, 2000)),
    ]),
  );
  tf.dispose(lifter);
  return { cycles, seed, without: options.without, batch: BATCH, ...shape, losses, results };
}

function tensorsOf({ mean, weights }: Optimizer): Tensors {
  return Object.fromEntries(
    Object.entries(mean).map(([name, data]) => [name, { shape: weights[name].shape, data }]),
  );
}

function writeResult(optimizer: Optimizer, losses: readonly number[]): void {
  mkdirSync(options.out, { recursive: true });
  const path = join(options.out, 'lifter.safetensors');
  writeFileSync(`${path}.partial`, writeSafetensors(tensorsOf(optimizer), 'F16'));
  renameSync(`${path}.partial`, path);
  const text = JSON.stringify(report(optimizer, losses), undefined, 1);
  writeFileSync(join(options.out, 'report.json'), `${text}\n`);
}

/**
 * The batch's loss, and a scalar with the same gradient by the weights: outputs · ∂loss/∂outputs,
 * the second factor held.
 */
function linearisedLoss() {
  const outputs = runLifter(optimizer.weights, tf.tensor2d(batch.inputs, [BATCH, INPUT_SIZE]));
  const loss = lifterLoss(tape, outputs.dataSync() as Float32Array, batch, outputGradient);
  const held = tf.tensor2d(outputGradient, [BATCH, OUTPUT_SIZE]);
  return { loss, surrogate: tf.sum(tf.mul(outputs, held)) as tf.Scalar };
}

const backend = await chooseBackend();
if (backend.name !== 'tensorflow') {
  console.error(`Training needs the native backend: ${backend.notes.join('; ')}`);
  process.exit(2);
}
const poses = trainingPoses();
const tape = createTape(compactLandmarks(model));
const outputGradient = new Float32Array(BATCH * OUTPUT_SIZE);
const optimizer = createOptimizer(initialWeights(shape, mean, seededRandom(seed)));
const resumed = options.fresh
  ? undefined
  : loadCheckpoint(optimizer, { seed, cycles, without: options.without, ...shape });
const losses = resumed?.losses ?? [];
const batch = emptyBatch(BATCH);
let pool = poolFor(resumed?.step ?? 0);
let recent = 0;
const began = performance.now();
const first = resumed?.step ?? 0;
for (let step = first + 1; step <= steps; step++) {
  if (step % POOL_STEPS === 0) pool = poolFor(step);
  fillBatch(batch, pool, RECIPE, seededRandom(seed * 7_368_787 + step));
  const value = takeStep(optimizer, { step, learningRate: learningRate(step) }, linearisedLoss);
  if (!Number.isFinite(value)) throw new Error(`The loss is not finite at step ${step}`);
  recent += value;
  if (step % 100 === 0) {
    const rate = (1000 * (step - first)) / (performance.now() - began);
    const minutesLeft = (steps - step) / rate / 60;
    console.log(
      `step ${step} of ${steps}, loss ${(recent / 100).toFixed(4)}, ${rate.toFixed(1)} steps/s, ${minutesLeft.toFixed(0)} min left`,
    );
    if (step % CHECKPOINT_STEPS === 0) losses.push(Number((recent / 100).toFixed(4)));
    recent = 0;
  }
  if (step % CHECKPOINT_STEPS === 0)
    saveCheckpoint(optimizer, { step, losses, seed, cycles, without: options.without, ...shape });
}
writeResult(optimizer, losses);
console.log(`Written: ${options.out}`);
