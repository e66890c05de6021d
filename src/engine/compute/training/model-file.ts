/** A run's model on disk: all weights by the network's own names. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { type Tensors, writeSafetensors } from '../../../core/formats/safetensors.ts';
import type { Weights } from '../../../core/train/trainable-regressor.ts';
import { MODEL_FILE } from '../../adapters/files/model-folder.ts';
import { replaceFile } from '../../adapters/files/replace-file.ts';

/** @returns SHA-256 of the file; @throws StudioError `disk/full`, `project/not-writable` */
export async function saveModel(runFolder: string, weights: Weights): Promise<string> {
  const bytes = writeSafetensors(tensorsOf(weights), 'F32');
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
