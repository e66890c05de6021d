/** Reads the mutants FROM … TO of a target and tells of each before and after. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { outcomeOf } from './outcome.ts';
import { mutantOf } from './target.ts';
import { TARGETS } from './targets/all.ts';

const [name, seed, from, to] = process.argv.slice(2);
const open = TARGETS[name];
if (open === undefined) throw new Error(`There is no target "${name}".`);
const folder = mkdtempSync(join(tmpdir(), 'spin-fuzz-'));
const tell = (message: object) => new Promise((resolve) => process.send?.(message, resolve));
try {
  const target = await open(folder);
  for (let number = Number(from); number < Number(to); number++) {
    await tell({ begins: number });
    const outcome = await outcomeOf(target, mutantOf(target, Number(seed), number));
    await tell({ ...outcome, number });
  }
  await target.close?.();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.disconnect();
