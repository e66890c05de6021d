/**
 * The collapsed head as tensors of their own, `head.weight` [157, F] and `head.bias` [157], in the
 * place of SPIN's `fc1`, `fc2` and `dec*`: an update of the affine map cannot be said by those.
 */
import * as tf from '@tensorflow/tfjs-core';
import { collapseHead } from './affine-head.ts';
import { isHeadWeight, STATE_SIZE } from './spin-weights.ts';

/** A linear layer y = x W + b: W of shape [F, 157], b of shape [157]. */
interface Layer {
  readonly weight: Float32Array;
  readonly bias: Float32Array;
}

type Weights = Readonly<Record<string, tf.Tensor>>;

export function collapsedLayer(weights: Weights): Layer {
  const names = Object.keys(weights).filter(
    (name) => isHeadWeight(name) || name.startsWith('init_'),
  );
  const head = collapseHead(
    Object.fromEntries(
      names.map((name) => {
        const { shape } = weights[name];
        return [name, { shape, data: weights[name].dataSync() as Float32Array }];
      }),
    ),
  );
  return { weight: turned(head.M, STATE_SIZE), bias: Float32Array.from(head.m) };
}

/** The backbone's tensors are shared, those of the old head left out. */
export function withCollapsedLayer(weights: Weights, { weight, bias }: Layer): Weights {
  const backbone = Object.entries(weights).filter(
    ([name]) => !isHeadWeight(name) && !name.startsWith('init_'),
  );
  const features = weight.length / STATE_SIZE;
  return {
    ...Object.fromEntries(backbone),
    'head.weight': tf.tensor(turned(weight, features), [STATE_SIZE, features]),
    'head.bias': tf.tensor(bias),
  };
}

/** The transpose of a row-major matrix with so many rows. */
function turned(data: Float32Array | Float64Array, rows: number): Float32Array {
  const columns = data.length / rows;
  return Float32Array.from(data, (_, i) => data[(i % rows) * columns + Math.floor(i / rows)]);
}
