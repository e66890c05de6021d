/**
 * `npm run fuzz [-- --mutants N] [--seed N] [--only NAME] [--json]`: damaged files of every format
 * that is read, each in turn. A reader gives a result or a `StudioError`; all else is a find and is
 * kept in `.cache/fuzz`. Exit code 1 with finds.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { mutantOf } from './target.ts';
import { TARGETS } from './targets/all.ts';
import { type Find, type Report, watch } from './watch.ts';

const { values } = parseArgs({
  options: {
    mutants: { type: 'string', default: '12000' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});
const names = Object.keys(TARGETS).filter(
  (name) => values.only === undefined || name === values.only,
);
if (names.length === 0) throw new Error(`There is no target "${values.only}".`);
const seed = Number(values.seed);
const each = Math.ceil(Number(values.mutants) / names.length);

const reports: [string, Report][] = [];
for (const target of names) {
  const report = await watch({ target, seed, from: 0, to: each });
  reports.push([target, report]);
  const { mutants, results, refused, finds } = report;
  console.log(
    `${target}: ${mutants} mutants, ${results} read, ${refused} refused, ${finds.length} finds`,
  );
  for (const find of finds) await keep(find);
}

async function keep(find: Find): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'spin-fuzz-'));
  const target = await TARGETS[find.target](folder);
  mkdirSync('.cache/fuzz', { recursive: true });
  const path = `.cache/fuzz/${find.target.replaceAll(' ', '-')}-${seed}-${find.number}`;
  writeFileSync(path, mutantOf(target, seed, find.number));
  await target.close?.();
  rmSync(folder, { recursive: true });
  console.log(`  ${find.kind} ${path}: ${find.detail.split('\n').slice(0, 4).join(' | ')}`);
}

const finds = reports.flatMap(([, report]) => report.finds);
const count = (kind: Find['kind']) => finds.filter((find) => find.kind === kind).length;
const total = (key: 'mutants' | 'results' | 'refused') =>
  reports.reduce((sum, [, report]) => sum + report[key], 0);
const summary = {
  mutants: total('mutants'),
  crashes: count('crash'),
  hangs: count('hang'),
  memory: count('memory'),
  results: total('results'),
  refused: total('refused'),
  seed,
};
console.log(values.json ? JSON.stringify(summary) : summary);
process.exitCode = finds.length > 0 ? 1 : 0;
