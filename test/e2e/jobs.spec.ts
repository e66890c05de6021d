import { expect, test } from '../fixtures/studio-test.ts';

test('the drawer tells what was done and leaves alone who was looked at already', async ({
  studio,
}) => {
  const { page } = studio;
  await expect(page.locator('.skeleton.selected')).toBeVisible({ timeout: 30_000 });
  await page.keyboard.press('Control+j');
  const drawer = page.getByRole('region', { name: 'Jobs' });
  const row = drawer.getByRole('listitem', { name: 'Find people in 4 pictures' });
  await expect(row).toContainText('only untouched pictures: 4 of 4');
  await expect(row).toContainText('4 of 4', { timeout: 30_000 });
  await expect(row.getByRole('button')).toHaveCount(0);

  await drawer.getByRole('combobox').selectOption('places');
  await drawer.getByLabel('From').fill('2');
  await drawer.getByLabel('to', { exact: true }).fill('3');
  await drawer.getByRole('button', { name: 'Start' }).click();
  const again = drawer.getByRole('listitem', { name: 'Find people in 0 pictures' });
  await expect(again).toContainText('only untouched pictures: 0 of 4');
  await expect(again).toContainText('done');
  await page.screenshot({ path: '.cache/look/jobs.png' });

  await page.keyboard.press('Control+j');
  await expect(drawer).toBeHidden();
});

test('a paused job waits, is cancelled at once, and is gone on with', async ({ studio }) => {
  const { page, client } = studio;
  await page.getByRole('button', { name: /^Jobs/ }).click();
  const row = page.getByRole('listitem', { name: 'Find people in 4 pictures' });
  await row.getByRole('button', { name: 'Pause' }).click();
  await expect(row).toContainText('paused');
  await page.screenshot({ path: '.cache/look/jobs-paused.png' });
  await row.getByRole('button', { name: 'Go on' }).click();
  await row.getByRole('button', { name: 'Cancel', exact: true }).click();
  await expect(row).toContainText('cancelled');
  const goOn = page.getByRole('button', { name: /^Find people in .*Ctrl\+Enter$/ });
  await goOn.click();
  await expect(goOn).toBeHidden();
  await expect(page.locator('.skeleton.selected')).toBeVisible({ timeout: 30_000 });
  const counts = async () => (await client.project.info({}))?.counts;
  await expect.poll(counts, { timeout: 30_000 }).toMatchObject({ unlabelled: 0, predicted: 4 });
});
