/** Shards without Slurm: by a pool on this machine, and what is said where Slurm is missing. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { commandLine } from '../fixtures/command-line.ts';
import { picturesIn } from '../fixtures/shard-run.ts';

let place: string;
let folder: string;
let run: string;
const studio = (...args: string[]) => commandLine(join(place, 'home'), args);
const submit = (...more: string[]) =>
  studio('submit', folder, '--shards', '2', '--out', run, '--no-fit', ...more);

beforeAll(() => {
  place = mkdtempSync(join(tmpdir(), 'spin-pool-'));
  folder = picturesIn(join(place, 'pictures'), 4);
  writeFileSync(join(folder, 'broken.jpg'), 'no picture');
  run = join(place, 'run');
});
afterAll(() => rmSync(place, { recursive: true, force: true }));

it('where there is no Slurm this is said, and nothing is submitted', () => {
  const { PATH } = process.env;
  process.env.PATH = place;
  const { last, status } = submit();
  process.env.PATH = PATH;
  expect(status).toBe(1);
  expect(last).toMatchObject({
    code: 'cluster/no-slurm',
    message:
      "Slurm's sbatch did not work: the command is not there. Run this on a machine that can submit to Slurm, or with --engine local.",
  });
  expect(studio('retry', run).last.message).toContain('nothing was submitted for this run');
});

it('options that cannot be are refused before anything starts', () => {
  expect(submit('--engine', 'grid').last.message).toContain('--engine is slurm or local');
  expect(submit('--engine', 'local', '--at-once', '0').last.message).toContain(
    '--at-once is a whole',
  );
  expect(submit('--sbatch', 'nice').last.message).toContain('"nice" is no option of sbatch');
  expect(studio('status', join(place, 'none')).last).toMatchObject({ code: 'cluster/no-run' });
});

it('the pool does all shards; pictures that cannot be used are counted', () => {
  const { last, status } = submit('--engine', 'local', '--at-once', '2');
  expect(last).toMatchObject({ counts: { done: 2 }, pictures: 5, unusable: 1 });
  expect(status).toBe(3);
  expect(studio('status', run).last).toMatchObject({ counts: { done: 2, failed: 0 }, done: 5 });
});

it('status tells what has failed and why; retry does that shard alone', () => {
  const file = join(run, 'shard-00001.json');
  const failed = {
    ...JSON.parse(readFileSync(file, 'utf8')),
    state: 'failed',
    reason: 'disk full',
  };
  writeFileSync(file, JSON.stringify(failed));
  const { last, status } = studio('status', run);
  expect(status).toBe(3);
  expect(last.shards[1]).toMatchObject({ state: 'failed', reason: 'disk full' });
  const retried = studio('retry', run);
  expect(retried.lines.filter(({ kind }) => kind === 'shard')).toEqual([
    expect.objectContaining({ index: 1 }),
  ]);
  expect(retried.last).toMatchObject({ counts: { done: 2, failed: 0 } });
});
