import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
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
import { anEnd, type TestProject } from '../../../../test/fixtures/training-project.ts';

let taught: Taught;
let project: TestProject;

beforeEach(() => {
  taught = openTaughtProject();
  ({ project } = taught);
});
afterEach(() => project.close());

describe('the regressor in use', () => {
  beforeEach(() => {
    project.add(ACCEPTED);
  });

  it('is taken up, followed by others and rolled back, and nothing is overwritten', async () => {
    const { regressors } = project.training;
    expect(await regressors.inUse()).toMatchObject({ name: 'lifter', runId: null, previous: null });
    const first = await taught.train();
    expect(await regressors.inUse()).toMatchObject({ runId: null });
    expect(await regressors.adopt(first.id, false)).toMatchObject({
      name: 'lifter, run 1',
      hash: 'new',
      previous: { runId: null },
    });
    const second = await taught.train();
    expect(second.regressor).toMatchObject({ name: 'lifter, run 1', runId: first.id });
    expect(taught.asked.at(-1)?.start).toMatchObject({
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
    const { id } = await taught.train();
    await project.training.regressors.adopt(id, true);
    expect(project.jobs.list().at(-1)).toMatchObject({ kind: 'fit' });
  });

  it.each([
    ['there is no such run', async () => 99],
    [
      'it has left no model',
      async () => {
        taught.lessons = [lessonUntil(new Error('x'))];
        return (await taught.train()).id;
      },
    ],
    [
      'the file of its weights is gone',
      async () => {
        taught.lessons = [async () => anEnd()];
        return (await taught.train()).id;
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
    const { id, curve, report } = await taught.train();
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
    expect((await taught.train()).id).toBe(id + 1);
  });

  it('is none that is in use, and none that rolling back would bring back', async () => {
    const [first, second, third] = [
      await taught.train(),
      await taught.train(),
      await taught.train(),
    ];
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
    const first = await taught.train();
    const { runs, regressors } = project.training;
    await regressors.adopt(first.id, false);
    taught.lessons = [lessonUntil(new Error('x')), endlessLesson];
    const failed = await taught.train();
    for (const runId of [null, null]) project.store.training.adopt(runId);
    await expect(runs.delete(first.id)).rejects.toMatchObject({
      message: expect.stringContaining(`run ${failed.id}, which is not over, began with`),
    });
    const { id, jobId } = await runs.start(SETTINGS);
    await until(() => taught.asked.length === 3);
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
