import { expect, test } from 'vitest';
import { NO_CONSTRAINTS } from '../../../contract/constraints.ts';
import { startFitThreads } from './client.ts';
import { figureAt } from './warm-up.ts';

const camera = { focalLength: 1000, principalX: 400, principalY: 300 };

const query = {
  jointSet: 'coco17',
  camera,
  regression: null,
  imageEvidence: null,
  preset: 'anchored',
  constraints: NO_CONSTRAINTS,
  dragged: null,
} as const;

test('the thread says why it cannot fit, and nothing after it was closed', async () => {
  const thread = startFitThreads({ hasPointer: false });
  const asked = { ...query, keypoints: [] };
  await expect(thread.full(asked, [])).rejects.toMatchObject({ code: 'fit/no-keypoints' });
  await thread.close();
  await expect(thread.full(asked, [])).rejects.toThrow('The engine is closed.');
});

test('whole fits do not delay a drag', async () => {
  const threads = startFitThreads({ hasPointer: true });
  const asked = { ...query, keypoints: figureAt(0) };
  const body = await threads.full(asked, []);
  await threads.live(asked, body, 8);
  const answered: string[] = [];
  const whole = Array.from({ length: 100 }, () =>
    threads.full(asked, []).then(() => answered.push('whole')),
  );
  await threads.live(asked, body, 8).then(() => answered.push('live'));
  await Promise.all(whole);
  await threads.close();
  expect(answered.indexOf('live')).toBeLessThan(whole.length);
});
