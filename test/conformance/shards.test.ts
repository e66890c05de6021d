/** Shards by the command line: the bytes of a single run, whatever happens on the way. */
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commandLine } from '../fixtures/command-line.ts';
import { contentsOf, killedOnceThereIs, picturesIn } from '../fixtures/shard-run.ts';

const PICTURES = 12;
const FORMATS = 'spin-npz,hmr2-npz,hmr2-tar,coco,keypoints,table';

let place: string;
let folder: string;
let run: string;
const studio = (...args: string[]) => commandLine(join(place, 'home'), args);
const shardArgs = (index: number | undefined, ...more: string[]) => [
  ...['shard', folder, '--shards', '3', '--out', run, '--no-fit', '--checkpoint', '1'],
  ...(index === undefined ? [] : ['--index', String(index)]),
  ...more,
];
const statusOf = (index: number) =>
  JSON.parse(readFileSync(join(run, `shard-0000${index}.json`), 'utf8'));

beforeAll(() => {
  place = mkdtempSync(join(tmpdir(), 'spin-shards-'));
  folder = picturesIn(join(place, 'pictures'), PICTURES);
  run = join(place, 'run');
});
afterAll(() => rmSync(place, { recursive: true, force: true }));

describe('shards of a folder', () => {
  it('one that is killed leaves what it had, and only that shard is asked for', async () => {
    expect(studio(...shardArgs(0)).last).toMatchObject({ kind: 'result', state: 'done' });
    expect(studio(...shardArgs(2)).last).toMatchObject({ kind: 'result', state: 'done' });
    const partial = join(run, 'shard-00001.partial.spin');
    const home = join(place, 'home');
    expect(await killedOnceThereIs(partial, { home, args: shardArgs(1) })).toBe(true);
    const merge = studio('merge', run);
    expect(merge.status).toBe(1);
    expect(merge.last).toMatchObject({
      code: 'cluster/incomplete',
      message: expect.stringContaining('Shard 1: running\nDo these again'),
    });
    expect(existsSync(join(run, 'merged.spin'))).toBe(false);
  });

  it('run again it goes on; a finished one is left alone', () => {
    const again = studio(...shardArgs(1));
    expect(again.last).toMatchObject({ kind: 'result', state: 'done', index: 1 });
    expect(statusOf(1).done).toBe(statusOf(1).pictures);
    expect(existsSync(join(run, 'shard-00001.partial.spin'))).toBe(false);
    process.env.SLURM_ARRAY_TASK_ID = '1';
    const third = studio(...shardArgs(undefined));
    delete process.env.SLURM_ARRAY_TASK_ID;
    expect(third.last).toMatchObject({ kind: 'result', state: 'done', index: 1, skipped: true });
  });

  it('merged they are the single run: every file of the export, byte for byte', () => {
    const project = join(place, 'single.spin');
    const asked = ['--format', FORMATS, '--state', 'predicted', '--name', 'set'];
    studio('predict', folder, '--no-fit', '--batch', '1', '--project', project);
    studio('export', '--project', project, ...asked, '--out', join(place, 'single'));
    const merged = studio('merge', run, ...asked, '--out', join(place, 'merged'));
    expect(merged.lines).toContainEqual(
      expect.objectContaining({ kind: 'result', shards: 3, pictures: PICTURES, failed: 0 }),
    );
    const single = contentsOf(join(place, 'single'));
    expect(Object.keys(single)).toContain('set_hmr2/000000.tar');
    expect(contentsOf(join(place, 'merged'))).toEqual(single);
  });

  it('merged again they are refused until it is said to replace; the same bytes then', () => {
    expect(studio('merge', run).last).toMatchObject({ code: 'export/exists' });
    expect(studio('merge', run, '--replace').status).toBe(0);
    const other = join(run, 'other.spin');
    expect(studio('merge', run, '--project', other).last).toMatchObject({ project: other });
    const { 'merged.spin': first, 'other.spin': second } = contentsOf(run);
    expect(second).toBe(first);
  });
});

describe('shards that do not belong together', () => {
  const merge = () => studio('merge', run, '--project', join(place, 'never.spin')).last;
  const withStatus = (index: number, change: object, test: () => void) => {
    const file = join(run, `shard-0000${index}.json`);
    const before = readFileSync(file);
    writeFileSync(file, JSON.stringify({ ...statusOf(index), ...change }));
    test();
    writeFileSync(file, before);
  };

  it('of other versions are refused with the list', () => {
    const versions = { ...statusOf(2).versions, body: 'smpl-neutral 0123456789ab' };
    withStatus(2, { versions }, () => {
      const { code, message } = merge();
      expect(code).toBe('cluster/mixed');
      expect(message).toMatch(/Shards 0, 1: .*body mhbody.*\nShards 2: .*body smpl-neutral/);
    });
  });

  it('that saw another folder are named', () => {
    const listing = { pictures: 13, sha256: 'f'.repeat(64) };
    withStatus(0, { listing }, () =>
      expect(merge()).toMatchObject({
        code: 'cluster/folder-changed',
        message: expect.stringContaining('shards 0 saw other pictures'),
      }),
    );
  });

  it('a status that is cut short is told with its file', () => {
    const file = join(run, 'shard-00000.json');
    const before = readFileSync(file);
    writeFileSync(file, before.subarray(0, 100));
    expect(merge()).toMatchObject({
      code: 'format/invalid',
      message: expect.stringContaining('shard-00000.json'),
    });
    writeFileSync(file, before);
  });

  it('a missing project, a doubled one, a copy beside: nothing is written', () => {
    const [zero, one] = ['shard-00000.spin', 'shard-00001.spin'].map((name) => join(run, name));
    const aside = join(place, 'aside.spin');
    renameSync(String(one), aside);
    expect(merge()).toMatchObject({
      code: 'cluster/incomplete',
      message: expect.stringContaining('Shard 1: its project is gone'),
    });
    cpSync(String(zero), String(one));
    expect(merge()).toMatchObject({
      code: 'cluster/doubled',
      message: expect.stringContaining('Shard 1 holds a picture that belongs to another shard'),
    });
    cpSync(aside, String(one));
    cpSync(aside, join(run, 'shard-00007.spin'));
    expect(merge()).toMatchObject({
      code: 'cluster/doubled',
      message: expect.stringContaining('shard-00007.spin'),
    });
    rmSync(join(run, 'shard-00007.spin'));
    writeFileSync(String(one), readFileSync(aside).subarray(0, 10_000));
    expect(merge()).toMatchObject({
      code: 'project/corrupt',
      message: expect.stringContaining('Shard 1 cannot be read'),
    });
    renameSync(aside, String(one));
    expect(existsSync(join(place, 'never.spin'))).toBe(false);
  });
});

describe('what cannot be', () => {
  it('more shards than pictures, an index outside, no index', () => {
    const of = (...args: string[]) =>
      studio('shard', folder, '--out', join(place, 'none'), ...args).last.message;
    expect(of('--shards', '13', '--index', '0')).toContain(
      '--shards is at most the number of pictures, 12',
    );
    expect(of('--shards', '3', '--index', '3')).toContain('--index is a whole number from 0 to 2');
    expect(of('--shards', '3')).toContain('--index is a whole number from 0 to 2');
    expect(of('--index', '0')).toContain('--shards is a whole number from 1 to 1000');
    expect(existsSync(join(place, 'none'))).toBe(false);
  });

  it('a run of other pictures or options keeps its folder', () => {
    expect(studio(...shardArgs(0, '--body', 'mhbody')).last).toMatchObject({
      code: 'cluster/other-run',
      message: expect.stringContaining('its options are "--no-fit", not "--body mhbody --no-fit"'),
    });
  });

  it('an output that may not be written, and a folder without a run', () => {
    const file = join(place, 'file');
    writeFileSync(file, '');
    const out = join(file, 'run');
    expect(
      studio('shard', folder, '--shards', '2', '--index', '0', '--out', out).last,
    ).toMatchObject({ code: 'project/not-writable' });
    expect(studio('merge', place).last).toMatchObject({ code: 'cluster/no-run' });
  });
});
