import '@tensorflow/tfjs-backend-cpu';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { mean, model, newFitter } from '../../../../test/fixtures/embedded.ts';
import { mountSmallDisk } from '../../../../test/fixtures/small-disk.ts';
import { aPersonSeenAs, aRandomBody } from '../../../../test/fixtures/training.ts';
import { NO_CONSTRAINTS } from '../../../contract/constraints.ts';
import type { TrainingEpoch, TrainingSettings } from '../../../contract/training.ts';
import {
  type LearningPerson,
  PEOPLE_FILE,
  type TrainMessage,
  type TrainQuery,
} from '../../../contract/training-compute.ts';
import { compactLandmarks } from '../../../core/body/landmarks.ts';
import { createPosedMesh } from '../../../core/body/posed-mesh.ts';
import { sourceOfBytes } from '../../../core/formats/byte-source.ts';
import { readSafetensors } from '../../../core/formats/safetensors.ts';
import { readCheckpoint } from '../../../core/formats/torch/checkpoint.ts';
import { seededRandom } from '../../../core/math/random.ts';
import { createLifter } from '../../../core/regress/lifter.ts';
import { initialWeights, lifterSpec } from '../../../core/regress/lifter-network.ts';
import { createTape } from '../../../core/train/landmark-gradient.ts';
import { trainableLifter } from '../../../core/train/trainable-lifter.ts';
import type { TrainableRegressor } from '../../../core/train/trainable-regressor.ts';
import { bodyToWire } from '../../adapters/person-fit.ts';
import { TORCH_FILE } from './model-file.ts';
import { createTeaching, type Teaching } from './teaching.ts';

const SHAPE = { width: 16, blocks: 1 };
const INFO = { kind: 'lifter' as const, name: 'lifter', hash: '', runId: null };

let folder: string;
beforeAll(() => tf.setBackend('cpu'));
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'spin-teaching-'));
  const people = Array.from({ length: 16 }, (_, i) =>
    personOf(i + 1, i < 10 ? 'training' : i < 14 ? 'held-out' : 'untouched'),
  );
  const bodyModel = { name: 'test', hash: '' };
  writeFileSync(join(folder, PEOPLE_FILE), JSON.stringify({ bodyModel, people }));
});
afterEach(() => rmSync(folder, { recursive: true }));

function personOf(seed: number, role: LearningPerson['role']): LearningPerson {
  const body = aRandomBody(seed);
  const { keypoints, camera, jointSet } = aPersonSeenAs(body);
  return {
    personId: seed,
    imageId: seed,
    imageName: `${seed}.jpg`,
    imageSha256: createHash('sha256').update(String(seed)).digest('hex'),
    role,
    jointSet,
    keypoints,
    constraints: NO_CONSTRAINTS,
    camera,
    preset: 'anchored',
    regression: null,
    imageEvidence: null,
    fit: bodyToWire(body),
    truth: role === 'held-out' ? bodyToWire(body) : null,
  };
}

/** A small lifter that knows nothing yet; `changed` may disturb it. */
function teachingWith(changed = (lifter: TrainableRegressor) => lifter): Teaching {
  return createTeaching({
    fitter: newFitter(),
    bodyModel: { name: 'test', hash: '' },
    mesh: createPosedMesh(model),
    tape: () => createTape(compactLandmarks(model)),
    replay: () => undefined,
    trainable: async () =>
      changed(trainableLifter(createLifter(initialWeights(SHAPE, mean, seededRandom(1))))),
  });
}

function queryOf(settings: Partial<TrainingSettings> = {}, resume = false): TrainQuery {
  const usual = { recipe: 'spin' as const, epochs: 4, batchSize: 4, learningRate: 1e-3 };
  return {
    runId: 1,
    runFolder: folder,
    imageFolder: folder,
    settings: { ...usual, patience: 9, seed: 1, useUntouched: true, ...settings },
    start: { kind: 'lifter', weights: null },
    startInfo: INFO,
    resume,
  };
}

/** All messages, unless `until` says that it is enough. */
async function hear(
  teaching: Teaching,
  query: TrainQuery,
  until: (message: TrainMessage) => boolean = () => false,
): Promise<TrainMessage[]> {
  const heard: TrainMessage[] = [];
  for await (const message of teaching.train(query)) {
    heard.push(message);
    if (until(message)) break;
  }
  return heard;
}

const isEpoch = (wanted: number) => (message: TrainMessage) =>
  message.kind === 'epoch' && message.epoch.epoch === wanted;

const epochsOf = (messages: readonly TrainMessage[]) =>
  messages.flatMap((message) => (message.kind === 'epoch' ? [message.epoch] : []));

const withoutTime = (curve: readonly TrainingEpoch[]) =>
  curve.map(({ seconds: _, ...rest }) => rest);

const checkpoints = () => readdirSync(folder).filter((name) => name.startsWith('checkpoint'));

describe('a training', () => {
  it('learns, tells each epoch, and leaves a whole model and a comparison', async () => {
    const messages = await hear(teachingWith(), queryOf());
    expect(messages[0]).toEqual({ kind: 'begun', curve: [], bestEpoch: 0 });
    const errors = epochsOf(messages).map(({ heldOutErrorPx }) => heldOutErrorPx);
    expect(errors).toHaveLength(5);
    expect(Math.min(...errors)).toBeLessThan(errors[0] ?? 0);
    const end = messages.at(-1);
    if (end?.kind !== 'end') throw new Error('It has no end.');
    const model = readFileSync(join(folder, 'model.safetensors'));
    expect(createHash('sha256').update(model).digest('hex')).toBe(end.modelHash);
    const shapes = Object.entries(readSafetensors(model, 'model')).map(([name, { shape }]) => [
      name,
      shape,
    ]);
    expect(Object.fromEntries(shapes)).toEqual(lifterSpec(SHAPE));
    const torch = readCheckpoint(sourceOfBytes(readFileSync(join(folder, TORCH_FILE)), TORCH_FILE));
    expect(torch).toEqual(readSafetensors(model, 'model'));
    expect(end).toMatchObject({ stopped: null, report: { current: INFO, refusal: null } });
    const measures = end.report.rows.map(({ measure, people }) => `${measure} ${people}`);
    expect(measures[0]).toBe('reprojection 4');
    expect(measures).toContain('paMpjpe 4');
    expect(checkpoints()).toEqual([]);
  });

  it('that is broken off goes on with the same numbers as one that was not', async () => {
    const whole = epochsOf(await hear(teachingWith(), queryOf()));
    rmSync(join(folder, 'state.json'));
    await hear(teachingWith(), queryOf(), isEpoch(2));
    expect(existsSync(join(folder, 'state.json'))).toBe(true);
    const [begun, ...rest] = await hear(teachingWith(), queryOf({}, true));
    if (begun?.kind !== 'begun') throw new Error('It has no beginning.');
    expect(begun.curve.length).toBeGreaterThanOrEqual(3);
    expect(withoutTime([...begun.curve, ...epochsOf(rest)])).toEqual(withoutTime(whole));
  });

  it('goes on from the epoch before when a checkpoint could not be written whole', async () => {
    await hear(teachingWith(), queryOf({ epochs: 2 }), isEpoch(1));
    const before = readFileSync(join(folder, 'state.json'), 'utf8');
    writeFileSync(join(folder, 'checkpoint-9.safetensors.partial'), 'half of it');
    writeFileSync(join(folder, 'state.json.partial'), '{"tensors":');
    const [begun] = await hear(teachingWith(), queryOf({ epochs: 2 }, true));
    expect(begun).toMatchObject({ kind: 'begun', curve: JSON.parse(before).curve });
  });

  it('that finds the disk full ends, and goes on from the last whole epoch', async ({ skip }) => {
    const disk = mountSmallDisk(join(folder, 'disk'));
    if (disk === undefined) return skip('a small file system may not be mounted here');
    try {
      cpSync(join(folder, PEOPLE_FILE), join(disk.place, PEOPLE_FILE));
      const query = (resume = false) => ({ ...queryOf({}, resume), runFolder: disk.place });
      const full = hear(teachingWith(), query(), (message) => {
        if (isEpoch(2)(message)) disk.fill();
        return false;
      });
      await expect(full).rejects.toMatchObject({ code: 'disk/full' });
      disk.free();
      const [begun, ...rest] = await hear(teachingWith(), query(true));
      expect(begun?.kind === 'begun' && begun.curve.length).toBeGreaterThanOrEqual(2);
      expect(rest.at(-1)).toMatchObject({ kind: 'end', stopped: null });
    } finally {
      disk.unmount();
    }
  });

  it('that is stopped keeps the best epoch so far', async () => {
    const teaching = teachingWith();
    const messages = await hear(teaching, queryOf({ epochs: 1000, patience: 1000 }), (message) => {
      if (isEpoch(2)(message)) teaching.stop();
      return false;
    });
    const end = messages.at(-1);
    expect(end).toMatchObject({ kind: 'end' });
    expect(end?.kind === 'end' && end.stopped).toMatch(
      /^Stopped; epoch \d+, the best so far, is kept\.$/,
    );
    expect(existsSync(join(folder, 'model.safetensors'))).toBe(true);
  });

  it('that nobody listens to any more makes no model', async () => {
    await hear(teachingWith(), queryOf({ epochs: 1000 }), isEpoch(1));
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(existsSync(join(folder, 'model.safetensors'))).toBe(false);
  });

  it('whose loss is no number stops and keeps the last good weights', async () => {
    const messages = await hear(teachingWith(spoiltFrom(20)), queryOf());
    const end = messages.at(-1);
    if (end?.kind !== 'end') throw new Error('It has no end.');
    expect(end.stopped).toMatch(/^Training has stopped in epoch \d: its loss is not a number/);
    expect(epochsOf(messages).length).toBeGreaterThan(1);
    const model = readSafetensors(readFileSync(join(folder, 'model.safetensors')), 'model');
    const numbers = Object.values(model).flatMap(({ data }) => [...data]);
    expect(numbers.every(Number.isFinite)).toBe(true);
  });

  it('that finds no memory says the next smaller batch, and its checkpoint stays', async () => {
    const hungry = (lifter: TrainableRegressor): TrainableRegressor => ({
      ...lifter,
      forward(weights, batch) {
        if (batch.frames.length > 2 && existsSync(join(folder, 'state.json')))
          throw new Error('OOM when allocating tensor with shape[4,224,224,64]');
        return lifter.forward(weights, batch);
      },
    });
    await expect(hear(teachingWith(hungry), queryOf())).rejects.toMatchObject({
      code: 'train/out-of-memory',
      data: { batchSize: 4, smaller: 2 },
      message: expect.stringContaining('Go on with a batch of 2.'),
    });
    expect(checkpoints()).toHaveLength(1);
  });

  it('goes on without people whose picture has vanished, and names it once', async () => {
    const needsPictures = (lifter: TrainableRegressor): TrainableRegressor => ({
      ...lifter,
      async batch(people, random) {
        const { inputs, frames } = await lifter.batch(people, random);
        const isThere = (id: number) => existsSync(join(folder, `${id}.jpg`));
        return {
          inputs,
          frames: frames.map((f, i) => (isThere(people[i]?.id ?? 0) ? f : undefined)),
        };
      },
    });
    for (let id = 1; id <= 16; id++) if (id !== 3) writeFileSync(join(folder, `${id}.jpg`), '');
    const messages = await hear(teachingWith(needsPictures), queryOf());
    const skipped = messages.filter(({ kind }) => kind === 'skipped');
    expect(skipped).toEqual([{ kind: 'skipped', imageName: '3.jpg' }]);
    expect(messages.at(-1)).toMatchObject({ kind: 'end', stopped: null });
  });

  it('at once makes the last layer anew, and can be looked at before', async () => {
    const messages = await hear(teachingWith(), queryOf({ recipe: 'instant' }));
    const end = messages.at(-1);
    if (end?.kind !== 'end') throw new Error('It has no end.');
    const { people } = JSON.parse(readFileSync(join(folder, PEOPLE_FILE), 'utf8'));
    const start = { kind: 'lifter' as const, weights: null };
    const { row } = await teachingWith().instant({ people, start, imageFolder: folder });
    expect(row).toEqual(end.report.rows[0]);
  });
});

/** From its n-th batch on it says what is no number. */
function spoiltFrom(count: number) {
  let batches = 0;
  return (lifter: TrainableRegressor): TrainableRegressor => ({
    ...lifter,
    async batch(people, random) {
      if (random !== undefined) batches++;
      return lifter.batch(people, random);
    },
    forward(weights, batch) {
      const said = lifter.forward(weights, batch);
      return batches > count ? tf.mul(said, Number.NaN) : said;
    },
  });
}
