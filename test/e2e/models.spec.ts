/** Settings → Models by mouse: a folder with SMPL, what is in it, the project's body; and settings that are looked for. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { writeExtraJoints, writeSmplStandIn } from '../fixtures/smpl-stand-in.ts';
import { expect, test } from '../fixtures/studio-test.ts';

test('a folder is pointed at, its files are told, and the project fits SMPL', async ({
  studio,
}) => {
  test.setTimeout(150_000);
  const { page, client, folder } = studio;
  const models = join(folder, 'models');
  mkdirSync(models);
  writeSmplStandIn(models, 'neutral');
  writeExtraJoints(models);
  writeFileSync(join(models, 'broken.pt'), 'no checkpoint');
  await expect(page.getByText(/^networks: (?!starting)/)).toBeVisible({ timeout: 30_000 });
  await page.keyboard.press('Control+,');
  const dialog = page.getByRole('dialog', { name: 'Settings' });
  await dialog.getByRole('searchbox', { name: 'Search settings' }).fill('licen');
  await expect(dialog.getByRole('tab')).toHaveText(['Models']);
  await dialog.getByRole('searchbox').fill('nothing of the kind');
  await expect(dialog.getByRole('status')).toHaveText('No setting is called so.');
  await dialog.getByRole('searchbox').fill('');
  await dialog.getByRole('tab', { name: 'Models' }).click();
  await expect(dialog).toContainText('No folder is chosen.');

  await dialog.getByLabel('Below').selectOption({ label: 'pictures' });
  await dialog.getByLabel('File or folder').fill('nowhere');
  await dialog.getByRole('button', { name: 'Look through this folder' }).click();
  await expect(page.getByRole('alert')).toContainText('nowhere');
  await expect(dialog).toContainText('No folder is chosen.');

  await dialog.getByLabel('File or folder').fill('models');
  await dialog.getByRole('button', { name: 'Look through this folder' }).click();
  const files = dialog.getByRole('list', { name: 'Files', exact: true }).last();
  await expect(files).toContainText('SMPL_NEUTRAL.npz: SMPL body, neutral', { timeout: 20_000 });
  await expect(files).toContainText('broken.pt: Not usable, not used');
  await expect(dialog.getByRole('list', { name: 'Missing files' })).toContainText(
    "SPIN's checkpoint is missing.",
  );
  await dialog.getByLabel('Body of this project').selectOption({ label: 'SMPL, neutral' });
  await expect
    .poll(async () => (await client.system.info({})).bodyModel.name, { timeout: 30_000 })
    .toBe('smpl-neutral');
  const { violations } = await new AxeBuilder({ page }).include('.dialog').analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);

  const crops = dialog.getByRole('checkbox', { name: "Crops as SPIN's own code cuts them" });
  await crops.click();
  await expect(crops).toBeChecked();
  await dialog.getByRole('tab', { name: 'Pictures' }).click();
  const evidence = dialog.getByRole('checkbox', { name: 'Read where limbs are in 3D' });
  await expect(evidence).toBeChecked();
  await evidence.click();
  await expect(evidence).not.toBeChecked();
  await expect
    .poll(async () => (await client.settings.get({})).values)
    .toMatchObject({ pictures: { imageEvidence: false }, regressor: { truncatesCrops: true } });

  await page.keyboard.press('Escape');
  const { rows } = await client.images.page({ offset: 0, limit: 1 });
  const [first] = rows;
  await expect
    .poll(
      async () => (await client.people.list({ imageId: first?.id ?? 0 }))[0]?.fit?.bodyModel.name,
      { timeout: 60_000 },
    )
    .toBe('smpl-neutral');
  await expect(page.getByText(/not calibrated for this body/)).toBeHidden();
  await page.getByRole('button', { name: '± sure' }).click();
  await expect(page.getByText(/not calibrated for this body/)).toBeVisible({ timeout: 20_000 });
});
