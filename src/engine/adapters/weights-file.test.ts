import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { randomSpinWeights } from '../../../test/fixtures/spin-weights.ts';
import type { Tensors } from '../../core/formats/safetensors.ts';
import { writeTorchZip } from '../../core/formats/torch/torch-writer.ts';
import { requireSpinWeights } from '../../core/regress/spin/spin-weights.ts';
import { inspect } from './model-files/scan-folder.ts';
import { readWeights, withMeanParameters } from './weights-file.ts';

const MEAN = 'test/golden/smpl/smpl_mean_params.npz';
let folder: string;
let path: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'spin-mean-'));
  path = join(folder, 'model_checkpoint.pt');
  const weights = Object.entries(randomSpinWeights(0.05));
  const lacking = weights.filter(([name]) => !name.startsWith('init_'));
  writeFileSync(path, writeTorchZip(Object.fromEntries(lacking), { under: 'model' }));
});
afterAll(() => rmSync(folder, { recursive: true }));

it('a checkpoint without its mean buffers starts from smpl_mean_params.npz', async () => {
  const lacking = await readWeights(path);
  expect(() => requireSpinWeights(lacking, path)).toThrow('init_pose is missing');
  const { init_pose, init_shape, init_cam } = requireSpinWeights(
    await withMeanParameters(lacking, MEAN),
    path,
  ) as Tensors;
  expect([init_pose, init_shape, init_cam].map((each) => each?.shape)).toEqual([
    [1, 144],
    [1, 10],
    [1, 3],
  ]);
  expect(init_cam?.data[0]).not.toBe(0);
});

it('a checkpoint that has them keeps its own', async () => {
  const own = randomSpinWeights(0.05);
  expect(await withMeanParameters(own, MEAN)).toBe(own);
});

it('the doctor says that they are missing, and what stands in', () => {
  const { isUsable, findings } = inspect(path, 'model_checkpoint.pt');
  expect(isUsable).toBe(true);
  expect(findings.map(({ message }) => message)).toContainEqual(
    expect.stringContaining('smpl_mean_params.npz in this folder stands in'),
  );
});
