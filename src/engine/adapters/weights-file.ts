/** Weights of regressors, from whatever file they lie in. */
import { readFile } from 'node:fs/promises';
import { StudioError } from '../../core/common/errors.ts';
import { sourceOfBytes } from '../../core/formats/byte-source.ts';
import { readMeanParameters } from '../../core/formats/pose-prior.ts';
import { readSafetensors, type Tensors } from '../../core/formats/safetensors.ts';
import { readCheckpoint } from '../../core/formats/torch/checkpoint.ts';
import { DECODERS } from '../../core/regress/spin/spin-weights.ts';

/** Safetensors, or a checkpoint of torch. @throws StudioError `model/invalid`, `format/…` */
export async function readWeights(path: string): Promise<Tensors> {
  const bytes = await bytesOf(path);
  if (path.endsWith('.safetensors')) return readSafetensors(bytes, path);
  const isCounter = (name: string) => name.endsWith('num_batches_tracked');
  return readCheckpoint(sourceOfBytes(bytes, path), (name) => !isCounter(name));
}

/**
 * SPIN's network starts from a mean pose, shape and camera; a checkpoint without these buffers takes
 * them from `smpl_mean_params.npz`.
 *
 * @param mean path of that file
 * @throws StudioError `model/invalid`, `format/…`
 */
export async function withMeanParameters(
  tensors: Tensors,
  mean: string | undefined,
): Promise<Tensors> {
  const lacks = DECODERS.some(({ start }) => tensors[start] === undefined);
  const isCollapsed = tensors['head.weight'] !== undefined;
  if (mean === undefined || !lacks || isCollapsed) return tensors;
  const { pose6d, betas, camera } = readMeanParameters(await bytesOf(mean), mean);
  const row = (data: Float64Array) => ({ shape: [1, data.length], data: Float32Array.from(data) });
  const starts = { init_pose: row(pose6d), init_shape: row(betas), init_cam: row(camera) };
  return { ...starts, ...tensors };
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
