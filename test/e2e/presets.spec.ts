import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '../fixtures/studio-test.ts';

test('a person is fitted as SPIN does it, and back, from the panel', async ({
  studio: { page, client },
}) => {
  const { rows } = await client.images.page({ offset: 0, limit: 1 });
  const person = async () => (await client.people.list({ imageId: rows[0]?.id ?? 0 }))[0];
  const preset = page.getByLabel('fit:');
  await expect(preset).toHaveValue('anchored', { timeout: 30_000 });
  const anchored = (await person())?.fit?.pose ?? [];

  await preset.selectOption('spin-exact');
  await expect.poll(async () => (await person())?.fit?.preset).toBe('spin-exact');
  await expect(preset).toHaveValue('spin-exact');
  await expect(page.getByText(/^score \d+\.\d$/)).toBeVisible();
  expect((await person())?.fit?.pose).not.toEqual(anchored);
  const { violations } = await new AxeBuilder({ page }).include('.person-panel').analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);

  await preset.selectOption('anchored');
  await expect.poll(async () => (await person())?.fit?.preset).toBe('anchored');
  await expect(page.getByText(/^score /)).toBeHidden();
});
