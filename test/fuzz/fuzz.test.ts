/** A short run of `npm run fuzz`, in this process; the long one is described in docs/reliability.md. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hasCode } from '../../src/core/common/errors.ts';
import { outcomeOf } from './outcome.ts';
import { mutantOf, type Target } from './target.ts';
import { TARGETS } from './targets/all.ts';

const SEED = 7;
const MUTANTS_EACH = 12;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'spin-fuzz-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe.each(Object.entries(TARGETS))('%s', (_, open) => {
  it('is read when it is whole, and read or refused when it is damaged', async () => {
    const target = await open(folder);
    try {
      for (const { bytes, wrap = (same: Uint8Array) => same } of target.seeds) {
        await readWhole(target, wrap(bytes));
      }
      const numbers = Array.from({ length: MUTANTS_EACH }, (_, i) => i);
      for (const number of numbers) {
        const { kind, detail } = await outcomeOf(target, mutantOf(target, SEED, number));
        expect(['result', 'refused'], `mutant ${number}: ${detail}`).toContain(kind);
      }
    } finally {
      await target.close?.();
    }
  });
});

/** Some are whole and try to run code. */
async function readWhole(target: Target, bytes: Uint8Array): Promise<void> {
  try {
    await target.read(bytes);
  } catch (error) {
    if (!hasCode(error, 'format/runs-code')) throw error;
  }
}
