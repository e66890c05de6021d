import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { OUT_OF_MEMORY_RUN, storeRuns, WORSE_RUN } from '../fixtures/stored-runs.ts';
import { startStudio } from '../fixtures/studio-process.ts';
import { expect as briefly, test } from '../fixtures/studio-test.ts';

/** The engine finds people at the same time. */
const expect = briefly.configure({ timeout: 20_000 });

async function expectNoBarriers(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
}

test('a worse model is not the default, and what did not fit is offered smaller', async ({
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
  await expectNoBarriers(page);
  await studio.stop();
  rmSync(home, { recursive: true, force: true });
});
