/** Looking for people as a job: paused, cancelled, gone on with and repeated, it counts each picture once. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Job } from '../../src/contract/job.ts';
import { type Engine, openEngine } from '../../src/engine/open-engine.ts';

const SAMPLES = [2, 5, 8, 11].map((i) => `synthetic_${String(i).padStart(2, '0')}.jpg`);

let home: string;
let folder: string;
let engine: Engine;

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'spin-jobs-'));
  process.env.SPIN_STUDIO_HOME = join(home, 'home');
  folder = join(home, 'pictures');
  mkdirSync(folder);
  for (const name of SAMPLES) cpSync(join('resources/samples', name), join(folder, name));
  engine = openEngine({ host: 'cli', projectFile: join(home, 'project.spin') });
  await engine.openFolder(folder);
});
afterEach(async () => {
  await engine.close();
  rmSync(home, { recursive: true, force: true });
});

function ids(): number[] {
  return engine.images
    .page({ text: '', states: [], offset: 0, limit: 10 })
    .rows.map(({ id }) => id);
}

function people(): number[] {
  return ids().map((id) => engine.people.list(id).length);
}

function jobOf(id: string): Job | undefined {
  return engine.jobs.list().find((job) => job.id === id);
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 10));
}

it('a picture that is opened while the job looks through it is counted once', async () => {
  const { id, guard } = engine.predictions.predict(null);
  expect(guard).toBe('only untouched pictures: 4 of 4');
  for (const imageId of ids()) engine.predictions.predict([imageId]);
  await until(() => (jobOf(id)?.done ?? 0) > 0);
  for (const imageId of ids()) expect(engine.predictions.predict([imageId]).id).toBe(id);
  expect(await engine.jobs.ended(id)).toMatchObject({ done: 4, total: 4, failed: 0 });
  expect(engine.jobs.list().filter(({ kind }) => kind === 'predict')).toHaveLength(1);
});

it('paused, it lets another picture be looked through, and goes on with the rest', async () => {
  const { id } = engine.predictions.predict(null);
  engine.jobs.pause(id);
  await until(() => (jobOf(id)?.done ?? 0) === 1);
  const last = ids().at(-1) ?? 0;
  const other = engine.predictions.predict([last]);
  expect(other.id).not.toBe(id);
  await engine.jobs.ended(other.id);
  expect(jobOf(id)).toMatchObject({ status: 'paused', done: 1 });
  expect(people()).toEqual([1, 0, 0, 1]);
  engine.jobs.resume(id);
  expect(await engine.jobs.ended(id)).toMatchObject({ status: 'done', done: 3, total: 3 });
  expect(people()).toEqual([1, 1, 1, 1]);
});

it('cancelled and started again, it does the rest; once more, nothing', async () => {
  const first = engine.predictions.predict(null);
  await until(() => (jobOf(first.id)?.done ?? 0) > 0);
  engine.jobs.cancel(first.id);
  const { status, done } = await engine.jobs.ended(first.id);
  expect(status).toBe('cancelled');
  expect(people().reduce((sum, n) => sum + n, 0)).toBe(done);
  const second = await engine.jobs.ended(engine.predictions.predict(null).id);
  expect(second.done).toBe(4 - done);
  const present = ids().map((id) => engine.people.list(id));
  expect(await engine.jobs.ended(engine.predictions.predict(null).id)).toMatchObject({ done: 0 });
  expect(ids().map((id) => engine.people.list(id))).toEqual(present);
});

it('only what has failed is tried again, each with its reason', async () => {
  const broken = join(folder, SAMPLES[1] ?? '');
  writeFileSync(broken, 'no picture');
  const job = await engine.jobs.ended(engine.predictions.predict(null).id);
  expect(job).toMatchObject({ done: 4, failed: 1 });
  expect(job.problems).toMatchObject([{ name: SAMPLES[1] }]);
  cpSync(join('resources/samples', SAMPLES[1] ?? ''), broken);
  const again = await engine.jobs.ended(engine.predictions.retry(job.id).id);
  expect(again).toMatchObject({ done: 1, failed: 0 });
  expect(people()).toEqual([1, 1, 1, 1]);
  expect(() => engine.predictions.retry('job-99')).toThrow('over and forgotten');
});
