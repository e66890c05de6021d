/** People of another program's file, by mouse: chosen, looked at, taken over, taken back; and exports in groups. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { COCO17 } from '../../src/core/keypoints/joint-sets.ts';
import { expect, test } from '../fixtures/studio-test.ts';

interface Truth {
  readonly width: number;
  readonly height: number;
  readonly joints54_2d: readonly (readonly [number, number])[];
}

/** COCO's json of two of the sample's people, and of a picture that is not there. */
function writeCoco(folder: string): void {
  const truths: Record<string, Truth> = JSON.parse(
    readFileSync('resources/samples/truth.json', 'utf8'),
  );
  const names = ['synthetic_01.jpg', 'synthetic_03.jpg', 'synthetic_09.jpg'];
  const images = names.map((file_name, id) => {
    const { width = 0, height = 0 } = truths[file_name] ?? {};
    return { id, file_name, width, height };
  });
  const annotations = names.map((name, id) => ({
    id,
    image_id: id,
    keypoints: COCO17.landmarks.flatMap((l) => [...(truths[name]?.joints54_2d[l] ?? []), 2]),
  }));
  writeFileSync(join(folder, 'people.json'), JSON.stringify({ images, annotations }));
}

test('a COCO file is looked at, imported and taken back', async ({ studio }) => {
  const { page, client, folder } = studio;
  writeCoco(folder);
  await page.getByRole('button', { name: 'Import' }).click();
  const dialog = page.getByRole('dialog', { name: 'Import people' });
  await dialog.getByLabel('Below').selectOption({ label: 'pictures' });
  await dialog.getByRole('button', { name: 'people.json' }).click();
  const preview = dialog.getByRole('region', { name: 'What the import would do' });
  await expect(preview).toContainText('3 people in 2 pictures of this project');
  await expect(preview).toContainText('synthetic_09.jpg: there is no such picture');
  await expect(preview.getByRole('img', { name: 'Points over synthetic_01.jpg' })).toBeVisible();
  await expect(preview.locator('circle')).toHaveCount(17);
  await dialog.getByRole('button', { name: 'Import 2 people' }).click();
  await expect(dialog.getByRole('status')).toContainText('2 people');
  await page.keyboard.press('Escape');
  const { rows } = await client.images.page({ offset: 0, limit: 4 });
  const imported = async () => {
    const people = await Promise.all(rows.map(({ id }) => client.people.list({ imageId: id })));
    return people.flat().filter(({ source }) => source?.file === 'people.json').length;
  };
  expect(await imported()).toBe(2);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(imported).toBe(0);
});

test('a file of another format says so and imports nothing', async ({ studio }) => {
  const { page, folder } = studio;
  writeFileSync(join(folder, 'eft.json'), '{"ver": 0.1, "data": []}');
  await page.keyboard.press('Control+i');
  const dialog = page.getByRole('dialog', { name: 'Import people' });
  await dialog.getByLabel('Below').selectOption({ label: 'pictures' });
  await dialog.getByRole('button', { name: 'eft.json' }).click();
  await expect(dialog).toContainText('no "images" or no "annotations", so it is not of COCO');
  await expect(dialog.getByRole('button', { name: /^Import \d/ })).toBeDisabled();
});

test('exports stand in groups with what each is for, and why one is refused', async ({
  studio,
}) => {
  const { page } = studio;
  await page.waitForLoadState('networkidle');
  await page.keyboard.press('Control+e');
  const dialog = page.getByRole('dialog', { name: 'Export training data' });
  await expect(dialog.getByRole('group', { name: 'Bodies' })).toContainText('metres, y up');
  const eft = dialog.getByRole('checkbox', { name: 'EFT fits (json)' });
  await expect(eft).toBeDisabled();
  await expect(eft).toHaveAccessibleDescription(/the project's body is mhbody/);
  await expect(dialog.getByRole('checkbox', { name: 'Meshes (GLB, one a picture)' })).toBeEnabled();
});
