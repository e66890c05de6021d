/** SPIN's network against its PyTorch twin with the same random weights (`make_spin_network.py`). */
import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { readSafetensors, type Tensors } from '../../src/core/formats/safetensors.ts';
import { collapseHead, runAffineHead } from '../../src/core/regress/spin/affine-head.ts';
import { runHead } from '../../src/core/regress/spin/ief-head.ts';
import { writeNetworkInput } from '../../src/core/regress/spin/spin-crop.ts';
import { createSpinNetwork } from '../../src/core/regress/spin/spin-network.ts';
import { chooseBackend } from '../../src/engine/compute/backend.ts';
import { madeUpPicture } from './spin-picture.ts';

const path = 'test/golden/spin-network.safetensors';
const golden: { features: number[][]; outputs: number[][] } = JSON.parse(
  readFileSync('test/golden/spin-network.json', 'utf8'),
);
let weights: Tensors;

beforeAll(async () => {
  await chooseBackend();
  weights = readSafetensors(readFileSync(path), path);
});

function largestDifference(found: ArrayLike<number>, wanted: readonly number[]): number {
  return Math.max(...wanted.map((value, i) => Math.abs(value - (found[i] ?? Number.NaN))));
}

it('features and answers are PyTorch’s to 1e-4, and no tensor is left behind', () => {
  const before = tf.memory().numTensors;
  const network = createSpinNetwork(weights, path);
  const crops = new Float32Array(2 * 224 * 224 * 3);
  for (const i of [0, 1]) writeNetworkInput(madeUpPicture(i), crops, i);
  const features = network.features(crops, 2);
  expect(largestDifference(features, golden.features.flat())).toBeLessThan(1e-4);
  const { featureCount } = network.head;
  for (const [i, wanted] of golden.outputs.entries()) {
    const answer = runAffineHead(network.head, features, i * featureCount);
    expect(largestDifference(answer, wanted)).toBeLessThan(1e-4);
  }
  network.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

it('three passes of the head are the affine map', () => {
  const looped = tf.tidy(() => {
    const tensors = Object.fromEntries(
      Object.entries(weights).map(([name, { data, shape }]) => [name, tf.tensor(data, [...shape])]),
    );
    return runHead(tensors, tf.tensor2d(golden.features)).arraySync();
  });
  const head = collapseHead(weights);
  for (const [i, row] of golden.features.entries()) {
    const answer = runAffineHead(head, Float32Array.from(row));
    expect(largestDifference(answer, looped[i] ?? [])).toBeLessThan(1e-5);
  }
});

describe('weights that are not SPIN’s', () => {
  const { 'fc1.bias': _, ...withoutOne } = readSafetensors(readFileSync(path), path);
  const nan = Float32Array.of(Number.NaN, 0, 0);
  it.each([
    ['a missing tensor', withoutOne, 'fc1.bias is missing'],
    [
      'a tensor of another shape',
      { ...withoutOne, 'fc1.bias': { shape: [3], data: new Float32Array(3) } },
      'fc1.bias is 3 instead of 102',
    ],
    [
      'a tensor too many',
      {
        ...withoutOne,
        'fc1.bias': { shape: [102], data: new Float32Array(102) },
        'fc.weight': { shape: [1], data: new Float32Array(1) },
      },
      'fc.weight is not known',
    ],
    [
      'a value that is not finite',
      {
        ...withoutOne,
        'fc1.bias': { shape: [102], data: new Float32Array(102) },
        init_cam: { shape: [1, 3], data: nan },
      },
      'init_cam has a value that cannot be',
    ],
    [
      'another model',
      { 'layers.0.weight': { shape: [1], data: new Float32Array(1) } },
      'conv1.weight is missing',
    ],
  ])('%s is named', (_name, tensors, issue) => {
    const load = () => createSpinNetwork(tensors as Tensors, 'someone.pt');
    expect(load).toThrow(
      expect.objectContaining({ code: 'model/invalid', message: expect.stringContaining(issue) }),
    );
    expect(load).toThrow('File: someone.pt');
  });
});
