/** Faults while the engine runs: what is said, and what is still there afterwards. */
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Person } from '../../src/contract/person.ts';
import { type Engine, openEngine } from '../../src/engine/open-engine.ts';
import { computeProcess, LISTS_PROCESSES } from '../fixtures/compute-process.ts';
import { mountSmallDisk } from '../fixtures/small-disk.ts';

let home: string;
let folder: string;
let engine: Engine;

function start(exportFolder?: string, projectFile = join(home, 'project.spin')): Engine {
  return openEngine({ host: 'cli', projectFile, exportFolder });
}

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'spin-faults-'));
  process.env.SPIN_STUDIO_HOME = join(home, 'home');
  folder = join(home, 'pictures');
  mkdirSync(folder);
  cpSync('resources/samples/synthetic_02.jpg', join(folder, 'a.jpg'));
  cpSync('resources/samples/synthetic_05.jpg', join(folder, 'b.jpg'));
  engine = start();
});
afterEach(async () => {
  await engine.close();
  rmSync(home, { recursive: true, force: true });
});

async function predictAll(): Promise<ReturnType<Engine['jobs']['list']>[number]> {
  return engine.jobs.ended(engine.predictions.predict(null).id);
}

/** The one person of the first picture. */
function firstPerson(): Person {
  const { rows } = engine.images.page({ text: '', states: [], offset: 0, limit: 1 });
  const [person] = engine.people.list(rows[0]?.id ?? 0);
  if (person === undefined) throw new Error('Nobody was found.');
  return person;
}

function accept({ id: personId }: Person): void {
  engine.people.decide({ personId, decision: 'accepted', reason: null });
}

describe('pictures and folders', () => {
  it('a picture with nobody in it is no failure', async () => {
    rmSync(join(folder, 'a.jpg'));
    rmSync(join(folder, 'b.jpg'));
    const grey = { create: { width: 300, height: 200, channels: 3 as const, background: '#777' } };
    await sharp(grey).jpeg().toFile(join(folder, 'wall.jpg'));
    await engine.openFolder(folder);
    expect(await predictAll()).toMatchObject({ status: 'done', done: 1, failed: 0 });
    expect(engine.projects.info()?.counts).toMatchObject({ nobody: 1, problem: 0 });
  });

  it('a picture that vanishes fails alone; its people are kept and come back with it', async () => {
    await engine.openFolder(folder);
    await predictAll();
    accept(firstPerson());
    const accepted = firstPerson();
    renameSync(join(folder, 'a.jpg'), join(home, 'a.jpg'));
    await expect(engine.picture(accepted.imageId, 64)).rejects.toMatchObject({
      code: 'image/gone',
    });
    await engine.jobs.ended(engine.projects.rescan().id);
    expect(engine.projects.info()?.imageCount).toBe(1);
    renameSync(join(home, 'a.jpg'), join(folder, 'a.jpg'));
    await engine.jobs.ended(engine.projects.rescan().id);
    expect(firstPerson()).toEqual(accepted);
  });

  it('a folder that vanishes says so, and the project stays whole', async () => {
    await engine.openFolder(folder);
    await predictAll();
    renameSync(folder, join(home, 'moved'));
    const scan = await engine.jobs.ended(engine.projects.rescan().id);
    expect(scan).toMatchObject({ status: 'failed' });
    expect(scan.message).toContain('The folder cannot be opened: it is not there.');
    expect(firstPerson().fit).not.toBeNull();
  });

  it('nothing is written into the folder', async () => {
    await engine.openFolder(folder);
    await predictAll();
    await engine.picture(firstPerson().imageId, 64);
    expect(readdirSync(folder)).toEqual(['a.jpg', 'b.jpg']);
  });
});

describe('a known focal length', () => {
  it('holds for everyone in the picture, is one step, and its release brings the bodies back', async () => {
    await engine.openFolder(folder);
    await predictAll();
    const before = firstPerson();
    const [known] = engine.people.setFocalLength(before.imageId, 2500);
    expect(known?.state).toBe('edited');
    const refined = await engine.fits.refine(before.id, known?.revision ?? 0);
    expect(refined.fit?.camera).toEqual({ ...before.fit?.camera, focalLength: 2500 });
    const depth = (person: Person) => person.fit?.translation[2] ?? 0;
    const nearer = (before.fit?.camera.focalLength ?? 0) / 2500;
    expect(depth(before) / depth(refined) / nearer).toBeCloseTo(1, 0);
    engine.history.undo();
    expect(firstPerson()).toEqual(before);
  });
});

describe('points', () => {
  it('may lie outside of the picture', async () => {
    await engine.openFolder(folder);
    await predictAll();
    const person = firstPerson();
    const far = { ...person.keypoints[9], x: -300, y: 90_000, source: 'hand' as const };
    const keypoints = person.keypoints.with(9, far as Person['keypoints'][number]);
    const { id: personId, revision, constraints, fit } = person;
    const edited = engine.people.edit({
      personId,
      revision,
      label: 'Move',
      keypoints,
      constraints,
      fit,
    });
    const refined = await engine.fits.refine(personId, edited.revision);
    expect(refined.state).toBe('fitted');
    expect(refined.fit?.pose.every(Number.isFinite)).toBe(true);
  });

  it('that are not finite are refused, and the body stays', async () => {
    await engine.openFolder(folder);
    await predictAll();
    const person = firstPerson();
    const broken = { ...person.keypoints[9], x: Number.NaN } as Person['keypoints'][number];
    const live = engine.fits.live({
      personId: person.id,
      sequence: 1,
      keypoints: person.keypoints.with(9, broken),
      constraints: person.constraints,
      dragged: 9,
      start: person.fit ?? { pose: [], betas: [], translation: [] },
    });
    await expect(live).rejects.toMatchObject({ code: expect.stringMatching(/^(input|fit)\//) });
    expect(firstPerson()).toEqual(person);
  });

  it.each([
    ['on one spot', 'fit/infeasible', { x: 100, y: 100, visibility: 'visible' }],
    ['all absent', 'fit/no-keypoints', { visibility: 'absent' }],
  ] as const)(
    'that are %s are refused by fit and drag, and the last good body stays',
    async (_, code, change) => {
      await engine.openFolder(folder);
      await predictAll();
      const { id: personId, revision, constraints, fit, keypoints: good } = firstPerson();
      if (fit === null) throw new Error('Nobody was fitted.');
      const keypoints = good.map((point) => ({ ...point, ...change, source: 'hand' as const }));
      const edit = { personId, revision, label: 'Move', keypoints, constraints, fit };
      const edited = engine.people.edit(edit);
      await expect(engine.fits.refine(personId, edited.revision)).rejects.toMatchObject({ code });
      const { pose, betas, translation } = fit;
      const start = { pose, betas, translation };
      const live = { personId, sequence: 1, keypoints, constraints, dragged: null, start };
      await expect(engine.fits.live(live)).rejects.toMatchObject({ code });
      expect(firstPerson().fit).toEqual(fit);
    },
  );

  it('of an older state do not overwrite a newer one', async () => {
    await engine.openFolder(folder);
    await predictAll();
    const person = firstPerson();
    accept(person);
    const { id: personId, revision, keypoints, constraints, fit } = person;
    const late = () =>
      engine.people.edit({ personId, revision, label: 'Move', keypoints, constraints, fit });
    expect(late).toThrow('This person has changed in the meantime');
    expect(firstPerson().state).toBe('accepted');
  });
});

it('a machine run changes nobody whom a person has touched', async () => {
  await engine.openFolder(folder);
  await predictAll();
  accept(firstPerson());
  const accepted = firstPerson();
  await predictAll();
  await engine.jobs.ended(engine.fits.refit().id);
  expect(firstPerson()).toEqual(accepted);
});

it('a cancelled job ends, and leaves nothing half done', async () => {
  await engine.close();
  const out = join(home, 'out');
  engine = start(out);
  await engine.openFolder(folder);
  const job = engine.predictions.predict(null);
  engine.jobs.cancel(job.id);
  expect(await engine.jobs.ended(job.id)).toMatchObject({ status: 'cancelled', done: 0 });
  expect(engine.projects.info()?.counts).toMatchObject({ unlabelled: 2 });
  await predictAll();
  accept(firstPerson());
  const states = ['accepted' as const];
  const request = { formats: ['coco' as const], states, name: 'x', seed: 0, replace: false };
  const writing = engine.exports.run(request);
  engine.jobs.cancel(writing.id);
  expect(await engine.jobs.ended(writing.id)).toMatchObject({ status: 'cancelled' });
  expect(existsSync(out)).toBe(false);
});

it.skipIf(!LISTS_PROCESSES)(
  'when the networks die over a picture it is named, and the next one goes on',
  async () => {
    for (let i = 0; i < 6; i++) cpSync(join(folder, 'a.jpg'), join(folder, `c${i}.jpg`));
    await engine.openFolder(folder);
    await engine.predictor.info();
    const job = engine.predictions.predict(null);
    await new Promise((resolve) => setTimeout(resolve, 300));
    process.kill(computeProcess(), 'SIGKILL');
    const ended = await engine.jobs.ended(job.id);
    expect(ended).toMatchObject({ status: 'done', done: 8, failed: 1 });
    expect(ended.problems[0]?.message).toMatch(
      /The compute process has stopped while it worked on \w+\.jpg/,
    );
  },
);

const smallDisk = () => mountSmallDisk(join(home, 'small'));

it('a read-only folder is as good as another; a read-only place for the project is named', async ({
  skip,
}) => {
  const disk = smallDisk();
  if (disk === undefined) return skip('a small file system may not be mounted here');
  const { place } = disk;
  try {
    cpSync(join(folder, 'a.jpg'), join(place, 'a.jpg'));
    spawnSync('mount', ['-o', 'remount,ro', place]);
    await engine.openFolder(place);
    expect(await predictAll()).toMatchObject({ status: 'done', done: 1, failed: 0 });
    await engine.close();
    engine = start(undefined, join(place, 'project.spin'));
    await expect(engine.openFolder(folder)).rejects.toMatchObject({
      code: 'project/not-writable',
      message: expect.stringContaining('choose another place with --project'),
    });
  } finally {
    await engine.close();
    disk.unmount();
    engine = start();
  }
});

it('a full disk keeps what was saved, and says what to do', async ({ skip }) => {
  const disk = smallDisk();
  if (disk === undefined) return skip('a small file system may not be mounted here');
  const { place } = disk;
  try {
    await engine.close();
    engine = start(place, join(place, 'project.spin'));
    await engine.openFolder(folder);
    await predictAll();
    accept(firstPerson());
    const accepted = firstPerson();
    disk.fill();
    const request = {
      formats: ['spin-npz' as const],
      states: ['accepted' as const],
      name: 'x',
      seed: 0,
      replace: false,
    };
    const job = await engine.jobs.ended(engine.exports.run(request).id);
    expect(job).toMatchObject({
      status: 'failed',
      message: expect.stringContaining('The disk is full'),
    });
    expect(existsSync(join(place, 'x.npz'))).toBe(false);
    expect(readdirSync(place).filter((name) => name.endsWith('.partial'))).toEqual([]);
    const step = () =>
      engine.people.decide({
        personId: accepted.id,
        decision: 'rejected',
        reason: 'x'.repeat(200),
      });
    const manySteps = () => {
      for (let i = 0; i < 200; i++) step();
    };
    expect(manySteps).toThrow(
      'The disk is full, so the last step was not saved; all earlier ones are.',
    );
    const kept = firstPerson();
    disk.free();
    step();
    expect(firstPerson().revision).toBeGreaterThan(kept.revision);
  } finally {
    await engine.close();
    disk.unmount();
    engine = start();
  }
});
