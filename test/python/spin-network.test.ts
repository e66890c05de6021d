/** SPIN's network at full size against its PyTorch twin, new random weights and all. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readSafetensors } from '../../src/core/formats/safetensors.ts';
import { runAffineHead } from '../../src/core/regress/spin/affine-head.ts';
import { writeNetworkInput } from '../../src/core/regress/spin/spin-crop.ts';
import { createSpinNetwork } from '../../src/core/regress/spin/spin-network.ts';
import { chooseBackend } from '../../src/engine/compute/backend.ts';
import { madeUpPicture } from '../golden/spin-picture.ts';
import { runPython } from './run-python.ts';

let home: string;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'spin-full-size-'));
  runPython('test/golden/make_spin_network.py', home, '1');
  await chooseBackend();
}, 300_000);
afterAll(() => rmSync(home, { recursive: true, force: true }));

it('features and answers are PyTorch’s to 1e-4', () => {
  const path = join(home, 'spin-network.safetensors');
  const said: { features: number[][]; outputs: number[][] } = JSON.parse(
    readFileSync(join(home, 'spin-network.json'), 'utf8'),
  );
  const network = createSpinNetwork(readSafetensors(readFileSync(path), path), path);
  const crops = new Float32Array(2 * 224 * 224 * 3);
  for (const i of [0, 1]) writeNetworkInput(madeUpPicture(i), crops, i);
  const features = network.features(crops, 2);
  expect(network.head.featureCount).toBe(2048);
  expect(farthest(features, said.features.flat())).toBeLessThan(1e-4);
  for (const [i, wanted] of said.outputs.entries()) {
    expect(farthest(runAffineHead(network.head, features, 2048 * i), wanted)).toBeLessThan(1e-4);
  }
  network.dispose();
}, 300_000);

function farthest(found: ArrayLike<number>, wanted: readonly number[]): number {
  return Math.max(...wanted.map((value, i) => Math.abs(value - (found[i] ?? Number.NaN))));
}
