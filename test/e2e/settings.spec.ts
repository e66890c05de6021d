import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { startStudio } from '../fixtures/studio-process.ts';
import { expect, test } from '../fixtures/studio-test.ts';

const IN_USE = 'In use';

test('another backend is in use at once, is kept, and can be reset', async ({ studio }) => {
  const { page, home, client } = studio;
  const file = join(home, 'config/settings.json');
  await expect(page.getByText(/^networks: (?!starting)/)).toBeVisible({ timeout: 30_000 });
  await page.keyboard.press('Control+,');
  const dialog = page.getByRole('dialog', { name: 'Settings' });
  await expect(dialog.getByRole('tab', { name: 'Compute' })).toHaveAttribute('aria-selected');
  await expect(dialog.getByRole('region', { name: IN_USE })).toContainText('passed in');

  const choice = dialog.getByLabel('Networks run on');
  await choice.selectOption('WebAssembly');
  const inUse = dialog.getByRole('region', { name: IN_USE });
  await expect(inUse.getByRole('heading')).toContainText('WebAssembly', { timeout: 30_000 });
  await expect(inUse).toContainText('tensorflow: left out, as the settings say');
  await expect(inUse).toContainText('with its convolutions: needs the native library');
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ compute: { backend: 'wasm' } });
  expect((await client.system.info({})).backend?.name).toBe('wasm');
  const { violations } = await new AxeBuilder({ page }).include('.dialog').analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);

  await dialog.getByRole('button', { name: 'Networks run on: back to' }).click();
  await expect(choice).toHaveValue('auto');
  await expect.poll(() => readFileSync(file, 'utf8')).toBe('{}\n');
});

test('a broken settings file is named and kept', async ({ page }) => {
  const home = mkdtempSync(join(tmpdir(), 'spin-e2e-'));
  mkdirSync(join(home, 'config'));
  writeFileSync(join(home, 'config/settings.json'), '{"compute": ');
  const process = await startStudio(['resources/samples'], home);
  await page.goto(process.address);
  await expect(page.getByText(/^The settings could not be read/)).toBeVisible();
  await page.getByRole('button', { name: 'Settings' }).click();
  await expect(page.getByRole('dialog')).toContainText('settings.broken-');
  const [aside] = readdirSync(join(home, 'config'));
  expect(readFileSync(join(home, 'config', String(aside)), 'utf8')).toBe('{"compute": ');
  await process.stop();
  rmSync(home, { recursive: true, force: true });
});
