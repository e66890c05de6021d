/**
 * SPIN's head (iterative error feedback): from the features and its last answer it says what to add
 * to that answer, three times. There is no nonlinearity in it (nor in SPIN's code), so the whole is
 * one affine map: {@link collapseHead} in `affine-head.ts`.
 */
import * as tf from '@tensorflow/tfjs-core';
import { DECODERS } from './spin-weights.ts';

export const PASSES = 3;

/**
 * @param weights SPIN's own, by name
 * @param features xf, shape [N, F]
 * @returns pose in 6D, betas and (s, tx, ty), shape [N, 157]
 */
export function runHead(
  weights: Readonly<Record<string, tf.Tensor>>,
  features: tf.Tensor2D,
): tf.Tensor2D {
  const start = tf.concat(
    DECODERS.map(({ start: name }) => weights[name] as tf.Tensor2D),
    1,
  );
  let state = tf.tile(start, [features.shape[0], 1]) as tf.Tensor2D;
  for (let pass = 0; pass < PASSES; pass++) {
    const hidden = linear(weights, 'fc2', linear(weights, 'fc1', tf.concat([features, state], 1)));
    const changes = DECODERS.map(({ name }) => linear(weights, name, hidden));
    state = tf.add(state, tf.concat(changes, 1));
  }
  return state;
}

function linear(
  weights: Readonly<Record<string, tf.Tensor>>,
  name: string,
  x: tf.Tensor2D,
): tf.Tensor2D {
  const product = tf.matMul(x, weights[`${name}.weight`] as tf.Tensor2D, false, true);
  return tf.add(product, weights[`${name}.bias`]);
}
