import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { OUT_OF_MEMORY_RUN, storeRuns, WORSE_RUN } from '../fixtures/stored-runs.ts';
import { connectClient } from '../fixtures/studio-client.ts';
import { startStudio } from '../fixtures/studio-process.ts';
import { expect as briefly, test } from '../fixtures/studio-test.ts';

/** The engine finds people and trains at the same time. */
const expect = briefly.configure({ timeout: 20_000 });

/** A few more than a training needs. */
const ACCEPTED = 24;

async function expectNoBarriers(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
}

/** Enter for each person who is shown, and where nobody was found, as a user goes through the list. */
async function acceptByKeys(page: Page, accepted: () => Promise<number>): Promise<void> {
  const someone = page.locator('.skeleton.selected').or(page.getByText(/^Nobody found/));
  const chosen = page.getByRole('listbox').getByRole('option', { selected: true });
  while ((await accepted()) < ACCEPTED) {
    await expect(someone).toBeVisible();
    const name = await chosen.innerText();
    await page.keyboard.press('Enter');
    await expect.poll(() => chosen.innerText()).not.toBe(name);
  }
}

test.describe('on the sample project', () => {
  test.setTimeout(300_000);

  test('accept by keys, train, compare, use, roll back', async ({ page }) => {
    const home = mkdtempSync(join(tmpdir(), 'spin-e2e-'));
    const studio = await startStudio([], home);
    const { client, close } = await connectClient(studio.address);
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.goto(studio.address);
    await expect(page.locator('.skeleton.selected')).toBeVisible({ timeout: 60_000 });

    await page.keyboard.press('+');
    const zoom = await page.getByLabel('Zoom', { exact: true }).innerText();
    await page.keyboard.press('Control+3');
    const start = page.getByRole('button', { name: 'Start' });
    await expect(page.getByText('Needs 20 accepted people, you have 0.')).toBeVisible();
    await expect(start).toBeDisabled();
    await page.keyboard.press('x'); // no key decides on what is not seen
    await expectNoBarriers(page);
    await page.keyboard.press('Control+1');
    await expect(page.getByLabel('Zoom', { exact: true })).toHaveText(zoom);
    expect((await client.project.info({}))?.counts.rejected).toBe(0);

    await acceptByKeys(page, async () => (await client.project.info({}))?.counts.accepted ?? 0);
    await expect(page.getByRole('button', { name: /^Learning from/ })).toBeVisible({
      timeout: 30_000,
    });

    await page.keyboard.press('Control+3');
    await page.getByRole('radio', { name: /^Head/ }).check();
    await start.click();
    const run = page.getByRole('region', { name: 'Run 1' });
    await expect(run.getByText('finished', { exact: true })).toBeVisible({ timeout: 60_000 });
    await expect(run.getByRole('img', { name: /^Loss by epoch, log scale/ })).toBeVisible();
    await run.getByText('Curve as a table').click();
    const rows = page.getByRole('region', { name: 'Curve as a table' }).getByRole('row');
    await expect(rows.nth(1).getByRole('rowheader')).toHaveText(/^0/);
    await expect(rows.nth(2).getByRole('rowheader')).toHaveText(/^1/);

    const report = (await client.training.run({ runId: 1 })).report;
    const table = page.getByRole('region', { name: 'Before and after' });
    await expect(table.getByRole('row').nth(1)).toContainText(String(report?.rows[0]?.label));
    await expect(table).toContainText(`${report?.better} / ${report?.same} / ${report?.worse}`);
    await expectNoBarriers(page);
    await page.emulateMedia({ colorScheme: 'light' });
    await expectNoBarriers(page);

    await table.getByRole('button', { name: 'Use this model' }).click();
    await expect(table.getByText('This model is in use.')).toBeVisible();
    expect((await client.training.regressor({})).runId).toBe(1);
    await table.getByRole('button', { name: 'Roll back to lifter' }).click();
    await expect(table.getByRole('button', { name: 'Use this model' })).toBeVisible();
    expect((await client.training.regressor({})).runId).toBeNull();
    close();
    await studio.stop();
    rmSync(home, { recursive: true, force: true });
  });
});

test('a worse model is not the default and can be deleted; what did not fit is offered smaller', async ({
  page,
}) => {
  const home = mkdtempSync(join(tmpdir(), 'spin-e2e-'));
  const project = join(home, 'project.spin');
  const before = await startStudio(['--project', project], home);
  await before.stop();
  storeRuns(project, [WORSE_RUN, OUT_OF_MEMORY_RUN]);
  const studio = await startStudio(['--project', project], home);
  await page.goto(studio.address);
  await page.getByRole('button', { name: 'Train' }).click();

  const failed = page.getByRole('region', { name: 'Run 2' });
  await expect(failed).toContainText('Out of memory at batch 32; 16 fits.', { timeout: 15_000 });
  await expect(failed.getByRole('button', { name: 'Retry with 16' })).toBeVisible();
  await page.getByRole('button', { name: /^Run 1/ }).click();
  const table = page.getByRole('region', { name: 'Before and after' });
  await expect(table.getByRole('row').nth(1)).toContainText('+1.3 (+0.4 … +2.1) worse');
  const keep = table.getByRole('button', { name: 'Keep the current one' });
  await expect(keep).toHaveClass('primary');
  await expect(table.getByRole('button', { name: 'Use this model' })).not.toHaveClass('primary');
  await keep.click();
  await expect(table.getByRole('status')).toHaveText('lifter stays.');
  await page.getByRole('button', { name: 'Delete the files of run 1 for good' }).click();
  const sure = page.getByRole('group', { name: 'Delete the files of run 1 for good' });
  await expectNoBarriers(page);
  await sure.getByRole('button', { name: 'Keep' }).click();
  await expect(sure).toHaveCount(0);
  await page.getByRole('button', { name: 'Delete the files of run 1 for good' }).click();
  await sure.getByRole('button', { name: 'Delete for good' }).click();
  await expect(page.getByText('The files of this run were deleted.')).toBeVisible();
  await studio.stop();
  rmSync(home, { recursive: true, force: true });
});
