import { expect, test } from 'vitest';
import { createEventHub } from './event-hub.ts';
import { createJobs, type JobContext } from './jobs.ts';

const newJobs = () => createJobs(createEventHub());

test('a job counts what it did and what failed', async () => {
  const jobs = newJobs();
  const { id, status } = jobs.start({
    kind: 'predict',
    title: 'Predict',
    async run({ setTotal, step, fail }) {
      setTotal(3);
      step();
      fail('b.jpg', 'It is empty.');
      step();
      step();
      return { message: 'Done.' };
    },
  });
  expect(status).toBe('running');
  expect(await jobs.ended(id)).toEqual({
    id,
    kind: 'predict',
    title: 'Predict',
    status: 'done',
    done: 3,
    total: 3,
    failed: 1,
    problems: [{ name: 'b.jpg', message: 'It is empty.' }],
    secondsLeft: null,
    message: 'Done.',
    files: [],
  });
});

test('a job rests after what is under way, goes on, and can be cancelled while it rests', async () => {
  const jobs = newJobs();
  const spec = {
    kind: 'predict' as const,
    title: 'Predict',
    isPausable: true,
    async run({ rested, signal, setTotal, step }: JobContext) {
      setTotal(3);
      for (let i = 0; i < 3 && !signal.aborted; i++) {
        await rested();
        if (!signal.aborted) step();
      }
      return { message: 'Over.' };
    },
  };
  const { id } = jobs.start(spec);
  jobs.pause(id);
  jobs.pause(id);
  await new Promise((resolve) => setTimeout(resolve, 5));
  const [resting] = jobs.list();
  expect(resting).toMatchObject({ status: 'paused' });
  expect(resting?.done).toBeLessThan(3);
  jobs.resume(id);
  expect(await jobs.ended(id)).toMatchObject({ status: 'done', done: 3 });
  jobs.pause(id);
  expect(await jobs.ended(id)).toMatchObject({ status: 'done' });

  const other = jobs.start(spec);
  jobs.pause(other.id);
  jobs.cancel(other.id);
  expect(await jobs.ended(other.id)).toMatchObject({ status: 'cancelled' });
});

test('a cancelled job says so, and a failed one why', async () => {
  const jobs = newJobs();
  const waiting = jobs.start({
    kind: 'fit',
    title: 'Wait',
    run: ({ signal }) =>
      new Promise((resolve) => {
        signal.addEventListener('abort', () => resolve({ message: 'Stopped after 0.' }));
      }),
  });
  jobs.cancel(waiting.id);
  expect(await jobs.ended(waiting.id)).toMatchObject({ status: 'cancelled' });
  const failing = jobs.start({
    kind: 'export',
    title: 'Fail',
    run: () => Promise.reject(new Error('The disk is full.')),
  });
  expect(await jobs.ended(failing.id)).toMatchObject({
    status: 'failed',
    message: 'The disk is full.',
  });
  expect(() => jobs.cancel('job-99')).toThrow('This job is over and forgotten.');
});
