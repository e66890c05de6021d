/** How a regressor does on people that it does not learn from. */
import * as tf from '@tensorflow/tfjs-core';
import { OUTPUT_SIZE } from '../regress/lifter-output.ts';
import type { FitsDictionary } from './fits-dictionary.ts';
import { type LossParts, spinLoss } from './spin-loss.ts';
import { reprojectionPx } from './spin-score.ts';
import { superviseRows } from './supervise.ts';
import type { TrainableRegressor, Weights } from './trainable-regressor.ts';
import type { TrainingPerson } from './training-person.ts';

/** Means over the held-out people. */
export interface HeldOutError {
  readonly people: number;
  /** Against accepted bodies and the fits that were made before the first step. */
  readonly loss: number;
  /** Mean distance of the regression's points from the given ones, pixels of a 224 crop. */
  readonly reprojectionPx: number;
}

export async function heldOutError(
  regressor: TrainableRegressor,
  weights: Weights,
  people: readonly TrainingPerson[],
  dictionary: FitsDictionary,
  loss: LossParts,
): Promise<HeldOutError> {
  if (people.length === 0) return { people: 0, loss: Number.NaN, reprojectionPx: Number.NaN };
  const bodies = await regressor.regress(weights, people);
  const errors = people.flatMap((person, i) => {
    const body = bodies[i];
    return body === undefined ? [] : [reprojectionPx(loss.tape, person, body)];
  });
  const batch = await regressor.batch(people, undefined);
  const outputs = tf.tidy(() => regressor.forward(weights, batch).dataSync()) as Float32Array;
  batch.inputs.dispose();
  const rows = superviseRows(loss.tape, people, batch.frames, dictionary);
  const ignored = new Float32Array(OUTPUT_SIZE * people.length);
  return {
    people: people.length,
    loss: spinLoss(loss, outputs, rows, ignored),
    reprojectionPx: errors.reduce((sum, error) => sum + error, 0) / errors.length,
  };
}
