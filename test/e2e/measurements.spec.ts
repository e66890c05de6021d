import AxeBuilder from '@axe-core/playwright';
import { LENGTH_TITLES } from '../../src/core/body/measurement-names.ts';
import { measureLength, prepareMeasures } from '../../src/core/body/measurements.ts';
import { model } from '../fixtures/embedded.ts';
import { expect, test } from '../fixtures/studio-test.ts';

test('a known height holds the body, is undone, and contradictions are said', async ({
  studio: { page, client },
}) => {
  const measures = prepareMeasures(model);
  const { rows } = await client.images.page({ offset: 0, limit: 1 });
  const imageId = rows[0]?.id ?? 0;
  const person = async () => (await client.people.list({ imageId }))[0];
  const heightOf = async () =>
    measureLength(measures, 'height', (await person())?.fit?.betas ?? []);
  const known = async () => (await person())?.constraints.measurements;

  await page.getByText(/^Measurements · /).click({ timeout: 30_000 });
  const before = await heightOf();
  const undo = page.getByRole('button', { name: /^Undo/ });
  const panel = page.getByRole('region', { name: 'Person' });
  for (const title of Object.values(LENGTH_TITLES)) {
    await expect(panel.getByRole('row', { name: new RegExp(`^${title} `) })).toBeVisible();
  }
  const { violations } = await new AxeBuilder({ page }).include('.measurements').analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  const field = page.getByLabel('Known height, cm');
  await field.fill('191');
  await field.press('Enter');
  await expect.poll(known).toEqual([{ name: 'height', metres: 1.91 }]);
  await expect.poll(async () => (await person())?.state).toBe('fitted');
  await expect.poll(heightOf).toBeCloseTo(1.91, 2);
  await expect(field).toBeFocused();
  await expect(panel.getByText(/^Measurements · 19[01]\.\d cm tall · 1 known$/)).toBeVisible();

  await page.getByLabel('Known inseam, cm').fill('55');
  await page.getByLabel('Known inseam, cm').press('Tab');
  await expect(
    page.getByText(
      /^The (height|inseam) cannot be .* together with the other known lengths: .* The last body stays/,
    ),
  ).toBeVisible();
  await expect.poll(heightOf).toBeCloseTo(1.91, 2);

  await undo.click();
  await expect.poll(known).toEqual([{ name: 'height', metres: 1.91 }]);
  await expect(page.getByLabel('Known inseam, cm')).toHaveValue('');
  await field.fill('');
  await field.press('Enter');
  await expect.poll(known).toEqual([]);
  await expect.poll(heightOf).toBeCloseTo(before, 2);
  await undo.click();
  await undo.click();
  await expect.poll(heightOf).toBe(before);
});
