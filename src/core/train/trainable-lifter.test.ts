import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { mean, model } from '../../../test/fixtures/embedded.ts';
import { aPersonSeenAs, aRandomBody } from '../../../test/fixtures/training.ts';
import type { BodyParameters } from '../body/body-model.ts';
import { compactLandmarks } from '../body/landmarks.ts';
import { seededRandom } from '../math/random.ts';
import { sixDFromMatrix } from '../math/rotation.ts';
import { createLifter } from '../regress/lifter.ts';
import { initialWeights } from '../regress/lifter-network.ts';
import { labelInFrame } from './frame-label.ts';
import { createTape, placeBody } from './landmark-gradient.ts';
import { outputsFromPlace, placeFromOutputs } from './output-place.ts';
import { trainableLifter } from './trainable-lifter.ts';
import type { RegressorFrame } from './trainable-regressor.ts';

const tape = createTape(compactLandmarks(model));
const weights = createLifter(initialWeights({ width: 8, blocks: 1 }, mean, seededRandom(1)));
const lifter = trainableLifter(weights);

beforeAll(() => tf.setBackend('cpu'));

function outputsFor(body: BodyParameters, frame: RegressorFrame): Float32Array {
  const label = labelInFrame(tape, { body, isTruth: true }, frame);
  const out = new Float32Array(157);
  for (let j = 0; j < 24; j++) sixDFromMatrix(label.rotations, 9 * j, out, 6 * j);
  out.set(label.betas, 144);
  out.set(outputsFromPlace(label.translation, frame.focal, 'box'), 154);
  return out;
}

function apart(a: BodyParameters, b: BodyParameters): number {
  const other = placeBody(tape, b);
  return Math.max(...placeBody(tape, a).map((value, i) => Math.abs(value - other[i])));
}

describe('the lifter under training', () => {
  it('decodes what a label is encoded as, whatever the augmentation', async () => {
    const body = aRandomBody(3);
    const person = aPersonSeenAs(body);
    const kinds = new Set<string>();
    const random = seededRandom(1);
    for (let draw = 0; draw < 30; draw++) {
      const { frames } = await lifter.batch([person], random);
      const frame = frames[0] as RegressorFrame;
      kinds.add(`${frame.isMirrored} ${Math.abs(frame.regressorFromCamera[1]) > 0.05}`);
      const decoded = lifter.decode(outputsFor(body, frame), 0, frame, person);
      expect(apart(decoded as BodyParameters, body)).toBeLessThan(1e-4);
    }
    expect(kinds.size, 'upright and turned, mirrored and not').toBe(4);
  });

  it('sees in the frame’s points what the label’s body shows there', async () => {
    const body = aRandomBody(4);
    const { frames } = await lifter.batch([aPersonSeenAs(body)], undefined);
    const frame = frames[0] as RegressorFrame;
    const label = labelInFrame(tape, { body, isTruth: true }, frame);
    const place = placeFromOutputs(outputsFor(body, frame).subarray(154), frame.focal, 'box');
    const seen = (landmark: number, axis: number) =>
      (frame.focal * (label.landmarks[3 * landmark + axis] + place[axis])) /
      (label.landmarks[3 * landmark + 2] + place[2]);
    const [rightWrist, rightWristLandmark] = [4, 21];
    for (const axis of [0, 1]) {
      expect(frame.points[3 * rightWrist + axis]).toBeCloseTo(seen(rightWristLandmark, axis), 4);
    }
  });

  it('shows a mirrored left wrist at the right one’s place', async () => {
    const person = aPersonSeenAs(aRandomBody(5));
    const random = seededRandom(1);
    for (let draw = 0; draw < 20; draw++) {
      const { frames } = await lifter.batch([person], random);
      const frame = frames[0] as RegressorFrame;
      const left = frame.points[3 * 7];
      const right = frame.points[3 * 4];
      // The person faces the camera: the left hand is on the right of the picture.
      expect(left > right).toBe(true);
    }
  });

  it('has no frame for a person with too few points', async () => {
    const person = aPersonSeenAs(aRandomBody(5));
    const hidden = {
      ...person,
      keypoints: person.keypoints.map((p, i) => ({ ...p, confidence: i < 3 ? 1 : 0 })),
    };
    const { frames } = await lifter.batch([hidden], undefined);
    expect(frames).toEqual([undefined]);
  });

  it('changes by exactly what is added to its last layer', async () => {
    const batch = await lifter.batch([aPersonSeenAs(aRandomBody(6))], undefined);
    const layer = lifter.lastLayer(weights);
    const moved = { ...layer, bias: layer.bias.map((value) => value + 0.5) };
    const before = lifter.forward(weights, batch).dataSync();
    const after = lifter.forward(lifter.withLastLayer(weights, moved), batch).dataSync();
    for (const [i, value] of after.entries()) expect(value).toBeCloseTo(before[i] + 0.5, 5);
    const undone = lifter.forward(lifter.withLastLayer(weights, layer), batch).dataSync();
    expect(undone).toEqual(before);
  });
});
