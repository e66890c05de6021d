/** A stopped training run, in `.cache/lifter`, so that it can go on. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs-core';
import {
  readSafetensors,
  type Tensor,
  writeSafetensors,
} from '../../src/core/formats/safetensors.ts';
import type { Optimizer } from '../../src/core/train/adam-w.ts';

interface Settings {
  readonly seed: number;
  /** Steps of each cosine. */
  readonly cycles: readonly number[];
  readonly width: number;
  readonly blocks: number;
  /** The kind of pose that is left out. */
  readonly without?: string | undefined;
}

interface Progress extends Settings {
  readonly step: number;
  readonly losses: number[];
}

const FOLDER = '.cache/lifter';
const WEIGHTS = `${FOLDER}/checkpoint.safetensors`;
const PROGRESS = `${FOLDER}/progress.json`;
const PARTS = ['values', 'first', 'second', 'mean'] as const;

/** Fills the optimizer from a run with the same settings or fewer cycles; undefined without one. */
export function loadCheckpoint(optimizer: Optimizer, settings: Settings): Progress | undefined {
  if (!existsSync(PROGRESS) || !existsSync(WEIGHTS)) return undefined;
  const progress = JSON.parse(readFileSync(PROGRESS, 'utf8')) as Progress;
  const same = (['seed', 'width', 'blocks', 'without'] as const).every(
    (key) => progress[key] === settings[key],
  );
  const isEarlier = progress.cycles.every((length, i) => length === settings.cycles[i]);
  if (!same || !isEarlier) return undefined;
  const tensors = readSafetensors(readFileSync(WEIGHTS), WEIGHTS);
  for (const part of PARTS) {
    for (const [name, values] of Object.entries(optimizer[part])) {
      values.set(tensors[`${part}.${name}`].data);
    }
  }
  for (const [name, weight] of Object.entries(optimizer.weights)) {
    const value = tf.tensor(optimizer.values[name], weight.shape);
    weight.assign(value);
    value.dispose();
  }
  console.log(`Going on at step ${progress.step}`);
  return progress;
}

/** The progress is renamed last: a run that is killed in between goes on from the older one. */
export function saveCheckpoint(optimizer: Optimizer, progress: Progress): void {
  const tensors: Record<string, Tensor> = {};
  for (const part of PARTS) {
    for (const [name, data] of Object.entries(optimizer[part])) {
      tensors[`${part}.${name}`] = { shape: optimizer.weights[name].shape, data };
    }
  }
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(`${WEIGHTS}.partial`, writeSafetensors(tensors, 'F32'));
  writeFileSync(`${PROGRESS}.partial`, JSON.stringify(progress));
  renameSync(`${WEIGHTS}.partial`, WEIGHTS);
  renameSync(`${PROGRESS}.partial`, PROGRESS);
}
