import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, pictures, test } from '../fixtures/studio-test.ts';

test('another folder below a grant is opened by its path, with a picture that cannot be read', async ({
  studio,
}) => {
  const { page, folder } = studio;
  const below = join(folder, 'second day');
  mkdirSync(below);
  cpSync('resources/samples/synthetic_05.jpg', join(below, 'b.jpg'));
  writeFileSync(join(below, 'a.jpg'), 'no picture');
  await expect(pictures(page)).toHaveCount(4);
  await page.keyboard.press('Control+o');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox').selectOption({ label: 'pictures' });
  await dialog.getByRole('button', { name: 'second day' }).click();
  await expect(dialog.getByText('2 pictures here')).toBeVisible();
  await dialog.getByRole('button', { name: 'Open', exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect(pictures(page)).toHaveCount(2);
  await expect(page.locator('.image-canvas .hint')).toContainText('The picture cannot be read');
  await pictures(page).filter({ hasText: 'b.jpg' }).click();
  await expect(page.locator('.skeleton.selected')).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText('1 cannot be used')).toBeVisible();
});

test('the list is filtered by name and by state', async ({ studio }) => {
  const { page } = studio;
  await expect(pictures(page)).toHaveCount(4);
  await page.keyboard.press('/');
  await page.getByRole('searchbox').fill('_06');
  await expect(pictures(page)).toHaveCount(1);
  await page.getByRole('searchbox').fill('nothing like it');
  await expect(page.getByText('No image is like that.')).toBeVisible();
  await page.getByRole('searchbox').fill('');
  await expect(pictures(page)).toHaveCount(4);
  await page.getByRole('button', { name: /^predicted/ }).click({ timeout: 30_000 });
  await expect(pictures(page).first()).toContainText('person');
});
