/** Regressors by choice: the one that was used last stays in memory. */
import { statSync } from 'node:fs';
import type { RegressorChoice } from '../../contract/regressor.ts';
import type { BodyModel } from '../../core/body/body-model.ts';
import { loadLifterWeights } from '../adapters/embedded-models.ts';
import { invalidWeights, readWeights, withMeanParameters } from '../adapters/weights-file.ts';
import type { FeatureCache } from './feature-cache.ts';
import { createLifterRegressor } from './lifter-regressor.ts';
import type { Regressor } from './regressor.ts';
import { createSpinRegressor } from './spin-regressor.ts';

export interface Regressors {
  /** @throws StudioError `model/invalid`, `format/invalid` */
  get(choice: RegressorChoice): Promise<Regressor>;
}

/** @param model the project's body */
export function createRegressors(model: BodyModel, cache: FeatureCache): Regressors {
  let loaded: { readonly key: string; readonly regressor: Promise<Regressor> } | undefined;
  return {
    get(choice) {
      const key = keyOf(choice);
      if (loaded?.key === key) return loaded.regressor;
      void loaded?.regressor.then(
        (last) => last.dispose(),
        () => undefined, // it never came to be
      );
      loaded = { key, regressor: load(choice, model, cache) };
      return loaded.regressor;
    },
  };
}

/** A file that was written anew is another regressor. */
function keyOf({ weights, ...choice }: RegressorChoice): string {
  const stats = weights === null ? undefined : statSync(weights, { throwIfNoEntry: false });
  return JSON.stringify([choice, weights, stats?.mtimeMs, stats?.size]);
}

async function load(
  { kind, weights, mean, truncatesCrops = false }: RegressorChoice,
  model: BodyModel,
  cache: FeatureCache,
): Promise<Regressor> {
  const tensors = weights === null ? undefined : await readWeights(weights);
  if (kind === 'lifter') return createLifterRegressor(tensors ?? loadLifterWeights());
  const source = weights ?? '';
  if (tensors === undefined)
    throw invalidWeights(source, "SPIN's network does not come with the program");
  const cropKind = truncatesCrops ? 'truncating' : 'exact';
  const whole = await withMeanParameters(tensors, mean);
  return createSpinRegressor({ weights: whole, source, model, cache, cropKind });
}
