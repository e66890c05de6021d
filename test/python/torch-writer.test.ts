import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeTorchZip } from '../../src/core/formats/torch/torch-writer.ts';
import { runPython } from './run-python.ts';

const folder = mkdtempSync(join(tmpdir(), 'torch-writer-'));

function loadedByTorch(bytes: Uint8Array): unknown {
  const file = join(folder, 'written.pt');
  writeFileSync(file, bytes);
  return JSON.parse(runPython('test/golden/check_torch_zip.py', file));
}

const tensors = {
  'conv1.weight': { shape: [2, 1, 3], data: Float32Array.of(1, 2, 3, 4, 5, -6.5) },
  'fc.bias': { shape: [300], data: Float32Array.from({ length: 300 }, (_, i) => i / 4) },
  scalar: { shape: [], data: Float32Array.of(0.25) },
};
const asTorchHasThem = Object.fromEntries(
  Object.entries(tensors).map(([name, { shape, data }]) => [
    name,
    { shape, type: 'torch.float32', values: Array.from(data) },
  ]),
);

test('torch opens what is written', () => {
  expect(loadedByTorch(writeTorchZip(tensors))).toEqual(asTorchHasThem);
});

test('torch opens weights beside numbers, as SPIN keeps them', () => {
  const numbers = { epoch: 300, step: -70_000, rate: 3e-5 };
  expect(loadedByTorch(writeTorchZip(tensors, { under: 'model', numbers }))).toEqual({
    model: asTorchHasThem,
    ...numbers,
  });
});
