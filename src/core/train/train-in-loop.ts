/**
 * SPIN's loop: the network regresses, the fit starts there, what it finds becomes what the network
 * learns, and again (Kolotouros et al. 2019).
 */
import * as tf from '@tensorflow/tfjs-core';
import type { BodyParameters } from '../body/body-model.ts';
import { StudioError } from '../common/errors.ts';
import type { Tensors } from '../formats/safetensors.ts';
import { type Random, seededRandom } from '../math/random.ts';
import { OUTPUT_SIZE } from '../regress/lifter-output.ts';
import { takeStep } from './adam-w.ts';
import { type FoundFit, keepBetter, type Label, labelOf } from './fits-dictionary.ts';
import { type HeldOutError, heldOutError } from './held-out-error.ts';
import type { LandmarkTape } from './landmark-gradient.ts';
import {
  type LoopState,
  optimizerOf,
  type Progress,
  restoreProgress,
  saveProgress,
  tensorsOf,
} from './loop-state.ts';
import { type LossParts, type LossWeights, SPIN_WEIGHTS, spinLoss } from './spin-loss.ts';
import { superviseRows } from './supervise.ts';
import type { TrainableRegressor, Weights } from './trainable-regressor.ts';
import { learnable, type TrainingPerson } from './training-person.ts';

/** Fits bodies to people from what was regressed; undefined where no fit can be had. */
export type FitPeople = (
  people: readonly TrainingPerson[],
  regressions: readonly (BodyParameters | undefined)[],
) => Promise<readonly (FoundFit | undefined)[]>;

/**
 * Draws people with truth from elsewhere, so that the network does not forget: simulated ones, or
 * older ones. `labels` are the bodies that the run learns from at present.
 */
export type ReplaySource = (
  count: number,
  random: Random,
  labels: readonly Label[],
) => readonly TrainingPerson[] | Promise<readonly TrainingPerson[]>;

export interface LoopSettings {
  /** `head`: the layers behind the features that are kept; `spin`: the whole network. */
  readonly recipe: 'head' | 'spin';
  readonly epochs: number;
  readonly batchSize: number;
  readonly learningRate: number;
  readonly seed: number;
  /** Stops after so many epochs without a better held-out error. */
  readonly patience: number;
  /** Share of each batch that comes from the replay source, 0 … < 1. */
  readonly replayShare: number;
  /** SPIN's unless given. */
  readonly loss?: LossWeights;
  /** How often an epoch goes through the people; once unless given. */
  readonly passes?: number;
}

export interface EpochReport {
  /** Counts from 1; 0 is the state before the first step. */
  readonly epoch: number;
  /** Mean over the epoch's batches; undefined for epoch 0. */
  readonly trainLoss: number | undefined;
  readonly heldOut: HeldOutError;
  /** Dictionary entries that this epoch's fits have bettered. */
  readonly updatedFits: number;
  /** People with a label to learn from. */
  readonly supervised: number;
  readonly bestEpoch: number;
  /** Epochs without a better held-out error that are left. */
  readonly patienceLeft: number;
  /** To go on from here; to be called before the next report is asked for. */
  readonly state: () => LoopState;
}

export interface LoopParts {
  readonly regressor: TrainableRegressor;
  /** Of the body that labels are of. */
  readonly tape: LandmarkTape;
  /** To learn from; rejected ones are left out. */
  readonly people: readonly TrainingPerson[];
  /** Never learnt from; early stopping goes by them. */
  readonly heldOut: readonly TrainingPerson[];
  readonly fit: FitPeople;
  readonly replay: ReplaySource | undefined;
  /** Ends the run after the batch in hand; the best weights are kept. */
  readonly signal?: { readonly aborted: boolean };
  /** Of an earlier run that was stopped. */
  readonly resume?: LoopState;
}

/** How a run ended. */
export interface LoopOutcome {
  readonly reason: 'epochs' | 'patience' | 'stopped';
  readonly bestEpoch: number;
  /** The trained weights, by name, as they were at the best epoch. */
  readonly weights: Tensors;
}

interface Run extends LoopParts {
  readonly settings: LoopSettings;
  readonly loss: LossParts;
  /** Trained weights as variables, the others as they are. */
  readonly weights: Weights;
  readonly progress: Progress;
}

/**
 * Trains in the loop. One report an epoch, from the state before the first step on; what the
 * generator returns has the best weights. Held-out people's error is that of their 2D points.
 *
 * @throws StudioError `train/too-few-people` with nobody to learn from; `train/not-finite` when a loss is
 *   not finite: the last report's state has the best weights
 */
export async function* trainInLoop(
  parts: LoopParts,
  settings: LoopSettings,
): AsyncGenerator<EpochReport, LoopOutcome> {
  const run = await begin(parts, settings);
  const { progress } = run;
  try {
    if (parts.resume === undefined) yield reportOf(run, progress.best.heldOut, {});
    while (progress.epoch < settings.epochs && patienceLeft(run) > 0) {
      const learnt = await runEpoch(run);
      if (learnt === undefined) return outcomeOf(run, 'stopped');
      const heldOut = await errorOf(run);
      if (isBetter(heldOut, progress.best.heldOut)) {
        const weights = tensorsOf(progress.optimizer, 'values');
        progress.best = { epoch: progress.epoch, heldOut, weights };
      }
      yield reportOf(run, heldOut, learnt);
    }
    return outcomeOf(run, patienceLeft(run) > 0 ? 'epochs' : 'patience');
  } finally {
    tf.dispose(progress.optimizer.weights);
  }
}

async function begin(parts: LoopParts, settings: LoopSettings): Promise<Run> {
  const people = learnable(parts.people);
  if (people.length === 0) throw tooFew();
  const { regressor, tape, resume } = parts;
  const names = regressor.trains(settings.recipe === 'head' ? 'head' : 'full');
  const optimizer = optimizerOf(regressor.weights, names);
  const best = { epoch: 0, heldOut: NO_ERROR, weights: tensorsOf(optimizer, 'values') };
  const run: Run = {
    ...parts,
    people,
    settings,
    loss: { tape, camera: regressor.outputCamera, weights: settings.loss ?? SPIN_WEIGHTS },
    weights: { ...regressor.weights, ...optimizer.weights },
    progress:
      resume === undefined
        ? { epoch: 0, step: 0, optimizer, dictionary: new Map(), best }
        : restoreProgress(optimizer, resume),
  };
  if (resume !== undefined) return run;
  await updateFits(run, [...people, ...parts.heldOut]);
  run.progress.best = { ...best, heldOut: await errorOf(run) };
  return run;
}

const NO_ERROR: HeldOutError = { people: 0, loss: Number.NaN, reprojectionPx: Number.NaN };

function tooFew(): StudioError<'train/too-few-people'> {
  const message =
    'There is nobody to learn from: no person in the project has been fitted or accepted. ' +
    'The regressor is as it was; accept some people and train again.';
  return new StudioError('train/too-few-people', message, { needed: 1, found: 0 });
}

function errorOf({ regressor, weights, heldOut, progress, loss }: Run): Promise<HeldOutError> {
  return heldOutError(regressor, weights, heldOut, progress.dictionary, loss);
}

/** With nobody held out the last epoch is the best. */
function isBetter(now: HeldOutError, best: HeldOutError): boolean {
  return now.people === 0 || now.reprojectionPx < best.reprojectionPx;
}

function patienceLeft({ progress, settings }: Run): number {
  return settings.patience - (progress.epoch - progress.best.epoch);
}

interface Learnt {
  readonly trainLoss?: number;
  readonly updatedFits?: number;
}

/** Regresses, fits and learns once; undefined when stopped. */
async function runEpoch(run: Run): Promise<Learnt | undefined> {
  const { progress, settings } = run;
  const updatedFits = progress.epoch === 0 ? 0 : await updateFits(run, run.people);
  const epoch = progress.epoch + 1;
  const order = shuffled(run.people, seededRandom(1_000_003 * settings.seed + epoch));
  const ownCount = Math.max(1, Math.round(settings.batchSize * (1 - settings.replayShare)));
  const losses: number[] = [];
  const total = (settings.passes ?? 1) * order.length;
  for (let begin = 0; begin < total; begin += ownCount) {
    if (run.signal?.aborted) return undefined;
    const own = Array.from(
      { length: Math.min(ownCount, total - begin) },
      (_, i) => order[(begin + i) % order.length],
    );
    losses.push(await learnFrom(run, own));
  }
  progress.epoch = epoch;
  return { updatedFits, trainLoss: losses.reduce((sum, loss) => sum + loss, 0) / losses.length };
}

/** @returns how many fits are better than the best before */
async function updateFits(run: Run, people: readonly TrainingPerson[]): Promise<number> {
  const { regressor, weights, progress } = run;
  const open = people.filter(({ truth }) => truth === undefined);
  const found = await run.fit(open, await regressor.regress(weights, open));
  return open.filter(({ id }, i) => {
    const one = found[i];
    return one !== undefined && keepBetter(progress.dictionary, id, one);
  }).length;
}

function shuffled<Item>(items: readonly Item[], { uniform }: Random): Item[] {
  const out = [...items];
  for (let i = out.length - 1; i > 0; i--) {
    const j = Math.floor(uniform() * (i + 1));
    [out[i], out[j]] = [out[j], out[i]];
  }
  return out;
}

/** One step on some people of the project and some of the replay. */
async function learnFrom(run: Run, own: readonly TrainingPerson[]): Promise<number> {
  const { regressor, progress, settings, loss } = run;
  const step = progress.step + 1;
  const random = seededRandom(7_368_787 * settings.seed + step);
  const people = [...own, ...(await replayed(run, own.length, random))];
  const batch = await regressor.batch(people, random);
  const rows = superviseRows(loss.tape, people, batch.frames, progress.dictionary);
  const value = takeStep(
    progress.optimizer,
    { step, learningRate: settings.learningRate, weightDecay: 0 },
    () => {
      const outputs = regressor.forward(run.weights, batch);
      const gradient = new Float32Array(OUTPUT_SIZE * people.length);
      const value = spinLoss(loss, outputs.dataSync() as Float32Array, rows, gradient);
      const held = tf.tensor2d(gradient, [people.length, OUTPUT_SIZE]);
      return { loss: value, surrogate: tf.sum(tf.mul(outputs, held)) as tf.Scalar };
    },
  );
  batch.inputs.dispose();
  if (!Number.isFinite(value)) throw notFinite(progress);
  progress.step = step;
  return value;
}

async function replayed(
  run: Run,
  ownCount: number,
  random: Random,
): Promise<readonly TrainingPerson[]> {
  const { replay, settings, people, progress } = run;
  const count = Math.round((ownCount * settings.replayShare) / (1 - settings.replayShare));
  if (replay === undefined || count === 0) return [];
  const labels = people.flatMap((person) => labelOf(person, progress.dictionary) ?? []);
  return replay(count, random, labels);
}

function notFinite({ epoch, best }: Progress): StudioError<'train/not-finite'> {
  const message =
    `Training has stopped in epoch ${epoch + 1}: its loss is not a number any more. ` +
    `The weights of epoch ${best.epoch}, the best so far, are kept. Train again with a smaller learning rate.`;
  return new StudioError('train/not-finite', message, { epoch: epoch + 1, bestEpoch: best.epoch });
}

function reportOf(run: Run, heldOut: HeldOutError, learnt: Learnt): EpochReport {
  const { progress, people } = run;
  return {
    epoch: progress.epoch,
    trainLoss: learnt.trainLoss,
    heldOut,
    updatedFits: learnt.updatedFits ?? 0,
    supervised: people.filter((person) => labelOf(person, progress.dictionary)).length,
    bestEpoch: progress.best.epoch,
    patienceLeft: patienceLeft(run),
    state: () => saveProgress(progress),
  };
}

function outcomeOf({ progress }: Run, reason: LoopOutcome['reason']): LoopOutcome {
  return { reason, bestEpoch: progress.best.epoch, weights: progress.best.weights };
}
