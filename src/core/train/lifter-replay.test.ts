import '@tensorflow/tfjs-backend-cpu';
import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { mean, model, prior } from '../../../test/fixtures/embedded.ts';
import { aRandomBody } from '../../../test/fixtures/training.ts';
import type { BodyParameters } from '../body/body-model.ts';
import { compactLandmarks } from '../body/landmarks.ts';
import { readSafetensors } from '../formats/safetensors.ts';
import { seededRandom } from '../math/random.ts';
import { createLifter } from '../regress/lifter.ts';
import { initialWeights } from '../regress/lifter-network.ts';
import { createTape } from './landmark-gradient.ts';
import { lifterReplay } from './lifter-replay.ts';
import { trainableLifter } from './trainable-lifter.ts';

const path = 'resources/lifter/lifter.safetensors';
const regressor = trainableLifter(createLifter(readSafetensors(readFileSync(path), path)));
const parts = { model, prior, regressor, tape: createTape(compactLandmarks(model)) };
const labels = [1, 2].map((seed) => ({ body: aRandomBody(seed), isTruth: true }));

beforeAll(() => tf.setBackend('cpu'));

describe('the lifter’s replay', () => {
  it('repeats what the regressor says of people whom it gets right', async () => {
    const people = await lifterReplay({ ...parts, ownShare: 0 })(6, seededRandom(1), labels);
    expect(people.length).toBeGreaterThan(2);
    expect(people.length).toBeLessThanOrEqual(6);
    const said = (await regressor.regress(regressor.weights, people)) as BodyParameters[];
    for (const [i, { truth }] of people.entries()) expect(truth).toEqual(said[i]);
  });

  it('repeats nothing of a regressor that gets nobody right', async () => {
    const weights = createLifter(initialWeights({ width: 8, blocks: 1 }, mean, seededRandom(1)));
    const wrong = { ...parts, regressor: trainableLifter(weights), ownShare: 0 };
    expect((await lifterReplay(wrong)(6, seededRandom(1), labels)).length).toBeLessThan(3);
  });

  it('shows the project’s bodies for its share, with their own joints', async () => {
    const people = await lifterReplay({ ...parts, ownShare: 1 })(5, seededRandom(2), labels);
    expect(people).toHaveLength(5);
    const knees = labels.flatMap(({ body }) => [body.pose[12], body.pose[15]]);
    for (const { truth } of people) {
      const nearest = Math.min(...knees.map((knee) => Math.abs((truth?.pose[12] ?? 9) - knee)));
      expect(nearest).toBeLessThan(1e-3);
    }
  });

  it('has nothing of the project to show before anybody was fitted', async () => {
    const people = await lifterReplay({ ...parts, ownShare: 1 })(4, seededRandom(2), []);
    const said = (await regressor.regress(regressor.weights, people)) as BodyParameters[];
    for (const [i, { truth }] of people.entries()) expect(truth).toEqual(said[i]);
  });
});
