/**
 * The lifter's network: a linear layer, residual blocks (LayerNorm, linear, GELU, linear) and a
 * linear last layer on top of the mean parameters (after Martinez et al., "A simple yet effective
 * baseline for 3d human pose estimation", 2017, and lifters since).
 */
import * as tf from '@tensorflow/tfjs-core';
import type { MeanParameters } from '../body/pose-statistics.ts';
import type { Tensors } from '../formats/safetensors.ts';
import type { Random } from '../math/random.ts';
import { INPUT_SIZE } from './lifter-input.ts';
import { OUTPUT_SIZE } from './lifter-output.ts';

export interface LifterShape {
  readonly width: number;
  readonly blocks: number;
}

/** Weights by name, as they stand in the file. */
export type LifterWeights = Readonly<Record<string, tf.Tensor>>;

const LAYER_NORM_EPSILON = 1e-5;
/** GELU ≈ x σ(1.702 x) (Hendrycks and Gimpel 2016): its kernels exist on every backend. */
const GELU_SLOPE = 1.702;

/** Name and shape of every weight. */
export function lifterSpec({ width, blocks }: LifterShape): Readonly<Record<string, number[]>> {
  const spec: Record<string, number[]> = {
    'input.weight': [INPUT_SIZE, width],
    'input.bias': [width],
  };
  for (let block = 0; block < blocks; block++) {
    Object.assign(spec, {
      [`block${block}.norm.scale`]: [width],
      [`block${block}.norm.shift`]: [width],
      [`block${block}.first.weight`]: [width, width],
      [`block${block}.first.bias`]: [width],
      [`block${block}.second.weight`]: [width, width],
      [`block${block}.second.bias`]: [width],
    });
  }
  return Object.assign(spec, {
    'output.norm.scale': [width],
    'output.norm.shift': [width],
    'output.weight': [width, OUTPUT_SIZE],
    'output.bias': [OUTPUT_SIZE],
  });
}

/** Fresh weights: the network begins by saying the mean parameters. */
export function initialWeights(shape: LifterShape, mean: MeanParameters, random: Random): Tensors {
  const entries = Object.entries(lifterSpec(shape)).map(([name, size]) => {
    const count = size.reduce((product, n) => product * n, 1);
    return [name, { shape: size, data: initialValues(name, size, count, random) }] as const;
  });
  const weights = Object.fromEntries(entries);
  weights['output.bias'].data.set([...mean.pose6d, ...mean.betas, 0.6, 0, 0]);
  return weights;
}

function initialValues(name: string, size: number[], count: number, random: Random): Float32Array {
  if (name.endsWith('norm.scale')) return new Float32Array(count).fill(1);
  if (!name.endsWith('weight')) return new Float32Array(count);
  const gain = name === 'output.weight' ? 0.01 : name.includes('second') ? 0.5 : 1;
  const deviation = gain * Math.sqrt(2 / size[0]);
  return Float32Array.from({ length: count }, () => deviation * random.normal());
}

/** @param inputs shape [N, 79]; returns shape [N, 157] */
export function runLifter(weights: LifterWeights, inputs: tf.Tensor2D): tf.Tensor2D {
  return linear(weights, 'output', lifterFeatures(weights, inputs));
}

/** What the last linear layer reads, shape [N, width]. */
export function lifterFeatures(weights: LifterWeights, inputs: tf.Tensor2D): tf.Tensor2D {
  let hidden = linear(weights, 'input', inputs);
  for (let block = 0; weights[`block${block}.norm.scale`] !== undefined; block++) {
    const normed = layerNorm(weights, `block${block}.norm`, hidden);
    const first = gelu(linear(weights, `block${block}.first`, normed));
    hidden = tf.add(hidden, linear(weights, `block${block}.second`, first));
  }
  return layerNorm(weights, 'output.norm', gelu(hidden));
}

function linear(weights: LifterWeights, name: string, x: tf.Tensor2D): tf.Tensor2D {
  return tf.add(tf.matMul(x, weights[`${name}.weight`] as tf.Tensor2D), weights[`${name}.bias`]);
}

function gelu(x: tf.Tensor2D): tf.Tensor2D {
  return tf.mul(x, tf.sigmoid(tf.mul(x, GELU_SLOPE)));
}

function layerNorm(weights: LifterWeights, name: string, x: tf.Tensor2D): tf.Tensor2D {
  const centred = tf.sub(x, tf.mean(x, 1, true));
  const variance = tf.mean(tf.square(centred), 1, true);
  const normed = tf.mul(centred, tf.rsqrt(tf.add(variance, LAYER_NORM_EPSILON)));
  return tf.add(tf.mul(normed, weights[`${name}.scale`]), weights[`${name}.shift`]);
}
