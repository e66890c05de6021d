/** Regressors by choice: the one that was used last stays in memory. */
import { statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { RegressorChoice } from '../../contract/regressor.ts';
import { StudioError } from '../../core/common/errors.ts';
import { readSafetensors } from '../../core/formats/safetensors.ts';
import { loadLifterWeights } from '../adapters/embedded-models.ts';
import { createLifterRegressor } from './lifter-regressor.ts';
import type { Regressor } from './regressor.ts';

export interface Regressors {
  /** @throws StudioError `model/invalid`, `format/invalid` */
  get(choice: RegressorChoice): Promise<Regressor>;
}

export function createRegressors(): Regressors {
  let loaded: { readonly key: string; readonly regressor: Promise<Regressor> } | undefined;
  return {
    get(choice) {
      const key = keyOf(choice);
      if (loaded?.key === key) return loaded.regressor;
      void loaded?.regressor.then(
        (last) => last.dispose(),
        () => undefined, // it never came to be
      );
      loaded = { key, regressor: load(choice) };
      return loaded.regressor;
    },
  };
}

/** A file that was written anew is another regressor. */
function keyOf({ kind, weights }: RegressorChoice): string {
  if (weights === null) return kind;
  const stats = statSync(weights, { throwIfNoEntry: false });
  return [kind, weights, stats?.mtimeMs, stats?.size].join('\n');
}

async function load({ kind, weights }: RegressorChoice): Promise<Regressor> {
  if (kind === 'lifter') {
    const tensors =
      weights === null ? loadLifterWeights() : readSafetensors(await bytesOf(weights), weights);
    return createLifterRegressor(tensors);
  }
  throw invalid(weights ?? '', 'it is of no known kind');
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
