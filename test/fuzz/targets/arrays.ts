/** Arrays as NumPy and safetensors keep them, bare and in their containers. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { unzipSync, zipSync } from 'fflate';
import { readMhbody } from '../../../src/core/formats/mhbody.ts';
import { type NpyArray, writeNpy } from '../../../src/core/formats/npy.ts';
import { readNpz, writeNpz } from '../../../src/core/formats/npz.ts';
import { readArray } from '../../../src/core/formats/object-array.ts';
import { readMeanParameters, readPosePrior } from '../../../src/core/formats/pose-prior.ts';
import { readSafetensors, writeSafetensors } from '../../../src/core/formats/safetensors.ts';
import { damaged } from '../mutate-bytes.ts';
import type { Seed, Target } from '../target.ts';

const countOf = (shape: readonly number[]) => shape.reduce((product, size) => product * size, 1);

function requireWhole({ shape, data }: Pick<NpyArray, 'shape' | 'data'>): void {
  assert.equal(data.length, countOf(shape));
}

const ARRAYS: readonly NpyArray[] = [
  { shape: [3, 4], data: Float64Array.from({ length: 12 }, (_, i) => i / 3) },
  { shape: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, Number.NaN) },
  { shape: [5], data: Int32Array.of(-1, 0, 1, 2, 3) },
  { shape: [2, 2], data: Uint8Array.of(0, 1, 254, 255) },
  { shape: [2], data: ['a.jpg', 'ünï 😀.jpg'] },
];

const npy: Target = {
  seeds: ARRAYS.map((array) => ({ bytes: writeNpy(array) })),
  read: (bytes) => requireWhole(readArray(bytes, 'mutant.npy')),
};

const npz: Target = {
  seeds: [
    { bytes: writeNpz(Object.fromEntries(ARRAYS.map((array, i) => [`a${i}`, array]))) },
    { bytes: zipSync({ 'a.npy': writeNpy(ARRAYS[0]), 'b.npy': writeNpy(ARRAYS[4]) }) },
  ],
  read: (bytes) => Object.values(readNpz(bytes, 'mutant.npz')).forEach(requireWhole),
};

/** Each entry damaged by itself: the archive's own sums stay right. */
export function entriesOf(archive: Uint8Array, largest = 1 << 20): Seed[] {
  const files = unzipSync(archive);
  return Object.entries(files)
    .filter(([, content]) => content.length <= largest)
    .map(([name, content]) => ({
      bytes: content,
      wrap: (bytes) => zipSync({ ...files, [name]: bytes }, { level: 0 }),
      damage: damaged,
    }));
}

const fileAt = (path: string) => new Uint8Array(readFileSync(path));

const prior: Target = {
  seeds: entriesOf(fileAt('resources/prior/pose-prior.npz')),
  read: (bytes) => readPosePrior(bytes),
};

const meanParameters: Target = {
  seeds: [
    ...entriesOf(fileAt('resources/prior/mean-params.npz')),
    ...entriesOf(fileAt('test/golden/smpl/smpl_mean_params.npz')),
  ],
  read: (bytes) => readMeanParameters(bytes),
};

const embeddedBody: Target = {
  seeds: entriesOf(fileAt('resources/body/mhbody.npz'), 300_000),
  read: (bytes) => readMhbody(bytes, ''),
};

const tensors = {
  'a.weight': { shape: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6) },
  'b.bias': { shape: [2], data: Float32Array.of(-1, 0.5) },
};

const safetensors: Target = {
  seeds: [{ bytes: writeSafetensors(tensors, 'F32') }, { bytes: writeSafetensors(tensors, 'F16') }],
  read: (bytes) =>
    Object.values(readSafetensors(bytes, 'mutant.safetensors')).forEach(requireWhole),
};

export const ARRAY_FILES = {
  npy: () => npy,
  npz: () => npz,
  'pose prior': () => prior,
  'mean parameters': () => meanParameters,
  body: () => embeddedBody,
  safetensors: () => safetensors,
};
