/** Bodies to choose between, and what becomes of a choice: in the fit, and in the files. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Constraints } from '../../src/contract/constraints.ts';
import type { Person } from '../../src/contract/person.ts';
import { BONES, boneEndingAt } from '../../src/core/body/bones.ts';
import { boneDepth } from '../../src/core/fit/hypotheses/bone-flips.ts';
import { STRIDE } from '../../src/core/fit/skeleton/unknowns.ts';
import { readNpz } from '../../src/core/formats/npz.ts';
import { type Engine, openEngine } from '../../src/engine/open-engine.ts';
import { newFitter } from '../fixtures/embedded.ts';

const { kinematics } = newFitter().workspace;
let home: string;
let engine: Engine;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'spin-depth-'));
  process.env.SPIN_STUDIO_HOME = join(home, 'home');
  const folder = join(home, 'pictures');
  mkdirSync(folder);
  for (const name of ['synthetic_02.jpg', 'synthetic_05.jpg']) {
    cpSync(join('resources/samples', name), join(folder, name));
  }
  const projectFile = join(home, 'project.spin');
  engine = openEngine({ host: 'cli', projectFile, exportFolder: join(home, 'exports') });
  await engine.openFolder(folder);
  await engine.jobs.ended(engine.predictions.predict(null).id);
}, 60_000);

afterAll(async () => {
  await engine.close();
  rmSync(home, { recursive: true, force: true });
});

function people(): Person[] {
  const { rows } = engine.images.page({ text: '', states: [], offset: 0, limit: 10 });
  return rows.flatMap(({ id }) => engine.people.list(id));
}

function depthOf({ fit }: Pick<Person, 'fit'>, joint: number): number {
  const bone = boneEndingAt(joint);
  if (fit === null || bone === undefined) throw new Error('There is no body or no such bone.');
  const x = new Float64Array(STRIDE);
  x.set(fit.translation, 0);
  x.set(fit.pose, 3);
  x.set(fit.betas, 75);
  return boneDepth(kinematics, x, bone);
}

it('offers the shown body first, then others that differ as they are labelled', async () => {
  for (const person of people()) {
    const { revision, candidates } = await engine.fits.candidates(person.id, person.revision);
    expect(revision).toBe(person.revision);
    expect(candidates[0]).toMatchObject({ label: 'as shown', turned: [], isAnchored: true });
    for (const [i, value] of (candidates[0]?.fit.pose ?? []).entries()) {
      expect(value).toBeCloseTo(person.fit?.pose[i] ?? Number.NaN, 9);
    }
    expect(candidates.length).toBeGreaterThan(1);
    for (const { fit, turned, label } of candidates.slice(1)) {
      for (const { joint, direction } of turned) {
        const [before, after] = [depthOf(person, joint), depthOf({ fit }, joint)];
        expect([Math.sign(before), Math.sign(after)]).toEqual(
          direction === 'away' ? [-1, 1] : [1, -1],
        );
        expect(label).toContain(boneEndingAt(joint)?.name);
      }
    }
  }
});

it('refuses to choose for a state that is gone', async () => {
  const [person] = people();
  const late = engine.fits.candidates(person?.id ?? 0, (person?.revision ?? 0) + 1000);
  await expect(late).rejects.toMatchObject({ code: 'person/changed' });
});

it('keeps every bone as it was picked through edit and refit, and tells the files', async () => {
  const [person] = people();
  if (person === undefined) throw new Error('Nobody was found.');
  const depthPicks = BONES.slice(0, 8).map(({ joint }, i): Constraints['depthPicks'][number] => {
    const isAway = depthOf(person, joint) > 0;
    // Every other one against what the machine has said.
    return { joint, direction: isAway === (i % 2 === 0) ? 'towards' : 'away' };
  });
  const constraints = { ...person.constraints, depthPicks };
  const { id: personId, revision, keypoints } = person;
  const edit = { personId, revision, label: 'Depths', keypoints, constraints, fit: null };
  const edited = engine.people.edit(edit);
  const refined = await engine.fits.refine(personId, edited.revision);
  const signs = depthPicks.map(({ joint }) => Math.sign(depthOf(refined, joint)));
  expect(signs).toEqual(depthPicks.map(({ direction }) => (direction === 'away' ? 1 : -1)));

  engine.people.decide({ personId, decision: 'accepted', reason: null });
  const request = { formats: ['spin-npz' as const], states: ['accepted' as const], name: 'lab' };
  const job = engine.exports.run({ ...request, seed: 0, replace: false });
  expect((await engine.jobs.ended(job.id)).status).toBe('done');
  const folder = join(home, 'exports');
  const meta = readNpz(readFileSync(join(folder, 'lab_fits_meta.npz')), 'meta');
  expect([...(meta.constraints?.data ?? [])].map(String)).toEqual([JSON.stringify({ depthPicks })]);
  const manifest = JSON.parse(readFileSync(join(folder, 'lab_manifest.json'), 'utf8'));
  expect(manifest.constraints).toMatchObject([{ personId, depthPicks }]);
}, 30_000);
