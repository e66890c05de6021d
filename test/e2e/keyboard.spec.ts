import { expect as briefly, type Page } from '@playwright/test';
import { pictures, test } from '../fixtures/studio-test.ts';

const expect = briefly.configure({ timeout: 40_000 });

/** Tab until it has the focus, as somebody without a pointer gets there. */
async function tabTo(page: Page, name: string | RegExp, role: 'button' | 'separator' = 'button') {
  const wanted = page.getByRole(role, { name }).first();
  for (let press = 0; press < 80; press++) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not come to ${name}.`);
}

test('job 1: a folder of pictures to the first body, by keys alone', async ({ studio }) => {
  const { page } = studio;
  await expect(pictures(page)).toHaveCount(4); // before that no key is heard
  await page.keyboard.press('Control+o');
  await expect(page.getByRole('dialog')).toBeVisible();
  await tabTo(page, 'Open the sample project');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: /^samples/ })).toBeVisible();
  await expect(page.locator('.skeleton.selected')).toBeVisible();
});

test('jobs 2 and 3: mend a joint, decide, review and export, by keys alone', async ({ studio }) => {
  const { page, client } = studio;
  const spoken = page.getByRole('status', { name: 'What has changed' });
  await expect(page.locator('.skeleton.selected')).toBeVisible();
  const { rows } = await client.images.page({ offset: 0, limit: 4 });
  const [first = 0] = rows.map(({ id }) => id);
  await page.keyboard.press('s');
  await expect(spoken).toHaveText(/^nose, visible/);
  await page.keyboard.press('Shift+ArrowRight');
  await expect
    .poll(async () => (await client.people.list({ imageId: first }))[0]?.state)
    .toBe('fitted');
  await page.keyboard.press('v');
  await expect(spoken).toHaveText(/^nose, occluded/);
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await client.project.info({}))?.counts.accepted).toBe(1);
  await expect(page.getByRole('listbox').getByRole('option', { selected: true })).toContainText(
    'synthetic_03',
  );

  await page.keyboard.press('Control+2');
  await expect(page.getByRole('listbox', { name: 'People to review' })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await client.project.info({}))?.counts.accepted).toBe(2);

  await page.keyboard.press('Control+e');
  await expect(page.getByRole('dialog')).toBeVisible();
  await tabTo(page, /^Export 2 people/);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toContainText('train_coco.json', { timeout: 60_000 });
});

test('borders move by arrow keys, and sizes, theme and size of text are there again', async ({
  studio,
}) => {
  const { page } = studio;
  const list = page.getByRole('region', { name: 'Images' });
  const width = async () => (await list.boundingBox())?.width ?? 0;
  await expect(page.locator('.skeleton.selected')).toBeVisible();
  const before = await width();
  await tabTo(page, 'Width of the list', 'separator');
  for (let press = 0; press < 2; press++) await page.keyboard.press('ArrowRight');
  const wide = await width();
  expect(wide).toBeGreaterThan(before + 20);

  await page.keyboard.press('Control+,');
  await page.getByRole('tab', { name: 'Look' }).click();
  await page.getByLabel('Theme').selectOption('High contrast');
  await page.getByLabel('Text size').selectOption('200 %');
  const root = page.locator('html');
  await expect(root).toHaveAttribute('data-contrast', 'more');
  await expect(root).toHaveCSS('font-size', '32px');
  await page.reload();
  await expect(root).toHaveAttribute('data-contrast', 'more');
  await expect(root).toHaveCSS('font-size', '32px');
  await expect.poll(async () => Math.abs((await width()) - wide)).toBeLessThan(3);
  for (const name of ['Accept Enter', 'Reject X', 'Settings', 'Export']) {
    await expect(page.getByRole('button', { name }).first()).toBeInViewport({ ratio: 1 });
  }

  await page.keyboard.press('Control+,');
  await page.getByRole('tab', { name: 'Look' }).click();
  await page.getByRole('button', { name: 'Text size: back to 100 %' }).click();
  await page.getByRole('button', { name: 'Reset', exact: true }).click();
  await page.keyboard.press('Escape');
  await expect.poll(async () => Math.abs((await width()) - before)).toBeLessThan(3);
});

test('a system that asks for light, or for more contrast, is followed', async ({ studio }) => {
  const { page, client } = studio;
  await client.settings.set({ look: { theme: 'system' } });
  const panel = page.getByRole('region', { name: 'Images' });
  const root = page.locator('html');
  await expect(root).not.toHaveAttribute('data-theme');
  await page.emulateMedia({ colorScheme: 'light' });
  await expect(panel).toHaveCSS('background-color', 'rgb(246, 247, 248)');
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect(panel).toHaveCSS('background-color', 'rgb(38, 40, 44)');
  await page.emulateMedia({ contrast: 'more' });
  await expect(root).toHaveAttribute('data-contrast', 'more');
  await page.emulateMedia({ contrast: 'no-preference', forcedColors: 'active' });
  const pressed = page.getByRole('button', { name: 'ghost' });
  await expect(pressed).toHaveCSS('outline-style', 'solid');
});
