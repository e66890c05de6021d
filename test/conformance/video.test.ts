/** A folder of frames, from the pictures to bodies over time, by the command line. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Person } from '../../src/contract/person.ts';
import { openStore } from '../../src/engine/adapters/sqlite/sqlite-store.ts';
import { writeVideoFrames } from '../fixtures/video-folder.ts';

const FRAMES = 12;
let home: string;
let folder: string;
let project: string;

function studio(...args: string[]) {
  const env = { ...process.env, SPIN_STUDIO_HOME: join(home, 'home') };
  const run = spawnSync(process.execPath, ['src/cli/main.ts', ...args], { encoding: 'utf8', env });
  const last = run.stdout
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line))
    .at(-1);
  return { status: run.status, last, stderr: run.stderr };
}

function people(): Person[] {
  const store = openStore(project);
  const all = Array.from({ length: FRAMES }, (_, f) => store.people.list(f + 1)).flat();
  store.close();
  return all;
}

/** Mean length of the second differences of the bodies' places and poses. */
function roughness(all: readonly Person[]): number {
  const rows = all.map(({ fit }) => [...(fit?.translation ?? []), ...(fit?.pose.slice(3) ?? [])]);
  const second = rows
    .slice(1, -1)
    .map((here, i) =>
      Math.hypot(
        ...here.map((value, k) => (rows[i]?.[k] ?? 0) - 2 * value + (rows[i + 2]?.[k] ?? 0)),
      ),
    );
  return second.reduce((sum, value) => sum + value, 0) / second.length;
}

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'spin-video-'));
  folder = join(home, 'walk');
  project = join(home, 'project.spin');
  await writeVideoFrames(folder, FRAMES);
  studio('predict', folder, '--project', project, '--json');
}, 120_000);
afterAll(() => rmSync(home, { recursive: true, force: true }));

describe('frames of a video', () => {
  it('are refused as photographs, and what was found stays', () => {
    const before = people();
    const { status, last } = studio(
      'fit',
      '--project',
      project,
      '--smooth',
      '--video',
      'photos',
      '--json',
    );
    expect([status, last.code]).toEqual([1, 'video/none']);
    expect(people()).toEqual(before);
  });

  it('cannot have no frames per second', () => {
    const { status, last } = studio(
      'fit',
      '--project',
      project,
      '--smooth',
      '--fps',
      '0',
      '--json',
    );
    expect([status, last.code]).toEqual([2, 'input/invalid']);
  });

  it('known by their names, are fitted over time: one body, which moves evenly', () => {
    const before = people();
    expect(before).toHaveLength(FRAMES);
    const args = [
      'fit',
      '--project',
      project,
      '--smooth',
      '--video',
      'auto',
      '--fps',
      '30',
      '--json',
    ];
    const { status, last } = studio(...args);
    expect([status, last]).toMatchObject([0, { status: 'done', done: FRAMES, failed: 0 }]);
    const after = people();
    expect(new Set(after.map(({ fit }) => fit?.betas.join())).size).toBe(1);
    expect(after.map(({ keypoints }) => keypoints)).toEqual(
      before.map(({ keypoints }) => keypoints),
    );
    expect(roughness(after)).toBeLessThan(0.3 * roughness(before));
  });
});
