/** A run's model on disk: all weights by the network's own names. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { type Tensors, writeSafetensors } from '../../../core/formats/safetensors.ts';
import { writeTorchZip } from '../../../core/formats/torch/torch-writer.ts';
import type { Weights } from '../../../core/train/trainable-regressor.ts';
import { MODEL_FILE } from '../../adapters/files/model-folder.ts';
import { replaceFile } from '../../adapters/files/replace-file.ts';

/** Name of the model for torch in the run's folder. */
export const TORCH_FILE = 'model.pt';

/**
 * As safetensors, which the studio reads, and as the container that `torch.load` opens, with the
 * weights under `model` as in SPIN's checkpoints.
 *
 * @returns SHA-256 of the former; @throws StudioError `disk/full`, `project/not-writable`
 */
export async function saveModel(runFolder: string, weights: Weights): Promise<string> {
  const tensors = tensorsOf(weights);
  const bytes = writeSafetensors(tensors, 'F32');
  await replaceFile(join(runFolder, TORCH_FILE), writeTorchZip(tensors, { under: 'model' }));
  await replaceFile(join(runFolder, MODEL_FILE), bytes);
  return createHash('sha256').update(bytes).digest('hex');
}

export function tensorsOf(weights: Weights): Tensors {
  return Object.fromEntries(
    Object.entries(weights).map(([name, tensor]) => [
      name,
      { shape: tensor.shape, data: tensor.dataSync() as Float32Array },
    ]),
  );
}

/** The weights with some of them changed; tensors of their own, to be disposed of. */
export function changedWeights(weights: Weights, changed: Tensors): Weights {
  return Object.fromEntries(
    Object.entries(weights).map(([name, tensor]) => {
      const change = changed[name];
      return [
        name,
        change === undefined ? tensor.clone() : tf.tensor(change.data, [...change.shape]),
      ];
    }),
  );
}
