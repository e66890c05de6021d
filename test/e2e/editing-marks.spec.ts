import type { Page } from '@playwright/test';
import { expect, type Studio, test } from '../fixtures/studio-test.ts';

const LEFT_WRIST = 9;

const handle = (page: Page, name: string) =>
  page.getByRole('button', { name: new RegExp(`^${name},`) });

/** Chooses a joint of the first person by a click. */
async function choose({ page, client }: Studio, name: string) {
  await expect(handle(page, name)).toBeVisible({ timeout: 30_000 });
  const box = await handle(page, name).locator('.target').boundingBox();
  if (box === null) throw new Error('It is not on the page.');
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  const { rows } = await client.images.page({ offset: 0, limit: 1 });
  const person = async () => {
    const [first] = await client.people.list({ imageId: rows[0]?.id ?? 0 });
    if (first === undefined) throw new Error('Nobody is there.');
    return first;
  };
  return { wrist: async () => (await person()).keypoints[LEFT_WRIST] };
}

test('arrows nudge by 1, 10 and 0.1 pixels; each press can be undone by its name', async ({
  studio,
}) => {
  const { page, client } = studio;
  const { wrist } = await choose(studio, 'left wrist');
  let x = (await wrist())?.x ?? 0;
  for (const [modifier, px] of [
    ['', 1],
    ['Shift+', 10],
    ['Alt+', 0.1],
  ] as const) {
    await page.keyboard.press(`${modifier}ArrowRight`);
    x += px;
    await expect.poll(async () => (await wrist())?.x).toBeCloseTo(x, 6);
  }
  const undone = await client.history.undo({});
  expect(undone.redo?.label).toBe('Nudge left wrist');
  await expect.poll(async () => (await wrist())?.x).toBeCloseTo(x - 0.1, 6);
});

test('V and P go round; a joint that does not bend the body is a hollow diamond with its reason', async ({
  studio,
}) => {
  const { page } = studio;
  const { wrist } = await choose(studio, 'left wrist');
  for (const visibility of ['occluded', 'absent', 'visible']) {
    await page.keyboard.press('v');
    await expect.poll(async () => (await wrist())?.visibility).toBe(visibility);
  }
  for (const use of ['pinned', 'ignored']) {
    await page.keyboard.press('p');
    await expect.poll(async () => (await wrist())?.use).toBe(use);
  }
  await expect(handle(page, 'left wrist').locator('path.mark')).toHaveCount(1);
  await expect(handle(page, 'left wrist').locator('title')).toContainText('ignored by hand');
  await expect(handle(page, 'left hip').locator('path.mark')).toHaveCount(1);
  await expect(handle(page, 'left hip').locator('title')).toContainText('places the body');
  await page.keyboard.press('p');
  await expect(handle(page, 'left wrist').locator('circle.mark')).toHaveCount(1);
});

test('Shift+O takes the lines to the body away, H all that is over the picture while it is held', async ({
  studio,
}) => {
  const { page } = studio;
  await choose(studio, 'left wrist');
  await expect(page.locator('line.residual').first()).toBeAttached();
  await page.keyboard.press('Shift+O');
  await expect(page.locator('line.residual')).toHaveCount(0);
  await page.keyboard.down('h');
  await expect(handle(page, 'left wrist')).toBeHidden();
  await page.keyboard.up('h');
  await expect(handle(page, 'left wrist')).toBeVisible();
});
