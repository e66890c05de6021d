/** SPIN's network (`hmr` of Kolotouros et al., ICCV 2019) for inference. */
import * as tf from '@tensorflow/tfjs-core';
import type { Tensors } from '../../formats/safetensors.ts';
import { type AffineHead, collapseHead } from './affine-head.ts';
import { type Folded, foldBatchNorm, runBackbone } from './resnet.ts';
import { convolutionNames, requireSpinWeights } from './spin-weights.ts';

export interface SpinNetwork {
  readonly head: AffineHead;
  /**
   * The features xf of some crops.
   *
   * @param crops normalised, shape [N, 224, 224, 3]
   * @returns shape [N, F]
   */
  features(crops: Float32Array, count: number): Float32Array;
  dispose(): void;
}

/**
 * @param source the file, for messages
 * @throws StudioError `model/invalid`
 */
export function createSpinNetwork(tensors: Tensors, source: string): SpinNetwork {
  const weights = requireSpinWeights(tensors, source);
  const folded = foldAll(weights);
  return {
    head: collapseHead(weights),
    features: (crops, count) =>
      tf.tidy(() => {
        const pictures = tf.tensor4d(crops, [count, CROP_PX, CROP_PX, 3]);
        return runBackbone(({ convolution }) => folded[convolution], pictures).dataSync();
      }) as Float32Array,
    dispose: () => tf.dispose(folded as unknown as tf.TensorContainer),
  };
}

const CROP_PX = 224;

function foldAll(weights: Tensors): Readonly<Record<string, Folded>> {
  return Object.fromEntries(
    convolutionNames().map((name) => [
      name.convolution,
      tf.tidy(() => foldBatchNorm(tensorsOf(weights, name), name) as unknown as tf.TensorContainer),
    ]),
  ) as unknown as Record<string, Folded>;
}

function tensorsOf(
  weights: Tensors,
  { convolution, norm }: { convolution: string; norm: string },
): Record<string, tf.Tensor> {
  const parts = ['weight', 'bias', 'running_mean', 'running_var'].map((part) => `${norm}.${part}`);
  const names = [`${convolution}.weight`, ...parts];
  return Object.fromEntries(
    names.map((name) => [name, tf.tensor(weights[name].data, [...weights[name].shape])]),
  );
}
