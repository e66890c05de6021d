/** The presets of the fit, from the engine's side. */
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Person } from '../../src/contract/person.ts';
import { type Engine, openEngine } from '../../src/engine/open-engine.ts';

let home: string;
let engine: Engine;

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'spin-presets-'));
  process.env.SPIN_STUDIO_HOME = join(home, 'home');
  mkdirSync(join(home, 'pictures'));
  cpSync('resources/samples/synthetic_02.jpg', join(home, 'pictures/a.jpg'));
  engine = openEngine({ host: 'cli', projectFile: join(home, 'project.spin') });
  await engine.openFolder(join(home, 'pictures'));
});
afterEach(async () => {
  await engine.close();
  rmSync(home, { recursive: true, force: true });
});

function onlyPerson(): Person {
  const { rows } = engine.images.page({ text: '', states: [], offset: 0, limit: 1 });
  const [person] = engine.people.list(rows[0]?.id ?? 0);
  if (person === undefined) throw new Error('Nobody was found.');
  return person;
}

it('a person keeps the preset until another is asked for; only SPIN’s have its score', async () => {
  await engine.jobs.ended(engine.predictions.predict(null, { preset: 'spin-energy' }).id);
  const predicted = onlyPerson();
  expect(predicted.fit?.preset).toBe('spin-energy');
  expect(predicted.fit?.spinScore).toBeGreaterThan(0);

  const exact = await engine.fits.refine(predicted.id, predicted.revision, 'spin-exact');
  expect(exact.fit?.preset).toBe('spin-exact');
  expect(exact.fit?.spinScore).toBeLessThan(100);
  const again = await engine.fits.refine(exact.id, exact.revision);
  expect(again.fit).toEqual(exact.fit);

  const { id: personId, keypoints, constraints, fit } = again;
  if (fit === null) throw new Error('There is no body.');
  const live = { personId, sequence: 1, keypoints, constraints, dragged: 9, start: fit };
  expect((await engine.fits.live(live)).fit.preset).toBe('spin-exact');

  await engine.jobs.ended(engine.fits.refit('anchored').id);
  expect(onlyPerson().fit?.preset).toBe('anchored');
  expect(onlyPerson().fit?.spinScore).toBeUndefined();
});
