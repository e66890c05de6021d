import { mkdtempSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readSafetensors, type Tensors } from '../../src/core/formats/safetensors.ts';
import { readCheckpoint } from '../../src/core/formats/torch/checkpoint.ts';
import { withFileSource } from '../../src/engine/adapters/model-files/file-source.ts';
import { runPython } from './run-python.ts';

const folder = mkdtempSync(join(tmpdir(), 'spin-checkpoints-'));

test('full-size checkpoints are as torch has them, and the optimiser stays on disk', () => {
  runPython('test/golden/make_spin_checkpoints.py', folder, '1');
  const file = join(folder, 'expected.safetensors');
  const expected = readSafetensors(readFileSync(file), file);
  for (const name of ['model_checkpoint.pt', 'lightning.ckpt']) {
    const path = join(folder, name);
    let read = 0;
    const tensors = withFileSource(path, name, (source) => {
      const counting = {
        ...source,
        read: (offset: number, length: number) => {
          read += length;
          return source.read(offset, length);
        },
      };
      return readCheckpoint(counting, (each) => !each.endsWith('num_batches_tracked'));
    });
    expectSame(tensors, expected);
    expect(read).toBeLessThan(125e6); // the weights are 108 MB
  }
  expect(statSync(join(folder, 'model_checkpoint.pt')).size).toBeGreaterThan(300e6);
});

/** `toEqual` would take minutes for millions of numbers. */
function expectSame(found: Tensors, expected: Tensors): void {
  expect(Object.keys(found).toSorted()).toEqual(Object.keys(expected).toSorted());
  for (const [name, { shape, data }] of Object.entries(expected)) {
    expect(found[name].shape, name).toEqual(shape);
    expect(
      found[name].data.every((value, i) => value === data[i]),
      name,
    ).toBe(true);
  }
}
