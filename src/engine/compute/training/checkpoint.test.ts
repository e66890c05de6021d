import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mountSmallDisk } from '../../../../test/fixtures/small-disk.ts';
import type { LoopState } from '../../../core/train/loop-state.ts';
import { readCheckpoint, saveCheckpoint } from './checkpoint.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'spin-checkpoint-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** About 160 kB on disk. */
function stateAt(epoch: number): LoopState {
  const tensors = () => ({ w: { shape: [10_000], data: new Float32Array(10_000).fill(epoch) } });
  const heldOut = { people: 1, loss: 1, reprojectionPx: 1 };
  return {
    epoch,
    step: epoch,
    weights: tensors(),
    first: tensors(),
    second: tensors(),
    best: { epoch, heldOut, weights: tensors() },
    dictionary: [],
  };
}

async function requireEpoch(place: string, epoch: number): Promise<void> {
  const kept = await readCheckpoint(place);
  expect(kept?.state.epoch).toBe(epoch);
  expect(kept?.state.weights.w?.data.every((value) => value === epoch)).toBe(true);
  expect(readdirSync(place).filter((name) => name.endsWith('.partial'))).toEqual([]);
}

describe('a checkpoint that cannot be written', () => {
  it('for a full disk leaves the one before whole, and can be written when there is room', async ({
    skip,
  }) => {
    const disk = mountSmallDisk(join(folder, 'disk'));
    if (disk === undefined) return skip('a small file system may not be mounted here');
    try {
      await saveCheckpoint(disk.place, { state: stateAt(1), curve: [] });
      disk.fill();
      await expect(
        saveCheckpoint(disk.place, { state: stateAt(2), curve: [] }),
      ).rejects.toMatchObject({
        code: 'disk/full',
        message: expect.stringContaining('what was there before is as it was. Free some space'),
      });
      await requireEpoch(disk.place, 1);
      disk.free();
      await saveCheckpoint(disk.place, { state: stateAt(2), curve: [] });
      await requireEpoch(disk.place, 2);
    } finally {
      disk.unmount();
    }
  });

  it.skipIf(process.platform === 'win32')(
    'for a limit on the size of files leaves the one before whole',
    async () => {
      await saveCheckpoint(folder, { state: stateAt(1), curve: [] });
      const before = readFileSync(join(folder, 'state.json'), 'utf8');
      const program = `
        const { readCheckpoint, saveCheckpoint } = await import(${JSON.stringify(resolve('src/engine/compute/training/checkpoint.ts'))});
        const { state, curve } = await readCheckpoint(${JSON.stringify(folder)});
        const next = { ...state, epoch: 2 };
        await saveCheckpoint(${JSON.stringify(folder)}, { state: next, curve }).then(
          () => console.log('written'),
          (error) => console.log(error.code),
        );`;
      // In blocks of 512 or 1024 bytes: less than a checkpoint in either case.
      const limited = `ulimit -f 64; exec "$0" --input-type=module -e "$1"`;
      const run = spawnSync('sh', ['-c', limited, process.execPath, program], { encoding: 'utf8' });
      expect(run.stdout.trim(), run.stderr).toBe('disk/full');
      expect(readFileSync(join(folder, 'state.json'), 'utf8')).toBe(before);
      await requireEpoch(folder, 1);
    },
  );
});
