import { expect, test } from 'vitest';
import { createEventHub } from './event-hub.ts';
import { createJobs } from './jobs.ts';

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
