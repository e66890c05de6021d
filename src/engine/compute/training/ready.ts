/** The regressor that looks ahead after each accept: a lifter stays in memory between two looks. */
import * as tf from '@tensorflow/tfjs-core';
import type { RegressorChoice } from '../../../contract/regressor.ts';
import type { ReplaySource } from '../../../core/train/train-in-loop.ts';
import type { TrainableRegressor } from '../../../core/train/trainable-regressor.ts';
import type { TeachingParts } from './teaching-parts.ts';
import type { Course } from './trainables.ts';

interface Ready {
  readonly regressor: TrainableRegressor;
  readonly replay: ReplaySource | undefined;
}

export function createReady({ trainable, replay }: TeachingParts) {
  let last: { readonly key: string; readonly kept: Ready } | undefined;
  const make = async (choice: RegressorChoice, course: Course): Promise<Ready> => {
    const regressor = await trainable(choice, course);
    return { regressor, replay: replay(choice.kind, regressor) };
  };
  return {
    /** `given` is to be called when it is not needed any more. */
    async get(choice: RegressorChoice, course: Course) {
      const key = JSON.stringify(choice);
      if (last?.key === key) return { kept: last.kept, given: () => {} };
      const kept = await make(choice, course);
      const drop = (old: Ready) => tf.dispose(old.regressor.weights);
      // A network that sees pictures is bound to those of the course, and is large.
      if (choice.kind !== 'lifter') return { kept, given: () => drop(kept) };
      if (last !== undefined) drop(last.kept);
      last = { key, kept };
      return { kept, given: () => {} };
    },
  };
}
