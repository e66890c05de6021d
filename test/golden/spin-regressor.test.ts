/** SPIN's network as the compute process runs it, with the tenth-size random weights. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readSafetensors } from '../../src/core/formats/safetensors.ts';
import { chooseBackend } from '../../src/engine/compute/backend.ts';
import { createFeatureCache } from '../../src/engine/compute/feature-cache.ts';
import { pictureOf } from '../../src/engine/compute/regressor.ts';
import { createRegressors } from '../../src/engine/compute/regressors.ts';
import { createSpinRegressor } from '../../src/engine/compute/spin-regressor.ts';
import { annotatedSample } from '../fixtures/annotated-sample.ts';
import { model, sampleTruths } from '../fixtures/embedded.ts';

const source = 'test/golden/spin-network.safetensors';
/** The embedded body in the part of SMPL. */
const smpl = { ...model, isSmpl: true };
let home: string;

beforeAll(async () => {
  await chooseBackend();
  home = mkdtempSync(join(tmpdir(), 'spin-regressor-'));
  process.env.SPIN_STUDIO_HOME = home;
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

function people(count: number) {
  return sampleTruths()
    .slice(0, count)
    .map((truth) => {
      const { keypoints, camera } = annotatedSample(truth);
      const path = `resources/samples/${truth.name}`;
      const picture = pictureOf({ path, name: truth.name });
      return { jointSet: 'coco17' as const, keypoints: [...keypoints], camera, picture };
    });
}

function regressor(name: string) {
  const weights = readSafetensors(readFileSync(source), source);
  const cache = createFeatureCache(join(home, name));
  return createSpinRegressor({ weights, source, model: smpl, cache, cropKind: 'exact' });
}

it('people of several pictures get the bodies that each would get alone, from the cache too', async () => {
  const spin = regressor('first');
  const [a, b, c] = people(3);
  if (a === undefined || b === undefined || c === undefined) throw new Error('three samples');
  const together = await spin.regress([a, b, c]);
  const nobody = {
    ...b,
    keypoints: b.keypoints.map((point) => ({ ...point, visibility: 'absent' as const })),
  };
  const mixed = await spin.regress([a, nobody, c]);
  const alone = await regressor('second').regress([c]);
  expect(mixed).toEqual([together[0], undefined, together[2]]);
  for (const [i, value] of (alone[0]?.pose ?? []).entries()) {
    expect(together[2]?.pose[i]).toBeCloseTo(value, 3);
  }
  expect(together[0]?.betas).not.toEqual(together[1]?.betas);
});

it('a body that is not SMPL is refused, and says so', async () => {
  const regressors = createRegressors(model, createFeatureCache(join(home, 'r')));
  await expect(regressors.get({ kind: 'spin', weights: source })).rejects.toMatchObject({
    code: 'model/mixed',
    message: expect.stringContaining('this project works with mhbody'),
  });
});

it('there is no network without a file, and a lifter’s file is none', async () => {
  const regressors = createRegressors(smpl, createFeatureCache(join(home, 'r')));
  await expect(regressors.get({ kind: 'spin', weights: null })).rejects.toMatchObject({
    code: 'model/invalid',
  });
  const weights = 'resources/lifter/lifter.safetensors';
  await expect(regressors.get({ kind: 'spin', weights })).rejects.toMatchObject({
    code: 'model/invalid',
    message: expect.stringContaining('conv1.weight is missing'),
  });
});
