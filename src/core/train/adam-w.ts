/** AdamW (Loshchilov and Hutter 2019) with a running mean of the weights beside them. */
import * as tf from '@tensorflow/tfjs-core';
import type { Tensors } from '../formats/safetensors.ts';

const BETA1 = 0.9;
const BETA2 = 0.999;
const EPSILON = 1e-8;
const WEIGHT_DECAY = 1e-4;
/** The mean is updated every so many steps, at no loss and a tenth of the cost. */
const MEAN_EVERY = 10;
const MEAN_DECAY = 0.999 ** MEAN_EVERY;

/** Weights under training, by name. */
export interface Optimizer {
  readonly weights: Readonly<Record<string, tf.Variable>>;
  readonly first: Readonly<Record<string, tf.Variable>>;
  readonly second: Readonly<Record<string, tf.Variable>>;
  /** What is shipped: an exponential mean over about a thousand steps. */
  readonly mean: Readonly<Record<string, tf.Variable>>;
}

export function createOptimizer(initial: Tensors): Optimizer {
  const each = (make: (values: Tensors[string]) => tf.Tensor) =>
    Object.fromEntries(
      Object.entries(initial).map(([name, value]) => [name, tf.variable(make(value))]),
    );
  const copy = ({ data, shape }: Tensors[string]) => tf.tensor(data, [...shape]);
  const zero = ({ shape }: Tensors[string]) => tf.zeros([...shape]);
  return { weights: each(copy), first: each(zero), second: each(zero), mean: each(copy) };
}

/** A loss, and a scalar tensor whose gradient by the weights is the loss's. */
export interface DifferentiableLoss {
  readonly loss: number;
  readonly surrogate: tf.Scalar;
}

/**
 * One step down the gradient of a loss.
 *
 * @param step counts from 1
 * @returns the loss before the step
 */
export function takeStep(
  optimizer: Optimizer,
  step: number,
  learningRate: number,
  evaluate: () => DifferentiableLoss,
): number {
  return tf.tidy(() => {
    const variables = Object.values(optimizer.weights);
    let loss = Number.NaN;
    const { grads } = tf.variableGrads(() => {
      const evaluated = evaluate();
      loss = evaluated.loss;
      return evaluated.surrogate;
    }, variables);
    const rate = (learningRate * Math.sqrt(1 - BETA2 ** step)) / (1 - BETA1 ** step);
    for (const [name, weight] of Object.entries(optimizer.weights)) {
      const gradient = grads[weight.name];
      const m = optimizer.first[name];
      const v = optimizer.second[name];
      m.assign(tf.add(tf.mul(m, BETA1), tf.mul(gradient, 1 - BETA1)));
      v.assign(tf.add(tf.mul(v, BETA2), tf.mul(tf.square(gradient), 1 - BETA2)));
      const change = tf.div(tf.mul(m, rate), tf.add(tf.sqrt(v), EPSILON));
      weight.assign(tf.sub(tf.mul(weight, 1 - learningRate * WEIGHT_DECAY), change));
      if (step % MEAN_EVERY === 0) {
        const mean = optimizer.mean[name];
        mean.assign(tf.add(tf.mul(mean, MEAN_DECAY), tf.mul(weight, 1 - MEAN_DECAY)));
      }
    }
    return loss;
  });
}
