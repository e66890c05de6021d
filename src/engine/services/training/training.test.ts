import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  anEnd,
  anEpoch,
  aReport,
  openTrainingProject,
  type TestProject,
} from '../../../../test/fixtures/training-project.ts';
import type { TrainingSettings } from '../../../contract/training.ts';
import {
  type LearningPeople,
  PEOPLE_FILE,
  type TrainQuery,
} from '../../../contract/training-compute.ts';
import { StudioError } from '../../../core/common/errors.ts';
import type { Teacher } from './run-parts.ts';
import { presetsOf } from './settings.ts';

type Lesson = Teacher['train'];

const SETTINGS: TrainingSettings = {
  ...presetsOf('lifter', 'head').quick,
  epochs: 4,
  batchSize: 64,
};
const ACCEPTED = Array<'accepted'>(24).fill('accepted');

let project: TestProject;
/** What the teacher does, one after the other; the last one again and again. */
let lessons: Lesson[];
let asked: TrainQuery[];
let stops: number;

beforeEach(() => {
  lessons = [wholeLesson];
  asked = [];
  stops = 0;
  project = openTrainingProject({
    train(query, onMessage, signal) {
      asked.push(query);
      const lesson = lessons.length > 1 ? lessons.shift() : lessons[0];
      return (lesson as Lesson)(query, onMessage, signal);
    },
    async stop() {
      stops++;
    },
    instant: async () => ({ row: aReport().rows[0] ?? null }),
  });
});
afterEach(() => project.close());

const wholeLesson: Lesson = async (query, onMessage) => {
  onMessage({ kind: 'begun', curve: [], bestEpoch: 0 });
  for (let epoch = 0; epoch <= query.settings.epochs; epoch++)
    onMessage({ kind: 'epoch', epoch: anEpoch(epoch), bestEpoch: epoch });
  project.writeModel(query.runId);
  return anEnd();
};

/** Two epochs, and then something happens. */
function lessonUntil(error: Error): Lesson {
  return async (_, onMessage) => {
    onMessage({ kind: 'begun', curve: [], bestEpoch: 0 });
    for (const epoch of [0, 1, 2])
      onMessage({ kind: 'epoch', epoch: anEpoch(epoch), bestEpoch: epoch });
    throw error;
  };
}

/** Goes on until it is told to stop listening. */
const endlessLesson: Lesson = (_, onMessage, signal) => {
  onMessage({ kind: 'begun', curve: [], bestEpoch: 0 });
  onMessage({ kind: 'epoch', epoch: anEpoch(0), bestEpoch: 0 });
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason));
  });
};

const crash = () => new StudioError('compute/crashed', 'It has died.', { imageName: undefined });

/** Starts, and waits for the end. */
async function train(settings = SETTINGS) {
  const { id, jobId } = await project.training.runs.start(settings);
  await project.jobs.ended(String(jobId));
  return project.training.runs.get(id);
}

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
    const { id } = await train();
    expect(
      peopleOf(id)
        .map(({ personId }) => personId)
        .toSorted((a, b) => a - b),
    ).toEqual(accepted);
    const second = await train({ ...SETTINGS, recipe: 'spin', useUntouched: true });
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
    const { id } = await train();
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
    const first = roles((await train()).id);
    const heldOut = [...first.values()].filter((role) => role === 'held-out').length;
    expect(heldOut).toBeGreaterThanOrEqual(0.2 * ACCEPTED.length);
    project.add(ACCEPTED);
    const second = roles((await train()).id);
    for (const [id, role] of first) expect(second.get(id)).toBe(role);
  });
});

describe('a training', () => {
  beforeEach(() => {
    project.add(ACCEPTED);
  });

  it('is kept with its curve, its report and what it needs to be understood', async () => {
    const run = await train();
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
    lessons = [lessonUntil(crash()), wholeLesson];
    expect(await train()).toMatchObject({ status: 'finished' });
    expect(asked.map(({ resume }) => resume)).toEqual([false, true]);
    expect(project.events.some(({ kind }) => kind === 'notice')).toBe(true);
  });

  it('gives up when it dies again and again, and offers a smaller batch', async () => {
    lessons = [() => Promise.reject(crash())];
    const run = await train();
    expect(run).toMatchObject({
      status: 'failed',
      message: 'It has died.',
      offer: { batchSize: 32 },
    });
    expect(asked).toHaveLength(3);
    lessons = [wholeLesson];
    const again = await project.training.runs.resume(run.id, run.offer?.batchSize ?? null);
    await project.jobs.ended(String(again.jobId));
    expect(project.training.runs.get(run.id)).toMatchObject({ status: 'finished', offer: null });
    expect(asked.at(-1)?.settings.batchSize).toBe(32);
  });

  it('that finds no memory offers the next smaller batch', async () => {
    const data = { batchSize: 64, smaller: 32 };
    lessons = [lessonUntil(new StudioError('train/out-of-memory', 'There is not enough.', data))];
    expect(await train()).toMatchObject({
      status: 'failed',
      message: 'There is not enough.',
      offer: { batchSize: 32 },
      curve: [anEpoch(0), anEpoch(1), anEpoch(2)],
    });
  });

  it('that finds no room on the disk says so, and can go on', async () => {
    const full = new StudioError('disk/full', 'The disk is full.', { target: 'x' });
    lessons = [lessonUntil(full), wholeLesson];
    const run = await train();
    expect(run).toMatchObject({ status: 'failed', message: 'The disk is full.', offer: null });
    const { jobId } = await project.training.runs.resume(run.id, null);
    await project.jobs.ended(String(jobId));
    expect(asked.map(({ resume }) => resume)).toEqual([false, true]);
    expect(project.training.runs.get(run.id).status).toBe('finished');
  });

  it('goes on with the crops that it began with', async () => {
    project.wishes.truncatesCrops = true;
    lessons = [lessonUntil(new StudioError('disk/full', 'Full.', { target: 'x' })), wholeLesson];
    const run = await train();
    project.wishes.truncatesCrops = false;
    const { jobId } = await project.training.runs.resume(run.id, null);
    await project.jobs.ended(String(jobId));
    expect(asked.map(({ start }) => start.truncatesCrops)).toEqual([true, true]);
  });

  it('is interrupted by a kill of the program, and goes on when asked', async () => {
    lessons = [endlessLesson, wholeLesson];
    const { id } = await project.training.runs.start(SETTINGS);
    await until(() => asked.length === 1);
    expect(project.training.runs.get(id)).toMatchObject({ status: 'running' });
    const after = project.restart();
    expect(after.runs.get(id)).toMatchObject({ status: 'interrupted', jobId: null });
    const { jobId } = await after.runs.resume(id, null);
    await project.jobs.ended(String(jobId));
    expect(after.runs.get(id)).toMatchObject({ status: 'finished' });
    expect(asked[1]).toMatchObject({ runId: id, resume: true });
  });

  it("goes on with the user's own file of SPIN that it began with, and with no other", async () => {
    lessons = [lessonUntil(new Error('x')), wholeLesson];
    const { id } = await train();
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
    expect(asked.at(-1)?.start).toMatchObject({ kind: 'spin', weights: '/spin.pt' });
  });

  it('may be cancelled, or paused by the end of the program', async () => {
    lessons = [endlessLesson];
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
    lessons = [endlessLesson];
    const { id, jobId } = await project.training.runs.start(SETTINGS);
    await until(() => asked.length === 1);
    await project.training.runs.stop(id);
    expect(stops).toBe(1);
    await expect(project.training.runs.start(SETTINGS)).rejects.toMatchObject({
      code: 'train/busy',
    });
    project.jobs.cancel(String(jobId));
    await project.jobs.ended(String(jobId));
    await project.training.runs.stop(id);
    expect(stops).toBe(1);
  });

  it('that was stopped, or whose loss was no number, keeps its best epoch', async () => {
    lessons = [
      async (query, ...rest) => ({
        ...(await wholeLesson(query, ...rest)),
        stopped: 'Training has stopped in epoch 3: its loss is not a number any more.',
      }),
    ];
    const run = await train();
    expect(run).toMatchObject({ status: 'stopped', modelHash: 'new' });
    expect(run.message).toMatch(/^Training has stopped in epoch 3: .* Better: reprojection/);
    await expect(project.training.runs.resume(run.id, null)).rejects.toMatchObject({
      code: 'train/no-checkpoint',
    });
  });

  it('names pictures that vanished on the way, and goes on without them', async () => {
    lessons = [
      (query, onMessage, signal) => {
        for (const imageName of ['7.jpg', '7.jpg', '9.jpg'])
          onMessage({ kind: 'skipped', imageName });
        return wholeLesson(query, onMessage, signal);
      },
    ];
    const run = await train();
    expect(run).toMatchObject({ status: 'finished', skipped: ['7.jpg', '9.jpg'] });
    expect(project.jobs.list().at(-1)).toMatchObject({ failed: 2 });
  });

  it('is not compared on held-out pictures that have changed', async () => {
    lessons = [
      (query, ...rest) => {
        const judge = peopleOf(query.runId).find(({ role }) => role === 'held-out');
        project.pictures.set(judge?.imageName ?? '', 'f'.repeat(64));
        return wholeLesson(query, ...rest);
      },
    ];
    const { report, modelHash } = await train();
    expect(report).toMatchObject({ verdict: 'refused', rows: [], worsePeople: [] });
    expect(report?.refusal).toMatch(
      /1 held-out picture changed while the training ran \(\d+\.jpg\)/,
    );
    expect(modelHash).toBe('new');
  });
});

describe('the regressor in use', () => {
  beforeEach(() => {
    project.add(ACCEPTED);
  });

  it('is taken up, followed by others and rolled back, and nothing is overwritten', async () => {
    const { regressors } = project.training;
    expect(await regressors.inUse()).toMatchObject({ name: 'lifter', runId: null, previous: null });
    const first = await train();
    expect(await regressors.inUse()).toMatchObject({ runId: null });
    expect(await regressors.adopt(first.id, false)).toMatchObject({
      name: 'lifter, run 1',
      hash: 'new',
      previous: { runId: null },
    });
    const second = await train();
    expect(second.regressor).toMatchObject({ name: 'lifter, run 1', runId: first.id });
    expect(asked.at(-1)?.start).toMatchObject({
      kind: 'lifter',
      weights: project.models.weights(first.id),
    });
    expect(await regressors.adopt(second.id, false)).toMatchObject({ name: 'lifter, run 2' });
    expect(await regressors.rollBack()).toMatchObject({
      runId: first.id,
      previous: { runId: null },
    });
    const after = project.restart().regressors;
    expect(await after.inUse()).toMatchObject({ runId: first.id, previous: { runId: null } });
    project.store.history.undo(); // a step back in the work on people is none in the models
    expect(await after.rollBack()).toMatchObject({ name: 'lifter', runId: null, previous: null });
    expect(await after.rollBack()).toMatchObject({ runId: null, previous: null });
    expect(await after.adopt(second.id, false)).toMatchObject({ previous: { runId: null } });
  });

  it('may look again at people whom nobody has touched', async () => {
    const { id } = await train();
    await project.training.regressors.adopt(id, true);
    expect(project.jobs.list().at(-1)).toMatchObject({ kind: 'fit' });
  });

  it.each([
    ['there is no such run', async () => 99],
    [
      'it has left no model',
      async () => {
        lessons = [lessonUntil(new Error('x'))];
        return (await train()).id;
      },
    ],
    [
      'the file of its weights is gone',
      async () => {
        lessons = [async () => anEnd()];
        return (await train()).id;
      },
    ],
  ])('is not changed when %s', async (reason, make) => {
    const runId = await make();
    await expect(project.training.regressors.adopt(runId, false)).rejects.toMatchObject({
      code: 'train/no-model',
      message: `Run ${runId} cannot be used: ${reason}. The project works on with the model it had.`,
    });
    expect(await project.training.regressors.inUse()).toMatchObject({ runId: null });
  });
});

describe('a run that is deleted', () => {
  beforeEach(() => {
    project.add(ACCEPTED);
  });
  const folderOf = (runId: number) => dirname(project.models.weights(runId));

  it('leaves its row with curve and table, and no file', async () => {
    const { id, curve, report } = await train();
    const { runs, regressors } = project.training;
    expect(existsSync(folderOf(id))).toBe(true);
    await runs.delete(id);
    expect(existsSync(folderOf(id))).toBe(false);
    const kept = project.restart().runs.get(id);
    expect(kept).toMatchObject({ curve, report, status: 'finished', modelHash: null });
    expect(kept.deletedAt).toMatch(/^\d{4}-/);
    await expect(regressors.adopt(id, false)).rejects.toMatchObject({
      code: 'train/no-model',
      message: expect.stringContaining('its files were deleted'),
    });
    await runs.delete(id); // a second time changes nothing
    expect((await train()).id).toBe(id + 1);
  });

  it('is none that is in use, and none that rolling back would bring back', async () => {
    const [first, second, third] = [await train(), await train(), await train()];
    const { runs, regressors } = project.training;
    for (const { id } of [first, second, third]) await regressors.adopt(id, false);
    const refusal = (reason: string) => ({
      code: 'train/in-use',
      message: expect.stringContaining(reason),
    });
    await expect(runs.delete(third.id)).rejects.toMatchObject(refusal('works with its model'));
    await expect(runs.delete(second.id)).rejects.toMatchObject(refusal('rolling back'));
    await runs.delete(first.id);
    // The first one's files are gone: the way back passes it by.
    expect(await regressors.rollBack()).toMatchObject({
      runId: second.id,
      previous: { runId: null },
    });
    expect([first, second, third].map(({ id }) => existsSync(folderOf(id)))).toEqual([
      false,
      true,
      true,
    ]);
  });

  it('is none that another goes on from, and none that is under way', async () => {
    const first = await train();
    const { runs, regressors } = project.training;
    await regressors.adopt(first.id, false);
    lessons = [lessonUntil(new Error('x')), endlessLesson];
    const failed = await train();
    for (const runId of [null, null]) project.store.training.adopt(runId);
    await expect(runs.delete(first.id)).rejects.toMatchObject({
      message: expect.stringContaining(`run ${failed.id}, which is not over, began with`),
    });
    const { id, jobId } = await runs.start(SETTINGS);
    await until(() => asked.length === 3);
    await expect(runs.delete(id)).rejects.toMatchObject({ code: 'train/busy' });
    project.jobs.cancel(String(jobId));
    await project.jobs.ended(String(jobId));
    await runs.delete(id);
    await runs.delete(failed.id);
    await expect(runs.resume(failed.id, null)).rejects.toMatchObject({
      code: 'train/no-checkpoint',
      message: expect.stringContaining('was deleted'),
    });
    await runs.delete(first.id);
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

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}
