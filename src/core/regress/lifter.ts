/** The embedded regressor: 2D keypoints to a body, no picture needed. */
import * as tf from '@tensorflow/tfjs-core';
import type { BodyParameters } from '../body/body-model.ts';
import { MIRROR_JOINTS } from '../body/mirror.ts';
import type { Pinhole } from '../camera/pinhole.ts';
import type { Tensors } from '../formats/safetensors.ts';
import { BODY25 } from '../keypoints/joint-sets.ts';
import { matrixFrom6d, sixDFromMatrix } from '../math/rotation.ts';
import {
  type Body25Points,
  INPUT_SIZE,
  type LifterFrame,
  writeLifterInput,
} from './lifter-input.ts';
import { type LifterWeights, runLifter } from './lifter-network.ts';
import { bodyInCamera, decodeOutput, type LiftedBody, OUTPUT_SIZE } from './lifter-output.ts';

export interface LifterQuery {
  readonly points: Body25Points;
  readonly camera: Pinhole;
}

/** With fewer present points than this a body would be a guess. */
export const MIN_POINTS = 4;

export function createLifter(weights: Tensors): LifterWeights {
  return Object.fromEntries(
    Object.entries(weights).map(([name, { shape, data }]) => [name, tf.tensor(data, [...shape])]),
  );
}

/**
 * The bodies of some people, each the mean of the answers for the points and for their mirror
 * image; undefined where too few points are present.
 */
export function liftBodies(
  lifter: LifterWeights,
  queries: readonly LifterQuery[],
): (BodyParameters | undefined)[] {
  const inputs = new Float32Array(2 * queries.length * INPUT_SIZE);
  const frames = queries.map(({ points, camera }, i) => {
    const present = points.filter((value, k) => k % 3 === 2 && value > 0).length;
    if (present < MIN_POINTS) return undefined;
    const frame = writeLifterInput(points, camera, inputs, 2 * i * INPUT_SIZE);
    mirrorInput(inputs, 2 * i * INPUT_SIZE, (2 * i + 1) * INPUT_SIZE);
    return frame;
  });
  const outputs = tf.tidy(() =>
    runLifter(lifter, tf.tensor2d(inputs, [2 * queries.length, INPUT_SIZE])).dataSync(),
  ) as Float32Array;
  return frames.map((frame, i) => frame && decodePair(outputs, 2 * i * OUTPUT_SIZE, frame));
}

/** In the virtual camera a mirror image is x → −x with left and right exchanged. */
export function mirrorInput(inputs: Float32Array, from: number, to: number): void {
  for (const [point, other] of BODY25.flip.entries()) {
    inputs[to + 3 * point] = -inputs[from + 3 * other];
    inputs[to + 3 * point + 1] = inputs[from + 3 * other + 1];
    inputs[to + 3 * point + 2] = inputs[from + 3 * other + 2];
  }
  for (let i = 75; i < INPUT_SIZE; i++) inputs[to + i] = inputs[from + i];
}

function decodePair(
  outputs: Float32Array,
  offset: number,
  frame: LifterFrame,
): BodyParameters | undefined {
  const straight = decodeOutput(outputs, offset, frame.boxSide);
  const mirrored = decodeOutput(outputs, offset + OUTPUT_SIZE, frame.boxSide);
  if (straight === undefined || mirrored === undefined) return undefined;
  return bodyInCamera(meanOf(straight, unmirror(mirrored)), frame);
}

/** S R S with S = diag(−1, 1, 1), on the other side's joint. */
export function unmirror({ rotations, betas, translation }: LiftedBody): LiftedBody {
  const out = new Float64Array(rotations.length);
  for (const [joint, other] of MIRROR_JOINTS.entries()) {
    for (let i = 0; i < 9; i++) {
      const changes = i < 3 !== (i % 3 === 0);
      out[9 * joint + i] = (changes ? -1 : 1) * rotations[9 * other + i];
    }
  }
  return { rotations: out, betas, translation: translation.with(0, -translation[0]) };
}

/** Rotations are averaged as matrices and made orthonormal again by Gram–Schmidt. */
function meanOf(a: LiftedBody, b: LiftedBody): LiftedBody {
  const rotations = a.rotations.map((value, i) => (value + b.rotations[i]) / 2);
  const six = new Float64Array(6);
  for (let i = 0; i < rotations.length; i += 9) {
    sixDFromMatrix(rotations, i, six, 0);
    if (!matrixFrom6d(six, 0, rotations, i)) rotations.set(a.rotations.subarray(i, i + 9), i);
  }
  const middle = (p: Float64Array, q: Float64Array) => p.map((value, i) => (value + q[i]) / 2);
  return {
    rotations,
    betas: middle(a.betas, b.betas),
    translation: middle(a.translation, b.translation),
  };
}
