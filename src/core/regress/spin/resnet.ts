/**
 * ResNet-50 (He et al. 2016; stride on the 3×3 convolution) as PyTorch computes it: padding is the
 * same on both sides, where TensorFlow's 'same' is lopsided at stride 2, and batch norm is folded
 * into the convolutions. Pictures are NHWC.
 */
import * as tf from '@tensorflow/tfjs-core';
import { BLOCKS, type ConvolutionName, inBlock, shortcutOf } from './spin-weights.ts';

const BATCH_NORM_EPSILON = 1e-5;

/** A convolution with its batch norm folded in. */
export interface Folded {
  /** Shape [height, width, in, out]. */
  readonly filter: tf.Tensor4D;
  readonly bias: tf.Tensor1D;
}

type TensorsByName = Readonly<Record<string, tf.Tensor>>;

/**
 * w' = w γ / √(σ² + ε), b' = β − μ γ / √(σ² + ε), differentiable by w.
 *
 * @param weights SPIN's own: filters [out, in, height, width]
 */
export function foldBatchNorm(
  weights: TensorsByName,
  { convolution, norm }: ConvolutionName,
): Folded {
  const variance = weights[`${norm}.running_var`];
  const scale = tf.mul(weights[`${norm}.weight`], tf.rsqrt(tf.add(variance, BATCH_NORM_EPSILON)));
  const shift = tf.mul(weights[`${norm}.running_mean`], scale);
  return {
    filter: tf.mul(tf.transpose(weights[`${convolution}.weight`], [2, 3, 1, 0]), scale),
    bias: tf.sub(weights[`${norm}.bias`], shift),
  };
}

/**
 * @param pictures shape [N, 224, 224, 3], normalised
 * @returns xf, the mean over the last layer's places, shape [N, F]
 */
export function runBackbone(
  foldedOf: (name: ConvolutionName) => Folded,
  pictures: tf.Tensor4D,
): tf.Tensor2D {
  const stem = foldedOf({ convolution: 'conv1', norm: 'bn1' });
  let x = tf.relu(convolve(padded(pictures, 3), stem, 2));
  // After a ReLU zeros pad as well as −∞.
  x = tf.maxPool(padded(x, 1), 3, 2, 'valid');
  for (const [layer, count] of BLOCKS.entries()) {
    for (let i = 0; i < count; i++) {
      const stride = layer > 0 && i === 0 ? 2 : 1;
      const before = x;
      // What a block has worked with is given back, unless a gradient needs it.
      x = tf.tidy(() =>
        bottleneck(foldedOf, `layer${layer + 1}.${i}`, before, { stride, hasShortcut: i === 0 }),
      );
    }
  }
  return tf.mean(x, [1, 2]);
}

interface BlockShape {
  readonly stride: 1 | 2;
  readonly hasShortcut: boolean;
}

function bottleneck(
  foldedOf: (name: ConvolutionName) => Folded,
  block: string,
  x: tf.Tensor4D,
  { stride, hasShortcut }: BlockShape,
): tf.Tensor4D {
  const [first, second, third] = [1, 2, 3].map((k) => foldedOf(inBlock(block, k)));
  const narrow = tf.relu(convolve(x, first, 1));
  // At stride 1 TensorFlow's 'same' is PyTorch's padding of 1, without a copy.
  const middle =
    stride === 1 ? convolve(narrow, second, 1, 'same') : convolve(padded(narrow, 1), second, 2);
  const seen = tf.relu(middle);
  const wide = convolve(seen, third, 1);
  const shortcut = hasShortcut ? convolve(x, foldedOf(shortcutOf(block)), stride) : x;
  return tf.relu(tf.add(wide, shortcut));
}

function convolve(
  x: tf.Tensor4D,
  { filter, bias }: Folded,
  stride: 1 | 2,
  padding: 'valid' | 'same' = 'valid',
): tf.Tensor4D {
  return tf.add(tf.conv2d(x, filter, stride, padding), bias);
}

function padded(x: tf.Tensor4D, width: number): tf.Tensor4D {
  const side: [number, number] = [width, width];
  return tf.pad(x, [[0, 0], side, side, [0, 0]]);
}
