/** Does the active backend compute what plain loops compute? */
import * as tf from '@tensorflow/tfjs-core';
import type { BackendInfo } from '../../contract/system.ts';

const SIZE = 9;
const CHANNELS = 3;
const FILTERS = 4;
const TAPS = 3;
const OUT = SIZE - TAPS + 1;
/** Of values of about 1 that are sums of 27 products in single precision. */
const TOLERANCE = 1e-4;

/** A picture, filters, and the weights of a sum over what comes out; fixed and without pattern. */
const IMAGE = waves(SIZE * SIZE * CHANNELS, 0.37);
const FILTER = waves(TAPS * TAPS * CHANNELS * FILTERS, 0.71);
const WEIGHTS = waves(OUT * OUT * FILTERS, 0.53);

/**
 * A convolution, shape [9, 9, 3] by [3, 3, 3, 4], and where the backend can train, its gradient with
 * respect to the filters.
 *
 * @returns the largest difference from double precision, and how long it took
 */
export function testBackend(trains: boolean): BackendInfo['selfTest'] {
  const began = performance.now();
  const errors = [difference(convolved(), expectedOutput())];
  if (trains) errors.push(difference(filterGradient(), expectedGradient()));
  const maxError = Math.max(...errors);
  const milliseconds = Math.round(performance.now() - began);
  return { passed: maxError < TOLERANCE, maxError, milliseconds };
}

function waves(length: number, step: number): Float32Array {
  return Float32Array.from({ length }, (_, i) => Math.sin(step * i * (1 + (i % 7))));
}

function image(): tf.Tensor4D {
  return tf.tensor4d(IMAGE.slice(), [1, SIZE, SIZE, CHANNELS]);
}

function filter(): tf.Tensor4D {
  return tf.tensor4d(FILTER.slice(), [TAPS, TAPS, CHANNELS, FILTERS]);
}

function convolved(): ArrayLike<number> {
  return tf.tidy(() => tf.conv2d(image(), filter(), 1, 'valid').dataSync());
}

function filterGradient(): ArrayLike<number> {
  return tf.tidy(() => {
    const weights = tf.tensor4d(WEIGHTS.slice(), [1, OUT, OUT, FILTERS]);
    const weighted = (f: tf.Tensor) =>
      tf.sum(tf.mul(tf.conv2d(image(), f as tf.Tensor4D, 1, 'valid'), weights));
    return tf.grad(weighted)(filter()).dataSync();
  });
}

function expectedOutput(): Float64Array {
  const output = new Float64Array(OUT * OUT * FILTERS);
  eachProduct((o, i, f) => {
    output[o] = (output[o] ?? 0) + (IMAGE[i] ?? 0) * (FILTER[f] ?? 0);
  });
  return output;
}

function expectedGradient(): Float64Array {
  const gradient = new Float64Array(FILTER.length);
  eachProduct((o, i, f) => {
    gradient[f] = (gradient[f] ?? 0) + (IMAGE[i] ?? 0) * (WEIGHTS[o] ?? 0);
  });
  return gradient;
}

/** Visits each product of the convolution with its indices of output, picture and filter. */
function eachProduct(visit: (output: number, input: number, filter: number) => void): void {
  const outputs = OUT * OUT * FILTERS;
  const taps = TAPS * TAPS * CHANNELS;
  for (let o = 0; o < outputs; o++) {
    const [y, x] = [Math.floor(o / FILTERS / OUT), Math.floor(o / FILTERS) % OUT];
    for (let t = 0; t < taps; t++) {
      const [dy, dx] = [Math.floor(t / CHANNELS / TAPS), Math.floor(t / CHANNELS) % TAPS];
      const input = ((y + dy) * SIZE + x + dx) * CHANNELS + (t % CHANNELS);
      visit(o, input, t * FILTERS + (o % FILTERS));
    }
  }
}

function difference(found: ArrayLike<number>, expected: Float64Array): number {
  return expected.reduce(
    (most, value, i) => Math.max(most, Math.abs(value - (found[i] ?? NaN))),
    0,
  );
}
