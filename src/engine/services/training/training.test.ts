import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  ACCEPTED,
  endlessLesson,
  lessonUntil,
  openTaughtProject,
  SETTINGS,
  type Taught,
  until,
} from '../../../../test/fixtures/taught-project.ts';
import { anEpoch, type TestProject } from '../../../../test/fixtures/training-project.ts';
import { type LearningPeople, PEOPLE_FILE } from '../../../contract/training-compute.ts';
import { StudioError } from '../../../core/common/errors.ts';

let taught: Taught;
let project: TestProject;

beforeEach(() => {
  taught = openTaughtProject();
  ({ project } = taught);
});
afterEach(() => project.close());

const crash = () => new StudioError('compute/crashed', 'It has died.', { imageName: undefined });

function peopleOf(runId: number): LearningPeople['people'] {
  const text = readFileSync(join(project.models.ofRun(runId), PEOPLE_FILE), 'utf8');
  return JSON.parse(text).people;
}

describe('who is learnt from', () => {
  it.each([0, 3, 19])('%i accepted people are too few, and that is said', async (count) => {
    project.add(ACCEPTED.slice(0, count));
    const hindrance = `Needs 20 accepted people, you have ${count}.`;
    const plan = await project.training.plan({ recipe: 'head', settings: null });
    expect(plan).toMatchObject({ accepted: count, needed: 20, hindrance });
    expect(await project.training.instant.now()).toMatchObject({ hindrance, row: null });
    await expect(project.training.runs.start(SETTINGS)).rejects.toMatchObject({
      code: 'train/too-few-people',
      message: `${hindrance} Nothing was trained or changed.`,
    });
    expect(project.training.runs.list()).toEqual([]);
  });

  it('is who was accepted; rejected people never, untouched ones when they are wanted', async () => {
    const accepted = project.add(ACCEPTED);
    project.add(['rejected', 'edited', 'fitted']);
    const untouched = project.add(['predicted', 'predicted']);
    const { id } = await taught.train();
    expect(
      peopleOf(id)
        .map(({ personId }) => personId)
        .toSorted((a, b) => a - b),
    ).toEqual(accepted);
    const second = await taught.train({ ...SETTINGS, recipe: 'spin', useUntouched: true });
    const wild = peopleOf(second.id).filter(({ role }) => role === 'untouched');
    expect(wild.map(({ personId }) => personId)).toEqual(untouched);
    expect(second.snapshot).toMatchObject({ untouched: 2 });
    expect(second.snapshot.id).toMatch(/^[0-9a-f]{64}$/);
  });

  it('is nobody who was edited after acceptance; they are listed', async () => {
    const [first = 0] = project.add([...ACCEPTED, 'accepted']);
    const person = project.store.people.get(first);
    if (person === undefined) throw new Error('There is nobody.');
    const { id: personId, imageId, revision: _, ...content } = person;
    const moved = content.keypoints.map((point, i) => (i === 3 ? { ...point, x: 7 } : point));
    const change = { ...content, state: 'fitted' as const, keypoints: moved };
    project.store.people.commit('move', imageId, [{ personId, content: change }]);
    const plan = await project.training.plan({ recipe: 'head', settings: null });
    expect(plan.accepted).toBe(24);
    expect(plan.excluded).toEqual([
      { personId, imageId, imageName: '0.jpg', reason: 'edited-after-acceptance' },
    ]);
    project.store.history.undo();
    const undone = await project.training.plan({ recipe: 'head', settings: null });
    expect([undone.accepted, undone.excludedCount]).toEqual([25, 0]);
  });

  it('is nobody whose body is of another model or gender than the project’s', async () => {
    const [first = 0] = project.add([...ACCEPTED, 'accepted']);
    const person = project.store.people.get(first);
    if (person?.fit == null) throw new Error('There is nobody.');
    const { id: personId, imageId, revision: _, ...content } = person;
    const bodyModel = { name: 'smpl-male', hash: 'male' };
    const fit = { ...person.fit, bodyModel };
    project.store.people.commit('fit', imageId, [{ personId, content: { ...content, fit } }]);
    const plan = await project.training.plan({ recipe: 'head', settings: null });
    expect(plan).toMatchObject({ accepted: 24, excluded: [{ personId, reason: 'other-body' }] });
    const { id } = await taught.train();
    expect(peopleOf(id).map((one) => one.personId)).not.toContain(personId);
  });

  it('is nobody whose picture is gone; they are listed', async () => {
    project.add(ACCEPTED);
    project.pictures.delete('5.jpg');
    const plan = await project.training.plan({ recipe: 'head', settings: null });
    expect(plan.excluded).toMatchObject([{ imageName: '5.jpg', reason: 'picture-gone' }]);
  });

  it('a picture that judges never teaches, and one that has taught never judges', async () => {
    project.add(ACCEPTED);
    const roles = (runId: number) =>
      new Map(peopleOf(runId).map(({ personId, role }) => [personId, role]));
    const first = roles((await taught.train()).id);
    const heldOut = [...first.values()].filter((role) => role === 'held-out').length;
    expect(heldOut).toBeGreaterThanOrEqual(0.2 * ACCEPTED.length);
    project.add(ACCEPTED);
    const second = roles((await taught.train()).id);
    for (const [id, role] of first) expect(second.get(id)).toBe(role);
  });
});

describe('a training', () => {
  beforeEach(() => {
    project.add(ACCEPTED);
  });

  it('is kept with its curve, its report and what it needs to be understood', async () => {
    const run = await taught.train();
    const kept = project.restart().runs.get(run.id);
    expect(kept).toEqual(run);
    expect(kept).toMatchObject({
      status: 'finished',
      settings: SETTINGS,
      codeVersion: '1',
      backend: 'tensorflow',
      modelHash: 'new',
      bestEpoch: 4,
      isInUse: false,
      message:
        'Better: reprojection, median px 5.0 → 4.0 on 8 held-out people (6 better, 1 the same, 1 worse).',
    });
    expect(kept.curve).toEqual([0, 1, 2, 3, 4].map((epoch) => anEpoch(epoch)));
    const told = project.events.flatMap((event) => (event.kind === 'run' ? [event.run] : []));
    expect(told.at(-1)).toMatchObject({ id: run.id, status: 'finished' });
  });

  it('goes on from its checkpoint when the process dies in an epoch', async () => {
    taught.lessons = [lessonUntil(crash()), taught.wholeLesson];
    expect(await taught.train()).toMatchObject({ status: 'finished' });
    expect(taught.asked.map(({ resume }) => resume)).toEqual([false, true]);
    expect(project.events.some(({ kind }) => kind === 'notice')).toBe(true);
  });

  it('gives up when it dies again and again, and offers a smaller batch', async () => {
    taught.lessons = [() => Promise.reject(crash())];
    const run = await taught.train();
    expect(run).toMatchObject({
      status: 'failed',
      message: 'It has died.',
      offer: { batchSize: 32 },
    });
    expect(taught.asked).toHaveLength(3);
    taught.lessons = [taught.wholeLesson];
    const again = await project.training.runs.resume(run.id, run.offer?.batchSize ?? null);
    await project.jobs.ended(String(again.jobId));
    expect(project.training.runs.get(run.id)).toMatchObject({ status: 'finished', offer: null });
    expect(taught.asked.at(-1)?.settings.batchSize).toBe(32);
  });

  it('that finds no memory offers the next smaller batch', async () => {
    const data = { batchSize: 64, smaller: 32 };
    taught.lessons = [
      lessonUntil(new StudioError('train/out-of-memory', 'There is not enough.', data)),
    ];
    expect(await taught.train()).toMatchObject({
      status: 'failed',
      message: 'There is not enough.',
      offer: { batchSize: 32 },
      curve: [anEpoch(0), anEpoch(1), anEpoch(2)],
    });
  });

  it('that finds no room on the disk says so, and can go on', async () => {
    const full = new StudioError('disk/full', 'The disk is full.', { target: 'x' });
    taught.lessons = [lessonUntil(full), taught.wholeLesson];
    const run = await taught.train();
    expect(run).toMatchObject({ status: 'failed', message: 'The disk is full.', offer: null });
    const { jobId } = await project.training.runs.resume(run.id, null);
    await project.jobs.ended(String(jobId));
    expect(taught.asked.map(({ resume }) => resume)).toEqual([false, true]);
    expect(project.training.runs.get(run.id).status).toBe('finished');
  });

  it('goes on with the crops that it began with', async () => {
    project.wishes.truncatesCrops = true;
    taught.lessons = [
      lessonUntil(new StudioError('disk/full', 'Full.', { target: 'x' })),
      taught.wholeLesson,
    ];
    const run = await taught.train();
    project.wishes.truncatesCrops = false;
    const { jobId } = await project.training.runs.resume(run.id, null);
    await project.jobs.ended(String(jobId));
    expect(taught.asked.map(({ start }) => start.truncatesCrops)).toEqual([true, true]);
  });

  it('is interrupted by a kill of the program, and goes on when taught.asked', async () => {
    taught.lessons = [endlessLesson, taught.wholeLesson];
    const { id } = await project.training.runs.start(SETTINGS);
    await until(() => taught.asked.length === 1);
    expect(project.training.runs.get(id)).toMatchObject({ status: 'running' });
    const after = project.restart();
    expect(after.runs.get(id)).toMatchObject({ status: 'interrupted', jobId: null });
    const { jobId } = await after.runs.resume(id, null);
    await project.jobs.ended(String(jobId));
    expect(after.runs.get(id)).toMatchObject({ status: 'finished' });
    expect(taught.asked[1]).toMatchObject({ runId: id, resume: true });
  });

  it("goes on with the user's own file of SPIN that it began with, and with no other", async () => {
    taught.lessons = [lessonUntil(new Error('x')), taught.wholeLesson];
    const { id } = await taught.train();
    const regressor = { kind: 'spin' as const, name: 'SPIN', hash: 'first', runId: null };
    const stored = project.store.training.run(id);
    if (stored === undefined) throw new Error('It was not kept.');
    project.store.training.saveRun({ ...stored, regressor });
    const body = project.store.body.get();
    project.store.body.set({ ...body, spin: { path: '/spin.pt', sha256: 'second' } });
    await expect(project.training.runs.resume(id, null)).rejects.toMatchObject({
      code: 'train/no-model',
    });
    project.store.body.set({ ...body, spin: { path: '/spin.pt', sha256: 'first' } });
    const { jobId } = await project.training.runs.resume(id, null);
    await project.jobs.ended(String(jobId));
    expect(taught.asked.at(-1)?.start).toMatchObject({ kind: 'spin', weights: '/spin.pt' });
  });

  it('may be cancelled, or paused by the end of the program', async () => {
    taught.lessons = [endlessLesson];
    const first = await project.training.runs.start(SETTINGS);
    project.jobs.cancel(String(first.jobId));
    await project.jobs.ended(String(first.jobId));
    expect(project.training.runs.get(first.id)).toMatchObject({ status: 'cancelled' });
    const second = await project.training.runs.start(SETTINGS);
    project.training.runs.pause();
    project.jobs.cancel(String(second.jobId));
    await project.jobs.ended(String(second.jobId));
    expect(project.training.runs.get(second.id)).toMatchObject({ status: 'interrupted' });
  });

  it('is stopped where it runs, and only while it does', async () => {
    taught.lessons = [endlessLesson];
    const { id, jobId } = await project.training.runs.start(SETTINGS);
    await until(() => taught.asked.length === 1);
    await project.training.runs.stop(id);
    expect(taught.stops).toBe(1);
    await expect(project.training.runs.start(SETTINGS)).rejects.toMatchObject({
      code: 'train/busy',
    });
    project.jobs.cancel(String(jobId));
    await project.jobs.ended(String(jobId));
    await project.training.runs.stop(id);
    expect(taught.stops).toBe(1);
  });

  it('that was stopped, or whose loss was no number, keeps its best epoch', async () => {
    taught.lessons = [
      async (query, ...rest) => ({
        ...(await taught.wholeLesson(query, ...rest)),
        stopped: 'Training has stopped in epoch 3: its loss is not a number any more.',
      }),
    ];
    const run = await taught.train();
    expect(run).toMatchObject({ status: 'stopped', modelHash: 'new' });
    expect(run.message).toMatch(/^Training has stopped in epoch 3: .* Better: reprojection/);
    await expect(project.training.runs.resume(run.id, null)).rejects.toMatchObject({
      code: 'train/no-checkpoint',
    });
  });

  it('names pictures that vanished on the way, and goes on without them', async () => {
    taught.lessons = [
      (query, onMessage, signal) => {
        for (const imageName of ['7.jpg', '7.jpg', '9.jpg'])
          onMessage({ kind: 'skipped', imageName });
        return taught.wholeLesson(query, onMessage, signal);
      },
    ];
    const run = await taught.train();
    expect(run).toMatchObject({ status: 'finished', skipped: ['7.jpg', '9.jpg'] });
    expect(project.jobs.list().at(-1)).toMatchObject({ failed: 2 });
  });

  it('is not compared on held-out pictures that have changed', async () => {
    taught.lessons = [
      (query, ...rest) => {
        const judge = peopleOf(query.runId).find(({ role }) => role === 'held-out');
        project.pictures.set(judge?.imageName ?? '', 'f'.repeat(64));
        return taught.wholeLesson(query, ...rest);
      },
    ];
    const { report, modelHash } = await taught.train();
    expect(report).toMatchObject({ verdict: 'refused', rows: [], worsePeople: [] });
    expect(report?.refusal).toMatch(
      /1 held-out picture changed while the training ran \(\d+\.jpg\)/,
    );
    expect(modelHash).toBe('new');
  });
});

describe('the look ahead', () => {
  it('is told after a decision, once for several in a row', async () => {
    const ids = project.add(ACCEPTED);
    const stop = new AbortController();
    const watching = project.training.instant.watch(stop.signal);
    const told = () => project.events.filter(({ kind }) => kind === 'instant');
    for (const id of ids.slice(0, 3)) project.decide(id);
    await until(() => told().length > 0);
    stop.abort();
    await watching;
    expect(told()).toMatchObject([{ instant: { hindrance: null, row: { next: 4 } } }]);
  });
});
