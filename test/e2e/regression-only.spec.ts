/** People whom `predict --no-fit` has left with what the regressor says. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { startStudio } from '../fixtures/studio-process.ts';
import { pictures } from '../fixtures/studio-test.ts';

test.setTimeout(300_000); // two starts of the program

test('the regression’s body is shown as such, and R fits it', async ({ page }) => {
  const home = mkdtempSync(join(tmpdir(), 'spin-regression-'));
  const folder = join(home, 'pictures');
  mkdirSync(folder);
  cpSync('resources/samples/synthetic_03.jpg', join(folder, 'a.jpg'));
  const env = { ...process.env, SPIN_STUDIO_HOME: home };
  execFileSync(process.execPath, ['src/cli/main.ts', 'predict', folder, '--no-fit'], { env });
  const studio = await startStudio([folder], home);
  try {
    await page.goto(studio.address);
    await pictures(page).first().click();
    await page.locator('.skeleton').first().waitFor();
    await expect(page.getByText('As the regressor says. R fits.')).toBeVisible();
    await expect(page.getByText('As the regressor says, not fitted yet.')).toBeVisible();
    await page.keyboard.press('r');
    await expect(page.getByText(/Joints are .* px off on average/)).toBeVisible({
      timeout: 120_000, // the networks start with the first fit
    });
    await expect(page.getByText('As the regressor says. R fits.')).toBeHidden();
  } finally {
    await studio.stop();
    rmSync(home, { recursive: true, force: true });
  }
});
