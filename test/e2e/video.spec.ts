import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '../fixtures/studio-test.ts';
import { writeVideoFrames } from '../fixtures/video-folder.ts';

const FRAMES = 12;

test('photographs are not smoothed, and it is said why; the frames of a video are', async ({
  studio: { page, client, folder },
}) => {
  test.setTimeout(180_000);
  await page.getByRole('button', { name: /^Smooth in time/ }).click({ timeout: 60_000 });
  const dialog = page.getByRole('dialog', { name: 'Smooth in time' });
  const start = dialog.getByRole('button', { name: /^Smooth \d+ frames?$/ });
  await expect(dialog.getByText(/names of the pictures are not those of a video/)).toBeVisible();
  await expect(start).toBeDisabled();
  const { violations } = await new AxeBuilder({ page }).include('[role=dialog]').analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  await dialog.getByLabel('Photographs').check();
  await expect(dialog.getByText(/taken for photographs/)).toBeVisible();
  await dialog.getByLabel('As their names say').check();
  await dialog.getByLabel('Frames per second').fill('25');
  await dialog.getByLabel('Frames per second').press('Tab');
  await expect.poll(() => client.project.video({})).toMatchObject({ framesPerSecond: 25 });
  await dialog.getByRole('button', { name: 'Close' }).click();

  await writeVideoFrames(join(folder, 'walk'), FRAMES);
  await client.project.rescan({});
  const find = page.getByRole('button', { name: /^Find people in the other/ });
  await find.click();
  const predicted = async () => (await client.project.info({}))?.counts.predicted;
  await expect.poll(predicted, { timeout: 120_000 }).toBe(FRAMES + 4);
  await page.getByRole('button', { name: /^Smooth in time/ }).click({ timeout: 60_000 });
  await expect(dialog.getByText(`${FRAMES} frames of a video.`)).toBeVisible();
  await start.click();
  await expect(dialog).toBeHidden();
  const { rows } = await client.images.page({ text: 'walk/', offset: 0, limit: FRAMES });
  const bodies = async () => {
    const people = await Promise.all(rows.map(({ id }) => client.people.list({ imageId: id })));
    return new Set(people.flat().map(({ fit }) => fit?.betas.join()));
  };
  await expect.poll(async () => (await bodies()).size, { timeout: 60_000 }).toBe(1);
});
