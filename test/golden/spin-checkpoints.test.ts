/** Checkpoints of the tenth-size network as real torch writes them: `make_spin_checkpoints.py`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readSafetensors } from '../../src/core/formats/safetensors.ts';
import { readCheckpoint } from '../../src/core/formats/torch/checkpoint.ts';
import { requireSpinWeights } from '../../src/core/regress/spin/spin-weights.ts';
import { withFileSource } from '../../src/engine/adapters/model-files/file-source.ts';
import { inspect } from '../../src/engine/adapters/model-files/scan-folder.ts';

const FOLDER = join(import.meta.dirname, 'spin');
const FILE = join(import.meta.dirname, 'spin-network.safetensors');
const network = readSafetensors(readFileSync(FILE), FILE);

test.each([
  ['model_checkpoint.pt', "SPIN's network, legacy checkpoint"],
  ['lightning.ckpt', "SPIN's network, zip checkpoint"],
])('%s holds the network, whatever it is wrapped in', (name, title) => {
  const path = join(FOLDER, name);
  const tensors = withFileSource(path, name, (source) => readCheckpoint(source));
  expect(requireSpinWeights(tensors, name)).toEqual(network);
  expect(inspect(path, name)).toMatchObject({
    kind: 'spin-checkpoint',
    title,
    isUsable: true,
    findings: [
      {
        severity: 'warning',
        message: "Its first layer has 6 channels; SPIN's published one has 64.",
      },
    ],
  });
});
