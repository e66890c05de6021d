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

  const choice = dialog.getByRole('combobox', { name: 'Networks run on' });
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
  const studio = await startStudio(['resources/samples'], home);
  await page.goto(studio.address);
  await expect(page.getByText(/^The settings could not be read/)).toBeVisible({ timeout: 15_000 });
  await page.getByRole('button', { name: 'Settings' }).click();
  await expect(page.getByRole('dialog')).toContainText('settings.broken-');
  const [aside] = readdirSync(join(home, 'config'));
  expect(readFileSync(join(home, 'config', String(aside)), 'utf8')).toBe('{"compute": ');
  await studio.stop();
  rmSync(home, { recursive: true, force: true });
});

test('the native library is offered with its size, and what is missing is named', async ({
  page,
}) => {
  const home = mkdtempSync(join(tmpdir(), 'spin-e2e-'));
  const bin = join(home, 'bin');
  mkdirSync(bin);
  // What the set-up would call: pip is there and finds no index, g++ is there.
  const pip = 'case "$*" in *download*) sleep 1; echo "no such host" >&2; exit 1;; esac';
  for (const [name, script] of [
    ['python3', pip],
    ['g++', ''],
  ]) {
    writeFileSync(join(bin, String(name)), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  }
  const environment = {
    PATH: `${bin}:${process.env.PATH}`,
    SPIN_STUDIO_CACHE: join(home, 'cache'),
    TFJS_NODE_CDN_STORAGE: 'http://127.0.0.1:9/',
  };
  const studio = await startStudio(['resources/samples'], home, environment);
  await page.goto(studio.address);
  await expect(page.getByText('networks: wasm')).toBeVisible({ timeout: 30_000 });
  await page.keyboard.press('Control+,');
  const offer = page.getByRole('region', { name: 'Native TensorFlow' });
  await expect(offer).toContainText('Fetch 207 MB, and keep 614 MB on disk?', { timeout: 15_000 });
  await offer.getByRole('button', { name: 'Fetch and set up' }).click();
  await expect(offer.getByRole('progressbar')).toBeVisible();
  await expect(offer.getByRole('status')).toContainText(
    'TensorFlow was not set up: python3 failed (1): no such host. The studio goes on',
    { timeout: 15_000 },
  );
  const { violations } = await new AxeBuilder({ page }).include('.dialog').analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  await expect(offer.getByRole('button', { name: 'Fetch and set up' })).toBeVisible();
  await studio.stop();
  rmSync(home, { recursive: true, force: true });
});
