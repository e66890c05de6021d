/** Pickles and checkpoints, read as the doctor of a model folder does. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sourceOfBytes } from '../../../src/core/formats/byte-source.ts';
import { arrayOf, sparseOf } from '../../../src/core/formats/pickle/python-arrays.ts';
import { readPickle } from '../../../src/core/formats/pickle/read-pickle.ts';
import { readCheckpoint } from '../../../src/core/formats/torch/checkpoint.ts';
import { inspect } from '../../../src/engine/adapters/model-files/scan-folder.ts';
import type { OpenTarget, Seed, Target } from '../target.ts';
import { entriesOf } from './arrays.ts';

const golden = (name: string) => JSON.parse(readFileSync(`test/golden/${name}.json`, 'utf8'));
const fromBase64 = (text: string) => new Uint8Array(Buffer.from(text, 'base64'));
const seedsOf = (texts: readonly string[]): Seed[] =>
  texts.map((text) => ({ bytes: fromBase64(text) }));

function goldenPickles(): string[] {
  const { plain, python2, arrays, sparse, hostile, unknown } = golden('pickles');
  const written = [...Object.values(plain.pickles), ...Object.values(python2), ...unknown];
  const wrapped = [...arrays, ...sparse, ...hostile].map(({ pickle }) => pickle);
  return [...written, ...wrapped] as string[];
}

const pickle: OpenTarget = () => ({
  seeds: seedsOf(goldenPickles()),
  read(bytes) {
    const { value } = readPickle(bytes, { source: 'mutant.pkl' });
    arrayOf(value);
    sparseOf(value);
  },
});

function checkpoints(container: 'legacy' | 'zip', more: (text: string) => Seed[]): Target {
  const files = Object.entries<string>(golden('checkpoints').files);
  const texts = files.filter(([name]) => name.includes(container)).map(([, text]) => text);
  return {
    seeds: [...seedsOf(texts), ...texts.flatMap(more)],
    read: (bytes) => readCheckpoint(sourceOfBytes(bytes, 'mutant.pt')),
  };
}

/** Whatever is wrong with a file is a finding: nothing is thrown at all. */
const modelFolder: OpenTarget = (folder) => {
  const names = [
    'J_regressor_extra.npy',
    'smpl_mean_params.npz',
    'SMPL_FEMALE.npz',
    'SMPL_MALE.pkl',
  ];
  const files = names.map((name) => new Uint8Array(readFileSync(`test/golden/smpl/${name}`)));
  const path = join(folder, 'SMPL_FEMALE');
  return {
    seeds: [...files.map((bytes) => ({ bytes })), ...entriesOf(files[2] ?? files[0])],
    read(bytes) {
      const isZip = bytes[0] === 0x50;
      const ending = isZip ? 'npz' : bytes[0] === 0x93 ? 'npy' : 'pkl';
      writeFileSync(`${path}.${ending}`, bytes);
      inspect(`${path}.${ending}`, `SMPL_FEMALE.${ending}`);
    },
  };
};

export const MODEL_FILES: Readonly<Record<string, OpenTarget>> = {
  pickle,
  'legacy checkpoint': () => checkpoints('legacy', () => []),
  'zip checkpoint': () => checkpoints('zip', (text) => entriesOf(fromBase64(text))),
  'model folder': modelFolder,
};
