import type { Locator } from '@playwright/test';
import { connectClient } from '../fixtures/studio-client.ts';
import { startStudio } from '../fixtures/studio-process.ts';
import { expect, test } from '../fixtures/studio-test.ts';

async function centreOf(locator: Locator): Promise<{ x: number; y: number }> {
  const box = await locator.boundingBox();
  if (box === null) throw new Error('It is not on the page.');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

test('a kill during a drag loses that gesture and nothing else', async ({ studio }) => {
  const { page, client, process, home, folder } = studio;
  const wrist = page.getByRole('button', { name: /^left wrist,/ });
  await expect(wrist).toBeVisible({ timeout: 30_000 });
  const imageId = (await client.images.page({ offset: 0, limit: 1 })).rows[0]?.id ?? 0;
  const drag = async (dx: number) => {
    const { x, y } = await centreOf(wrist);
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + dx, y + dx, { steps: 6 });
  };
  await drag(24);
  await page.mouse.up();
  await expect.poll(async () => (await client.people.list({ imageId }))[0]?.state).toBe('fitted');
  const saved = await client.people.list({ imageId });
  await drag(-60);
  process.process.kill('SIGKILL');
  await expect(page.getByText('connection lost')).toBeVisible();
  await page.mouse.up();

  const again = await startStudio([folder], home);
  const { client: later, close } = await connectClient(again.address);
  expect(await later.people.list({ imageId })).toEqual(saved);
  const history = await later.history.state({});
  expect(history.undo?.label).toBe('Move left wrist');
  close();
  await again.stop();
});
