/** Regressors by choice: the one that was used last stays in memory. */
import { statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RegressorChoice } from '../../contract/regressor.ts';
import type { BodyModel } from '../../core/body/body-model.ts';
import { StudioError } from '../../core/common/errors.ts';
import { sourceOfBytes } from '../../core/formats/byte-source.ts';
import { readSafetensors, type Tensors } from '../../core/formats/safetensors.ts';
import { readCheckpoint } from '../../core/formats/torch/checkpoint.ts';
import { loadLifterWeights } from '../adapters/embedded-models.ts';
import { dataFolders } from '../adapters/files/data-folders.ts';
import { createFeatureCache, type FeatureCache } from './feature-cache.ts';
import { createLifterRegressor } from './lifter-regressor.ts';
import type { Regressor } from './regressor.ts';
import { createSpinRegressor } from './spin-regressor.ts';

export interface Regressors {
  /** @throws StudioError `model/invalid`, `format/invalid` */
  get(choice: RegressorChoice): Promise<Regressor>;
}

/** @param model the project's body */
export function createRegressors(model: BodyModel): Regressors {
  const cache = createFeatureCache(join(dataFolders().cache, 'features'));
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
  { kind, weights, truncatesCrops = false }: RegressorChoice,
  model: BodyModel,
  cache: FeatureCache,
): Promise<Regressor> {
  const tensors = weights === null ? undefined : await readWeights(weights);
  if (kind === 'lifter') return createLifterRegressor(tensors ?? loadLifterWeights());
  const source = weights ?? '';
  if (tensors === undefined) throw invalid(source, "SPIN's network does not come with the program");
  const cropKind = truncatesCrops ? 'truncating' : 'exact';
  return createSpinRegressor({ weights: tensors, source, model, cache, cropKind });
}

/** Safetensors, or a checkpoint of torch. */
async function readWeights(path: string): Promise<Tensors> {
  const bytes = await bytesOf(path);
  if (path.endsWith('.safetensors')) return readSafetensors(bytes, path);
  const isCounter = (name: string) => name.endsWith('num_batches_tracked');
  return readCheckpoint(sourceOfBytes(bytes, path), (name) => !isCounter(name));
}

async function bytesOf(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    throw invalid(path, error instanceof Error ? error.message : String(error));
  }
}

function invalid(source: string, reason: string): StudioError<'model/invalid'> {
  const message =
    `The regressor's weights cannot be used: ${reason}. Bodies that are stored are kept; choose ` +
    `other weights.\nFile: ${source}`;
  return new StudioError('model/invalid', message, { source, issues: [reason] });
}
