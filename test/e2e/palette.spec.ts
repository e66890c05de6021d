import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '../fixtures/studio-test.ts';

test('a command is found by its letters, run, and stands first the next time', async ({
  studio,
}) => {
  const { page } = studio;
  await expect(page.locator('.skeleton.selected')).toBeVisible({ timeout: 30_000 });
  await page.keyboard.press('Control+k');
  const palette = page.getByRole('dialog', { name: 'Commands' });
  const search = palette.getByRole('combobox', { name: 'Search commands' });
  await expect(search).toBeFocused();
  const off = palette.getByRole('option', { name: 'Visible, occluded, absent' });
  await expect(off).toContainText('No joint is chosen');
  await expect(palette.getByRole('option', { name: /^Redo/ })).toContainText(
    'There is nothing to redo.',
  );
  await page.screenshot({ path: '.cache/look/palette.png' });
  const { violations } = await new AxeBuilder({ page }).include('.dialog').analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);

  await search.fill('filtim');
  await page.keyboard.press('Enter');
  await expect(palette).toBeHidden();
  await expect(page.locator('[data-filter]')).toBeFocused();

  await page.keyboard.press('Control+k');
  await expect(palette.getByRole('option').first()).toContainText('Filter the images');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Escape');
  await expect(palette).toBeHidden();
});

test('a command that does nothing now says why when it is chosen', async ({ studio }) => {
  const { page } = studio;
  await expect(page.locator('.skeleton.selected')).toBeVisible({ timeout: 30_000 });
  await page.keyboard.press('Control+k');
  await page.getByRole('option', { name: /^Redo/ }).click();
  await expect(page.getByText('There is nothing to redo.')).toBeVisible();
});
