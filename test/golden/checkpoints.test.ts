import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sourceOfBytes } from '../../src/core/formats/byte-source.ts';
import type { Tensors } from '../../src/core/formats/safetensors.ts';
import { openCheckpoint, readCheckpoint } from '../../src/core/formats/torch/checkpoint.ts';
import { writeTorchZip } from '../../src/core/formats/torch/torch-writer.ts';

/** Written by torch: `make_checkpoints.py`. */
const golden = JSON.parse(readFileSync(join(import.meta.dirname, 'checkpoints.json'), 'utf8'));

const bytesOf = (base64: string) => new Uint8Array(Buffer.from(base64, 'base64'));
const sourceOf = (base64: string) => sourceOfBytes(bytesOf(base64), 'model.pt');

function plain(tensors: Tensors) {
  const entries = Object.entries(tensors).map(([name, { shape, data }]) => [
    name,
    { shape, values: Array.from(data) },
  ]);
  return Object.fromEntries(entries);
}

const expected = Object.fromEntries(
  Object.entries<{ shape: number[]; values: number[] }>(golden.tensors).map(
    ([name, { shape, values }]) => [name, { shape, values: values.map(Math.fround) }],
  ),
);

test.each(Object.entries<string>(golden.files))('%s: every tensor as torch has it', (_, file) => {
  expect(plain(readCheckpoint(sourceOf(file)))).toEqual(expected);
});

test('the optimiser stays in the file', () => {
  for (const container of ['legacy', 'zip']) {
    const bytes = bytesOf(golden.files[`SPIN, ${container}`]);
    let read = 0;
    const source = sourceOfBytes(bytes, 'model.pt');
    const counting = {
      ...source,
      read: (offset: number, length: number) => {
        if (length !== bytes.length) read += length;
        return source.read(offset, length);
      },
    };
    const { 'conv1.weight': weight } = readCheckpoint(counting, (name) => name === 'conv1.weight');
    expect(weight.shape).toEqual([2, 3, 2, 2]);
    expect(read).toBeLessThan(container === 'zip' ? bytes.length : 200);
    expect(openCheckpoint(source).container).toBe(container);
  }
});

test.each(['legacy', 'zip'])('a %s checkpoint that is cut off anywhere is refused', (container) => {
  const bytes = bytesOf(golden.files[`bare, ${container}`]);
  for (let length = 0; length < bytes.length; length += 97) {
    const cut = sourceOfBytes(bytes.slice(0, length), 'model.pt');
    expect(() => readCheckpoint(cut)).toThrow(
      expect.objectContaining({ code: 'format/invalid', data: expect.anything() }),
    );
  }
});

test('a whole module is refused with what to do', () => {
  expect(() => readCheckpoint(sourceOf(golden.module))).toThrow(
    'Not a usable checkpoint: it is a whole Sequential, which only its own program can read; ' +
      'save its state_dict() instead. Nothing was changed; copy or download it again.\nFile: model.pt',
  );
});

test('what is written is read again', () => {
  const tensors = {
    'conv1.weight': { shape: [2, 1, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6) },
    scalar: { shape: [], data: Float32Array.of(-0.5) },
    'tü.bias': { shape: [0], data: new Float32Array(0) },
  };
  const bare = sourceOfBytes(writeTorchZip(tensors), 'new.pt');
  expect(plain(readCheckpoint(bare))).toEqual(plain(tensors));
  const under = writeTorchZip(tensors, { under: 'model', numbers: { epoch: 300, rate: 0.1 } });
  expect(plain(readCheckpoint(sourceOfBytes(under, 'new.pt')))).toEqual(plain(tensors));
});
