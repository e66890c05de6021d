/** Regressors as the engine reaches them: in the compute process, by the project's choice. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { EMBEDDED_BODY } from '../../src/contract/body-source.ts';
import type { DetectedPerson } from '../../src/contract/compute-contract.ts';
import { EMBEDDED_REGRESSOR, type RegressorChoice } from '../../src/contract/regressor.ts';
import { BODY25, BODY25_FROM_COCO17 } from '../../src/core/keypoints/joint-sets.ts';
import { createCompute } from '../../src/engine/adapters/compute-client.ts';
import { createPredictor } from '../../src/engine/adapters/predictor.ts';

const file = { path: 'resources/samples/synthetic_02.jpg', name: 'synthetic_02.jpg' };
const compute = createCompute(() => ({ backend: 'auto', body: EMBEDDED_BODY }));
let home: string;
let choice: RegressorChoice = EMBEDDED_REGRESSOR;
const predictor = createPredictor(compute, { regressor: () => choice, onBackend: () => undefined });

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'spin-regressors-'));
});
afterAll(() => {
  compute.close();
  rmSync(home, { recursive: true, force: true });
});

async function theOne(preset: 'anchored' | null) {
  const { people, camera } = await predictor.predict(file, preset);
  return { person: people[0] as DetectedPerson, camera };
}

it('without a preset people keep what the regressor says, and have no fit', async () => {
  const { person } = await theOne(null);
  const fitted = await theOne('anchored');
  expect(person.fit).toBeNull();
  expect(person.regression).toEqual(fitted.person.regression);
  expect(person.regression?.pose).toHaveLength(72);
});

it('points of BODY_25 say the same body as those of COCO that they are', async () => {
  const { person, camera } = await theOne(null);
  const absent = { x: 0, y: 0, confidence: 0, visibility: 'absent' as const };
  const keypoints = BODY25.pointNames.map((_, i) => {
    const coco = BODY25_FROM_COCO17.indexOf(i);
    const point = person.keypoints[coco];
    return point ?? { ...absent, source: 'detector' as const, use: 'normal' as const };
  });
  const body = await predictor.regress(file, { jointSet: 'body25', keypoints, camera });
  for (const [i, radians] of (person.regression?.pose ?? []).entries()) {
    expect(body?.pose[i]).toBeCloseTo(radians, 4);
  }
});

it('weights that are gone or broken are named, and the embedded ones go on', async () => {
  const broken = join(home, 'broken.safetensors');
  writeFileSync(broken, 'no weights');
  choice = { kind: 'lifter', weights: join(home, 'gone.safetensors') };
  await expect(predictor.predict(file, null)).rejects.toMatchObject({
    code: 'model/invalid',
    message: expect.stringContaining('gone.safetensors'),
  });
  choice = { kind: 'lifter', weights: broken };
  await expect(predictor.predict(file, null)).rejects.toMatchObject({
    code: 'format/invalid',
    message: expect.stringContaining('broken.safetensors'),
  });
  choice = EMBEDDED_REGRESSOR;
  expect((await theOne(null)).person.regression).not.toBeNull();
});
