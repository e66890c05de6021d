/** Where a run stands, to go on from: plain data, for a file or a structured clone. */
import * as tf from '@tensorflow/tfjs-core';
import type { Tensors } from '../formats/safetensors.ts';
import { createOptimizer, type Optimizer } from './adam-w.ts';
import type { FitsDictionary, FoundFit } from './fits-dictionary.ts';
import type { HeldOutError } from './held-out-error.ts';
import type { Weights } from './trainable-regressor.ts';

/** The best epoch so far. */
export interface BestEpoch {
  /** 0 is the state before the first step. */
  readonly epoch: number;
  readonly heldOut: HeldOutError;
  /** The trained weights by name. */
  readonly weights: Tensors;
}

export interface LoopState {
  /** The epoch that is over. Random numbers depend on the seed, the epoch and the step alone. */
  readonly epoch: number;
  readonly step: number;
  /** Weights that are trained, and Adam's moments, by name. */
  readonly weights: Tensors;
  readonly first: Tensors;
  readonly second: Tensors;
  readonly best: BestEpoch;
  readonly dictionary: readonly (readonly [number, FoundFit])[];
}

/** What changes in the course of a run. */
export interface Progress {
  epoch: number;
  step: number;
  best: BestEpoch;
  readonly optimizer: Optimizer;
  readonly dictionary: FitsDictionary;
}

/** An optimizer over some of the weights, as they are. */
export function optimizerOf(weights: Weights, names: readonly string[]): Optimizer {
  return createOptimizer(
    Object.fromEntries(
      names.map((name) => {
        const { shape } = weights[name];
        return [name, { shape, data: weights[name].dataSync() as Float32Array }];
      }),
    ),
  );
}

export function saveProgress({ optimizer, dictionary, epoch, step, best }: Progress): LoopState {
  return {
    epoch,
    step,
    best,
    weights: tensorsOf(optimizer, 'values'),
    first: tensorsOf(optimizer, 'first'),
    second: tensorsOf(optimizer, 'second'),
    dictionary: [...dictionary],
  };
}

/** The optimizer receives the state's weights and moments. */
export function restoreProgress(optimizer: Optimizer, state: LoopState): Progress {
  const parts = { values: state.weights, first: state.first, second: state.second };
  for (const part of ['values', 'first', 'second'] as const) {
    for (const [name, values] of Object.entries(optimizer[part]))
      values.set(parts[part][name].data);
  }
  assignValues(optimizer);
  const { epoch, step, best } = state;
  return { optimizer, epoch, step, best, dictionary: new Map(state.dictionary) };
}

function assignValues({ weights, values }: Optimizer): void {
  for (const [name, weight] of Object.entries(weights)) {
    const value = tf.tensor(values[name], weight.shape);
    weight.assign(value);
    value.dispose();
  }
}

/** A copy by name. */
export function tensorsOf(optimizer: Optimizer, part: 'values' | 'first' | 'second'): Tensors {
  return Object.fromEntries(
    Object.entries(optimizer[part]).map(([name, data]) => [
      name,
      { shape: optimizer.weights[name].shape, data: data.slice() },
    ]),
  );
}
