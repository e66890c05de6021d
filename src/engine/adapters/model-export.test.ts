import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomSpinWeights } from '../../../test/fixtures/spin-weights.ts';
import { EMBEDDED_REGRESSOR } from '../../contract/regressor.ts';
import { type Tensors, writeSafetensors } from '../../core/formats/safetensors.ts';
import { exportModel } from './model-export.ts';
import { readWeights } from './weights-file.ts';

let home: string;
let weights: Tensors;
let own: string;

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'spin-export-'));
  weights = randomSpinWeights(0.05);
  own = join(home, 'own.safetensors');
  writeFileSync(own, writeSafetensors(weights, 'F32'));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

describe('a model in a file of its own', () => {
  it.each(['model.safetensors', 'model.pt'])(
    '%s has the same tensors by SPIN’s names',
    async (name) => {
      const path = join(home, name);
      const made = await exportModel({ kind: 'spin', weights: own }, path, false);
      expect(made).toEqual({
        kind: 'spin',
        tensors: Object.keys(weights).length,
        hasCollapsedHead: false,
      });
      expect(await readWeights(path)).toEqual(weights);
    },
  );

  it('says that a head is collapsed', async () => {
    const collapsed = join(home, 'collapsed.safetensors');
    const head = { 'head.weight': { shape: [157, 1], data: new Float32Array(157) } };
    writeFileSync(collapsed, writeSafetensors(head, 'F32'));
    const made = await exportModel({ kind: 'spin', weights: collapsed }, join(home, 'c.pt'), false);
    expect(made.hasCollapsedHead).toBe(true);
  });

  it('leaves a file that is there, unless it shall be replaced', async () => {
    const path = join(home, 'there.pt');
    writeFileSync(path, 'somebody’s');
    await expect(exportModel(EMBEDDED_REGRESSOR, path, false)).rejects.toMatchObject({
      code: 'export/exists',
    });
    expect(readFileSync(path, 'utf8')).toBe('somebody’s');
    await exportModel(EMBEDDED_REGRESSOR, path, true);
    expect(statSync(path).size).toBeGreaterThan(1e6);
  });

  it('is not written as something else', async () => {
    await expect(
      exportModel(EMBEDDED_REGRESSOR, join(home, 'm.onnx'), false),
    ).rejects.toMatchObject({
      code: 'input/invalid',
      message: expect.stringContaining('ends with .safetensors or .pt'),
    });
  });
});
