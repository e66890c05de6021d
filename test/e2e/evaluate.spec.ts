import { cpSync } from 'node:fs';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '../fixtures/studio-test.ts';

test('without a truth it says what is needed; with one the summary and the report are there', async ({
  studio: { page, client, folder },
}) => {
  test.slow(); // people are found in all pictures, twice looked at by axe
  await page.getByRole('button', { name: 'Evaluate' }).click();
  const dialog = page.getByRole('dialog', { name: 'Evaluate against a truth' });
  await expect(dialog).toContainText('Put the truth of these pictures into their folder');
  await page.keyboard.press('Escape');

  cpSync('resources/samples/truth.json', join(folder, 'truth.json'));
  const { id } = await client.jobs.predict({ imageIds: null });
  const status = async () => (await client.jobs.list({})).find((job) => job.id === id)?.status;
  await expect.poll(status, { timeout: 120_000 }).toBe('done');

  await page.getByRole('button', { name: 'Evaluate' }).click();
  await expect(dialog.getByLabel('Truth')).toHaveValue('truth.json');
  await dialog.getByRole('button', { name: 'Evaluate' }).click();
  const table = dialog.getByRole('table');
  await expect(table.getByRole('row', { name: /^MPJPE \(mm, root: mid hips\)/ })).toBeVisible({
    timeout: 30_000,
  });
  await expect(table.getByRole('row', { name: /^PVE-T-SC/ })).toContainText(/\d+\.\d \[/);
  const heads = await table.getByRole('columnheader').allTextContents();
  expect(heads).toEqual([
    'metric',
    'regression',
    'fit',
    'fit − regression',
    'Pose',
    'Shape',
    'In the picture',
  ]);
  await expect(dialog).toContainText('The truth has 36 people more, in other pictures.');
  const { violations } = await new AxeBuilder({ page }).include('.dialog.evaluate').analyze();
  expect(violations.map(({ id: rule, nodes }) => [rule, nodes.map(({ html }) => html)])).toEqual(
    [],
  );

  const [report] = await Promise.all([
    page.waitForEvent('popup'),
    dialog.getByRole('link', { name: 'Open the report' }).click(),
  ]);
  await expect(report.getByRole('heading', { name: 'Evaluation of pictures' })).toBeVisible();
  await expect(report.getByRole('img')).toHaveCount(7);
  const found = await new AxeBuilder({ page: report }).analyze();
  expect(
    found.violations.map(({ id: rule, nodes }) => [rule, nodes.map(({ html }) => html)]),
  ).toEqual([]);

  await dialog.getByRole('button', { name: 'Evaluate' }).click();
  await expect(dialog).toContainText('There is an export of this name already');
});
