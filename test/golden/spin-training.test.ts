/** SPIN's network under training, at a tenth of its width with random weights. Needs the native backend. */
import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { BodyParameters } from '../../src/core/body/body-model.ts';
import { compactLandmarks } from '../../src/core/body/landmarks.ts';
import { readSafetensors } from '../../src/core/formats/safetensors.ts';
import { seededRandom } from '../../src/core/math/random.ts';
import { sixDFromMatrix } from '../../src/core/math/rotation.ts';
import { createSpinNetwork } from '../../src/core/regress/spin/spin-network.ts';
import { labelInFrame } from '../../src/core/train/frame-label.ts';
import { createTape, placeBody } from '../../src/core/train/landmark-gradient.ts';
import { outputsFromPlace, placeFromOutputs } from '../../src/core/train/output-place.ts';
import { trainableSpin } from '../../src/core/train/spin/trainable-spin.ts';
import { trainInLoop } from '../../src/core/train/train-in-loop.ts';
import type { RegressorFrame, TrainingDepth } from '../../src/core/train/trainable-regressor.ts';
import type { TrainingPerson } from '../../src/core/train/training-person.ts';
import { chooseBackend } from '../../src/engine/compute/backend.ts';
import { model } from '../fixtures/embedded.ts';
import { aPersonSeenAs, aRandomBody } from '../fixtures/training.ts';

const path = 'test/golden/spin-network.safetensors';
const tensors = readSafetensors(readFileSync(path), path);
/** The embedded body in the part of SMPL, its pelvis moved away from the origin as SMPL's is. */
const raised = {
  ...model,
  isSmpl: true,
  template: model.template.map((value, i) => value - (i % 3 === 1 ? 0.24 : 0)),
};
const tape = createTape(compactLandmarks(raised));
const { name: backend } = await chooseBackend();
const needsNative = backend !== 'tensorflow';
if (needsNative) console.warn('SKIPPED: convolutions are only trained with native TensorFlow.');

/** People who stand before walls, each of another colour. */
const pictures = {
  features: async (sights: readonly { person: TrainingPerson; isMirrored: boolean }[]) => {
    const random = sights.map(({ person, isMirrored }) =>
      seededRandom(100 + 2 * person.id + (isMirrored ? 1 : 0)),
    );
    return random.map(({ normal }) => Float32Array.from({ length: 204 }, () => Math.abs(normal())));
  },
  surroundings: async ({ id }: TrainingPerson) =>
    Uint8Array.from({ length: 448 * 448 * 3 }, (_, i) => (i * (id + 3)) % (97 + 40 * (id % 3))),
};

function network(depth: TrainingDepth) {
  const weights = Object.fromEntries(
    Object.entries(tensors).map(([name, { data, shape }]) => [name, tf.tensor(data, [...shape])]),
  );
  return trainableSpin({ weights, depth, model: raised, pictures });
}

function people(count: number): TrainingPerson[] {
  return Array.from({ length: count }, (_, id) => {
    const body = aRandomBody(id);
    return aPersonSeenAs(body, { id, decision: 'accepted', truth: body });
  });
}

beforeAll(() => tf.ready());

function outputsFor(body: BodyParameters, frame: RegressorFrame): Float32Array {
  const label = labelInFrame(tape, { body, isTruth: true }, frame);
  const out = new Float32Array(157);
  for (let j = 0; j < 24; j++) sixDFromMatrix(label.rotations, 9 * j, out, 6 * j);
  out.set(label.betas, 144);
  out.set(outputsFromPlace(label.translation, frame.focal, 'spin'), 154);
  return out;
}

describe('what the network should have said', () => {
  it('is the body again when decoded, whatever the augmentation', async () => {
    const spin = network('full');
    const body = aRandomBody(3);
    const person = aPersonSeenAs(body);
    const random = seededRandom(2);
    const kinds = new Set<string>();
    for (let draw = 0; draw < 12; draw++) {
      const { frames, inputs } = await spin.batch([person], random);
      inputs.dispose();
      const frame = frames[0] as RegressorFrame;
      kinds.add(`${frame.isMirrored} ${Math.abs(frame.regressorFromCamera[1] ?? 0) > 0.05}`);
      const decoded = spin.decode(outputsFor(body, frame), 0, frame, person) as BodyParameters;
      const apart = placeBody(tape, decoded).map(
        (value, i) => value - (placeBody(tape, body)[i] ?? 0),
      );
      expect(Math.max(...apart.map(Math.abs))).toBeLessThan(1e-4);
    }
    expect(kinds.size, 'upright and turned, mirrored and not').toBe(4);
    tf.dispose(spin.weights);
  });

  it('shows the body in the frame where the person’s points are', async () => {
    const spin = network('head');
    const body = aRandomBody(4);
    const standing = { ...body, translation: body.translation };
    const pixelsOf = aPersonSeenAs(standing);
    const { frames, inputs } = await spin.batch([pixelsOf], undefined);
    inputs.dispose();
    const frame = frames[0] as RegressorFrame;
    // `aPersonSeenAs` draws the unmoved body: the same one here stands 0.24 m lower in its own space.
    const moved = {
      ...body,
      translation: Float64Array.from(body.translation, (v, i) => v + (i === 1 ? 0.24 : 0)),
    };
    const label = labelInFrame(tape, { body: moved, isTruth: true }, frame);
    const place = placeFromOutputs(outputsFor(moved, frame).subarray(154), frame.focal, 'spin');
    const [rightWrist, landmark] = [4, 21];
    for (const axis of [0, 1]) {
      const seen =
        (frame.focal * ((label.landmarks[3 * landmark + axis] ?? 0) + (place[axis] ?? 0))) /
        ((label.landmarks[3 * landmark + 2] ?? 0) + place[2]);
      expect(frame.points[3 * rightWrist + axis]).toBeCloseTo(seen, 2);
    }
    tf.dispose(spin.weights);
  });
});

describe.skipIf(needsNative)('training', () => {
  it('the upright crop passes as the network for inference sees it', async () => {
    const spin = network('full');
    const batch = await spin.batch(people(2), undefined);
    const inference = createSpinNetwork(tensors, path);
    const wanted = inference.features(batch.inputs.dataSync() as Float32Array, 2);
    const found = tf.tidy(() => spin.features(spin.weights, batch).dataSync());
    for (const [i, value] of wanted.entries()) expect(found[i]).toBeCloseTo(value, 3);
    inference.dispose();
    tf.dispose([batch.inputs, spin.weights]);
  });

  it.each([
    ['head' as const, 'head' as const, 12],
    ['spin' as const, 'full' as const, 3],
  ])(
    '%s: the loss falls, and batch norm stays what it was',
    async (recipe, depth, epochs) => {
      const spin = network(depth);
      const all = people(6);
      const settings = {
        recipe,
        epochs,
        batchSize: 3,
        learningRate: recipe === 'head' ? 1e-3 : 3e-4,
        seed: 1,
        patience: 99,
        replayShare: 0,
      };
      const parts = {
        regressor: spin,
        tape,
        people: all.slice(0, 5),
        heldOut: all.slice(5),
        fit: async (some: readonly TrainingPerson[]) => some.map(() => undefined),
        replay: undefined,
      };
      const losses: number[] = [];
      const loop = trainInLoop(parts, settings);
      let step = await loop.next();
      for (; !step.done; step = await loop.next()) losses.push(step.value.trainLoss ?? Number.NaN);
      const [, first = 0, ...later] = losses;
      expect(later.at(-1)).toBeLessThan(0.8 * first);
      const names = Object.keys(step.value.weights);
      expect(names.filter((name) => /bn|downsample\.1|init_/.test(name))).toEqual([]);
      expect(names.includes('layer4.2.conv3.weight')).toBe(recipe === 'spin');
      expect(names).toContain('decpose.weight');
      tf.dispose(spin.weights);
    },
    240_000,
  );

  it('every convolution gets a gradient', async () => {
    const spin = network('full');
    const batch = await spin.batch(people(2), undefined);
    const names = spin.trains('full');
    const variables = names.map((name) => tf.variable(spin.weights[name] as tf.Tensor));
    const weights = {
      ...spin.weights,
      ...Object.fromEntries(names.map((name, i) => [name, variables[i] as tf.Tensor])),
    };
    const { grads, value } = tf.variableGrads(
      () => tf.mean(tf.square(spin.forward(weights, batch))) as tf.Scalar,
      variables,
    );
    const still = variables.filter(({ name }) => {
      const gradient = grads[name];
      return gradient === undefined || tf.tidy(() => tf.max(tf.abs(gradient)).dataSync()[0]) === 0;
    });
    expect(still).toEqual([]);
    tf.dispose([grads, value, variables, batch.inputs, spin.weights]);
  }, 120_000);
});

describe('the collapsed head', () => {
  it('says the same as SPIN’s own, changes by what is added, and takes its place', async () => {
    const spin = network('head');
    const batch = await spin.batch(people(2), undefined);
    const layer = spin.lastLayer(spin.weights);
    const same = spin.withLastLayer(spin.weights, layer);
    const moved = spin.withLastLayer(spin.weights, {
      ...layer,
      bias: layer.bias.map((v) => v + 0.5),
    });
    const [own, collapsed, after] = [spin.weights, same, moved].map((weights) =>
      tf.tidy(() => spin.forward(weights, batch).dataSync()),
    );
    for (const [i, value] of (own ?? []).entries()) {
      expect(collapsed?.[i]).toBeCloseTo(value, 4);
      expect(after?.[i]).toBeCloseTo(value + 0.5, 4);
    }
    expect(Object.keys(same).filter((name) => name.startsWith('fc'))).toEqual([]);
    expect(spin.lastLayer(same).bias).toEqual(layer.bias);
    const saved = Object.fromEntries(
      Object.entries(same).map(([name, t]) => [
        name,
        { shape: t.shape, data: t.dataSync() as Float32Array },
      ]),
    );
    const loaded = createSpinNetwork(saved, 'collapsed.safetensors');
    expect(loaded.head.m[156]).toBeCloseTo(layer.bias[156] ?? Number.NaN, 6);
    loaded.dispose();
    tf.dispose([batch.inputs, spin.weights, same, moved]);
  });
});
