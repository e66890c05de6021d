import type { Page } from '@playwright/test';
import type { StudioClient } from '../../src/renderer/client/connection.ts';
import { expect, test } from '../fixtures/studio-test.ts';

/** Everyone of the four pictures has a body. */
async function predictAll(client: StudioClient): Promise<void> {
  await client.jobs.predict({ imageIds: null });
  await expect
    .poll(
      async () => (await client.images.page({ offset: 0, limit: 9, states: ['predicted'] })).total,
      {
        timeout: 60_000,
      },
    )
    .toBe(4);
}

async function states(client: StudioClient): Promise<Record<string, number>> {
  const { rows } = await client.images.page({ offset: 0, limit: 9 });
  const counts: Record<string, number> = {};
  for (const { state } of rows) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
}

function queued(page: Page) {
  return page.getByRole('listbox', { name: 'People to review' }).getByRole('option');
}

test('the queue is worked through by keys: accept, reject with a reason, mark, take back', async ({
  studio,
}) => {
  const { page, client } = studio;
  await predictAll(client);
  await page.keyboard.press('Control+2');
  await expect(queued(page)).toHaveCount(4);
  const decision = page.getByRole('region', { name: 'Decision' });
  await expect(decision).toContainText('Why here:');
  await expect(page.getByText('4 left')).toBeVisible();
  await expect(queued(page).nth(0)).toHaveAttribute('aria-selected', 'true');

  await page.keyboard.press('Enter');
  await expect(page.getByText('3 left')).toBeVisible();
  await expect(queued(page).nth(1)).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('x');
  await expect(queued(page).nth(2)).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Shift+Digit3');
  await expect(page.getByText('Rejected: fit wrong.')).toBeVisible();
  await page.keyboard.press('m');
  await expect(queued(page).nth(3)).toHaveAttribute('aria-selected', 'true');
  await expect.poll(() => states(client)).toEqual({ accepted: 1, rejected: 1, predicted: 2 });

  await page.keyboard.press('u');
  await expect.poll(() => states(client)).toEqual({ accepted: 1, predicted: 3 });
  await expect(queued(page).nth(1)).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('n');
  await page.keyboard.type('hand in pocket');
  await page.keyboard.press('Enter');
  await expect(decision.getByRole('button', { name: /hand in pocket/ })).toBeVisible();

  await page.getByRole('combobox', { name: 'Order' }).selectOption('Most useful');
  await expect(decision).toContainText('from any accepted pose');
  await page.getByRole('button', { name: /^marked 1/ }).click();
  await expect(queued(page)).toHaveCount(1);
});

test('many are accepted only after a sample was judged, as one step', async ({ studio }) => {
  const { page, client } = studio;
  await predictAll(client);
  await page.keyboard.press('Control+2');
  await expect(queued(page)).toHaveCount(4);
  await page.getByRole('spinbutton').first().fill('60');
  await page.getByRole('button', { name: 'Audit, then accept' }).click();
  const accept = page.getByRole('button', { name: 'Accept the others' });
  await expect(accept).toBeDisabled();
  const drawn = await queued(page).count();
  await page.getByRole('listbox', { name: 'People to review' }).focus();
  for (let left = drawn - 1; left >= 0; left--) {
    await page.keyboard.press('Enter');
    await expect(page.getByText(new RegExp(`^${left} left`))).toBeVisible();
  }
  await expect(
    page.getByText(new RegExp(`in ${drawn} audited 0 wrong, so at most \\d+ % wrong`)),
  ).toBeVisible();
  await expect(accept).toBeEnabled();
});
