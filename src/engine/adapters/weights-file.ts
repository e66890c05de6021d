/** Weights of regressors, from whatever file they lie in. */
import { readFile } from 'node:fs/promises';
import { StudioError } from '../../core/common/errors.ts';
import { sourceOfBytes } from '../../core/formats/byte-source.ts';
import { readSafetensors, type Tensors } from '../../core/formats/safetensors.ts';
import { readCheckpoint } from '../../core/formats/torch/checkpoint.ts';

/** Safetensors, or a checkpoint of torch. @throws StudioError `model/invalid`, `format/…` */
export async function readWeights(path: string): Promise<Tensors> {
  const bytes = await bytesOf(path);
  if (path.endsWith('.safetensors')) return readSafetensors(bytes, path);
  const isCounter = (name: string) => name.endsWith('num_batches_tracked');
  return readCheckpoint(sourceOfBytes(bytes, path), (name) => !isCounter(name));
}

async function bytesOf(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    throw invalidWeights(path, error instanceof Error ? error.message : String(error));
  }
}

export function invalidWeights(source: string, reason: string): StudioError<'model/invalid'> {
  const message =
    `The regressor's weights cannot be used: ${reason}. Bodies that are stored are kept; choose ` +
    `other weights.\nFile: ${source}`;
  return new StudioError('model/invalid', message, { source, issues: [reason] });
}
