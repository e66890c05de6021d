import { expect, test } from 'vitest';
import { NO_CONSTRAINTS } from '../../../contract/constraints.ts';
import { startFitThread } from './client.ts';

const camera = { focalLength: 1000, principalX: 400, principalY: 300 };

test('the thread says why it cannot fit, and nothing after it was closed', async () => {
  const thread = startFitThread();
  const query = {
    jointSet: 'coco17',
    keypoints: [],
    camera,
    regression: null,
    preset: 'anchored',
    constraints: NO_CONSTRAINTS,
    dragged: null,
  } as const;
  const asked = { ...query, keypoints: [] };
  await expect(thread.full(asked, [])).rejects.toMatchObject({ code: 'fit/no-keypoints' });
  await thread.close();
  await expect(thread.full(asked, [])).rejects.toThrow('The engine is closed.');
});
