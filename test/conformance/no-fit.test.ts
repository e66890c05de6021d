/** Regression alone: `predict --no-fit`, and what the rest of the program makes of such people. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Engine, openEngine } from '../../src/engine/open-engine.ts';

let home: string;
let engine: Engine;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'spin-no-fit-'));
  process.env.SPIN_STUDIO_HOME = join(home, 'home');
  const folder = join(home, 'pictures');
  mkdirSync(folder);
  for (const name of ['synthetic_02.jpg', 'synthetic_05.jpg']) {
    cpSync(`resources/samples/${name}`, join(folder, name));
  }
  writeFileSync(join(folder, 'broken.jpg'), 'no picture');
  const projectFile = join(home, 'project.spin');
  engine = openEngine({ host: 'cli', projectFile, exportFolder: join(home, 'out') });
  await engine.openFolder(folder);
  for (const { id } of engine.jobs.list()) await engine.jobs.ended(id);
});
afterAll(async () => {
  await engine.close();
  rmSync(home, { recursive: true, force: true });
});

function everyone() {
  const { rows } = engine.images.page({ text: '', states: [], offset: 0, limit: 9 });
  return rows.flatMap(({ id }) => engine.people.list(id));
}

describe('predict without a fit', () => {
  it('leaves people with what the regressor says, and tells how fast it was', async () => {
    const started = engine.predictions.predict(null, { preset: null });
    const job = await engine.jobs.ended(started.id);
    expect(job).toMatchObject({ status: 'done', done: 3, failed: 1, figures: { people: 2 } });
    expect(job.problems).toEqual([
      { name: 'broken.jpg', message: expect.stringContaining('cannot be read') },
    ]);
    expect(job.figures?.picturesPerSecond).toBeGreaterThan(0);
    const people = everyone();
    expect(people.map(({ fit, state }) => [fit, state])).toEqual([
      [null, 'predicted'],
      [null, 'predicted'],
    ]);
    expect(people.every(({ regression }) => regression?.pose.length === 72)).toBe(true);
  });

  it('such people cannot be accepted yet; they go out with their points, and this is said', async () => {
    const [person] = everyone();
    expect(() =>
      engine.people.decide({ personId: person?.id ?? 0, decision: 'accepted', reason: null }),
    ).toThrow('no body to accept yet');
    const request = {
      formats: ['spin-npz' as const, 'coco' as const, 'table' as const],
      states: ['predicted' as const],
      name: 'train',
      seed: 0,
      replace: false,
    };
    const { issues } = engine.exports.check(request);
    expect(issues.map(({ message }) => message)).toEqual([
      expect.stringContaining('no body; the row has 2D points only'),
      expect.stringContaining('no body; the row has 2D points only'),
    ]);
    const job = await engine.jobs.ended(engine.exports.run(request).id);
    expect(job).toMatchObject({ status: 'done', done: 2, failed: 0 });
  });

  it('a refit gives them bodies near the regression', async () => {
    const before = everyone();
    const job = await engine.jobs.ended(engine.fits.refit().id);
    expect(job).toMatchObject({ status: 'done', failed: 0 });
    for (const [i, { fit, regression }] of everyone().entries()) {
      expect(fit?.preset).toBe('anchored');
      expect(regression?.pose[10]).toBeCloseTo(before[i]?.regression?.pose[10] ?? Number.NaN, 3);
    }
  });
});
