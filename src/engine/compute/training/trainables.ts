/** Regressors to be taught, by choice; each call loads its own weights. */
import { readFile } from 'node:fs/promises';
import type { RegressorChoice } from '../../../contract/regressor.ts';
import { StudioError } from '../../../core/common/errors.ts';
import { readSafetensors } from '../../../core/formats/safetensors.ts';
import { createLifter } from '../../../core/regress/lifter.ts';
import { trainableLifter } from '../../../core/train/trainable-lifter.ts';
import type { TrainableRegressor } from '../../../core/train/trainable-regressor.ts';
import { loadLifterWeights } from '../../adapters/embedded-models.ts';

/** @throws StudioError `format/invalid`, `model/invalid` */
export async function trainableOf({ kind, weights }: RegressorChoice): Promise<TrainableRegressor> {
  if (kind === 'lifter') {
    const tensors =
      weights === null ? loadLifterWeights() : readSafetensors(await readFile(weights), weights);
    return trainableLifter(createLifter(tensors));
  }
  const reason = 'this kind of network cannot be trained yet';
  const message = `The regressor cannot learn: ${reason}. It goes on as it is.\nFile: ${weights}`;
  throw new StudioError('model/invalid', message, { source: weights ?? '', issues: [reason] });
}
