/** What is read from the picture besides the points: found, kept with the person, used, told in exports. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { BodyFit, Person } from '../../src/contract/person.ts';
import { readNpz } from '../../src/core/formats/npz.ts';
import { loadFitter } from '../../src/engine/adapters/embedded-models.ts';
import { fitPerson } from '../../src/engine/adapters/person-fit.ts';
import { type Engine, openEngine } from '../../src/engine/open-engine.ts';
import { model } from '../fixtures/embedded.ts';

let home: string;
let engine: Engine;

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'spin-evidence-'));
  process.env.SPIN_STUDIO_HOME = join(home, 'home');
  mkdirSync(join(home, 'pictures'));
  cpSync('resources/samples/synthetic_02.jpg', join(home, 'pictures/a.jpg'));
  const files = { projectFile: join(home, 'project.spin'), exportFolder: join(home, 'out') };
  engine = openEngine({ host: 'cli', ...files });
  await engine.openFolder(join(home, 'pictures'));
});
afterEach(async () => {
  await engine.close();
  rmSync(home, { recursive: true, force: true });
});

async function predicted(imageEvidence?: boolean): Promise<Person> {
  const choice = imageEvidence === undefined ? {} : { imageEvidence };
  await engine.jobs.ended(engine.predictions.predict(null, choice).id);
  return onlyPerson();
}

function onlyPerson(): Person {
  const { rows } = engine.images.page({ text: '', states: [], offset: 0, limit: 1 });
  const [person] = engine.people.list(rows[0]?.id ?? 0);
  if (person === undefined) throw new Error('Nobody was found.');
  return person;
}

/** The left wrist 10 px to the right, by hand. */
function moved({ id: personId, revision, keypoints, constraints }: Person): Person {
  return engine.people.edit({
    personId,
    revision,
    label: 'Move a point',
    keypoints: keypoints.map((point, i) =>
      i === 9 ? { ...point, x: point.x + 10, source: 'hand' } : point,
    ),
    constraints,
    fit: null,
  });
}

it('stays with a person through edit, fit and undo, and every fit holds to it', async () => {
  const before = await predicted();
  expect(before.imageEvidence?.places).toHaveLength(10);
  const edited = moved(before);
  expect(edited.imageEvidence).toEqual(before.imageEvidence);

  const refined = await engine.fits.refine(edited.id, edited.revision);
  expect(refined.fit?.pose.map(rounded)).toEqual(fitOf(refined).pose.map(rounded));
  const alone = fitOf({ ...refined, imageEvidence: null });
  expect(refined.fit?.pose.map(rounded)).not.toEqual(alone.pose.map(rounded));

  engine.history.undo();
  expect(onlyPerson().imageEvidence).toEqual(before.imageEvidence);
  await engine.jobs.ended(engine.fits.refit().id);
  expect(onlyPerson().fit?.pose.map(rounded)).toEqual(before.fit?.pose.map(rounded));
});

/** What the optimiser makes of somebody, from their regression and from their body. */
function fitOf({ fit, ...person }: Person): BodyFit {
  if (fit === null) throw new Error('There is no body.');
  const { camera, preset, bodyModel } = fit;
  const starts = [person.regression, fit];
  return fitPerson(loadFitter(model), bodyModel, { ...person, camera, preset }, starts);
}

const rounded = (value: number) => Number(value.toFixed(3));

it('is read for somebody in a box, too', async () => {
  const { imageId, box } = await predicted(false);
  expect(onlyPerson().imageEvidence).toBeNull();
  const added = await engine.people.add(imageId, box);
  expect(added.imageEvidence?.source).toBe('blazepose-full');
});

it('is named beside the fits of an export', async () => {
  await predicted();
  const request = { formats: ['spin-npz' as const], states: ['predicted' as const] };
  const job = engine.exports.run({ ...request, name: 'train', seed: 0, replace: false });
  await engine.jobs.ended(job.id);
  const meta = readNpz(readFileSync(join(home, 'out/train_fits_meta.npz')), 'meta');
  expect(meta.image_evidence?.data).toEqual(['blazepose-full']);
});
