import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { mean, model } from '../../../test/fixtures/embedded.ts';
import { aPersonSeenAs, aRandomBody } from '../../../test/fixtures/training.ts';
import { compactLandmarks } from '../body/landmarks.ts';
import { seededRandom } from '../math/random.ts';
import { createLifter } from '../regress/lifter.ts';
import { initialWeights } from '../regress/lifter-network.ts';
import { instantUpdate } from './instant-update.ts';
import { createTape } from './landmark-gradient.ts';
import { trainableLifter } from './trainable-lifter.ts';
import type { RegressorFrame, TrainableRegressor } from './trainable-regressor.ts';
import type { TrainingPerson } from './training-person.ts';

const tape = createTape(compactLandmarks(model));
const PEOPLE = [1, 2, 3, 4, 5, 6].map((seed) => ({
  ...aPersonSeenAs(aRandomBody(seed)),
  id: seed,
}));

beforeAll(() => tf.setBackend('cpu'));

/** Says the mean pose in 6D blocks of any length, as trained networks do. */
function looseLifter(): TrainableRegressor {
  const initial = initialWeights({ width: 16, blocks: 1 }, mean, seededRandom(1));
  for (let i = 0; i < 144; i++) initial['output.bias'].data[i] *= 4;
  return trainableLifter(createLifter(initial));
}

async function said(lifter: TrainableRegressor): Promise<TrainingPerson[]> {
  const batch = await lifter.batch(PEOPLE, undefined);
  const outputs = lifter.forward(lifter.weights, batch).dataSync() as Float32Array;
  return PEOPLE.map((person, row) => {
    const frame = batch.frames[row] as RegressorFrame;
    return { ...person, decision: 'accepted', truth: lifter.decode(outputs, row, frame, person) };
  });
}

function update(regressor: TrainableRegressor, people: readonly TrainingPerson[]) {
  const parts = { regressor, weights: regressor.weights, tape, people };
  return instantUpdate({ ...parts, dictionary: new Map(), unchanged: [] });
}

describe('the instant update', () => {
  it('finds nothing missing where the labels are what is said, however long the 6D vectors are', async () => {
    const lifter = looseLifter();
    const found = await update(lifter, await said(lifter));
    expect(found?.missingBefore).toBeLessThan(1e-5);
  });

  it('brings what is said nearer to the labels, and leaves the old weights alone', async () => {
    const lifter = looseLifter();
    const before = lifter.lastLayer(lifter.weights);
    const people = PEOPLE.map((person, i) => ({ ...person, truth: aRandomBody(i + 1) }));
    const found = await update(lifter, people);
    if (found === undefined) throw new Error('There are labels.');
    const after = await update({ ...lifter, weights: found.weights }, people);
    expect(after?.missingBefore).toBeLessThan(found.missingBefore);
    expect(lifter.lastLayer(lifter.weights)).toEqual(before);
  });

  it('learns nothing from nobody', async () => {
    expect(
      await update(
        looseLifter(),
        PEOPLE.map((p) => ({ ...p, truth: undefined })),
      ),
    ).toBeUndefined();
  });
});
