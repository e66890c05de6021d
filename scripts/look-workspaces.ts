/**
 * Takes a screenshot of each workspace and some dialogs of the sample project in each theme
 * (`npm run look:workspaces -- [--out DIR] [--only NAME] [--theme THEME] [--text PERCENT] [--no-train]
 * [--home DIR]`), 1440×900, as WebP. A home that is there already is taken as it was left.
 * `docs/screens` is made by it without options.
 */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from '@playwright/test';
import sharp from 'sharp';
import { settings } from '../src/contract/settings.ts';
import type { StudioClient } from '../src/renderer/client/connection.ts';
import { connectClient } from '../test/fixtures/studio-client.ts';
import { openPage } from '../test/fixtures/studio-page.ts';
import { startStudio } from '../test/fixtures/studio-process.ts';
import { ensureBuilt } from './setup/build.ts';

const { values } = parseArgs({
  allowNegative: true,
  options: {
    out: { type: 'string', default: 'docs/screens' },
    theme: { type: 'string', multiple: true, default: ['dark', 'light'] },
    only: { type: 'string', multiple: true, default: [] },
    text: { type: 'string', default: '100' },
    train: { type: 'boolean', default: true },
    home: { type: 'string' },
  },
});

/** Enough for a training. */
const ACCEPTED = 26;
const TRAINING_LIMIT_MS = 240_000;

/** How each is come to, from the desk. */
const SCREENS: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  annotate: async (page) => {
    await page.locator('.skeleton.selected').waitFor();
  },
  review: async (page) => {
    await page.keyboard.press('Control+2');
    await page.locator('.review-queue .row').first().waitFor();
    await page.locator('.skeleton.selected').waitFor();
  },
  train: async (page) => {
    await page.keyboard.press('Control+3');
    await page.locator('.run-row').first().click();
  },
  jobs: async (page) => {
    await page.keyboard.press('Control+j');
  },
  export: (page) => openDialog(page, 'Export'),
  settings: async (page) => {
    await openDialog(page, 'Settings');
    await page.getByRole('tab', { name: 'Look' }).click();
  },
  evaluate: (page) => openDialog(page, 'Evaluate'),
};

async function openDialog(page: Page, name: string): Promise<void> {
  await page.getByRole('banner').getByRole('button', { name, exact: true }).click();
  await page.getByRole('dialog').waitFor();
}

async function leave(page: Page): Promise<void> {
  await page.keyboard.press('Escape');
  if (
    (await page.getByRole('button', { name: /^Jobs/ }).getAttribute('aria-expanded')) === 'true'
  ) {
    await page.keyboard.press('Control+j');
  }
  await page.keyboard.press('Control+1');
}

/** A day's work in short: everybody found, most accepted, one training. */
async function work(client: StudioClient): Promise<void> {
  await jobEnds(client, (await client.jobs.predict({ imageIds: null })).id);
  const { rows } = await client.images.page({ offset: 3, limit: ACCEPTED });
  for (const { id } of rows) {
    for (const { id: personId } of await client.people.list({ imageId: id })) {
      await client.people.decide({ personId, decision: 'accepted', reason: null });
    }
  }
  if (!values.train) return;
  const { presets } = await client.training.plan({ recipe: 'head', settings: null });
  const [quick] = presets;
  if (quick === undefined) throw new Error('There is no preset for a training.');
  const { id: runId } = await client.training.start(quick.settings);
  await until(async () => (await client.training.run({ runId })).status === 'finished');
}

async function jobEnds(client: StudioClient, jobId: string): Promise<void> {
  await until(async () => {
    const job = (await client.jobs.list({})).find(({ id }) => id === jobId);
    return job?.status === 'done';
  });
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + TRAINING_LIMIT_MS; !(await isSo()); ) {
    if (Date.now() > end) throw new Error('What was waited for did not come; see the studio.');
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

async function keep(page: Page, name: string): Promise<void> {
  await page.waitForTimeout(1200); // for decoded pictures and the bodies' first draw
  const file = join(values.out, `${name}.webp`);
  writeFileSync(
    file,
    await sharp(await page.screenshot())
      .webp({ quality: 82 })
      .toBuffer(),
  );
  console.log(file);
}

ensureBuilt();
mkdirSync(values.out, { recursive: true });
const home = values.home ?? mkdtempSync(join(tmpdir(), 'spin-look-'));
const isWorked = values.home !== undefined && existsSync(values.home);
const studio = await startStudio([], home);
const { client, close: hangUp } = await connectClient(studio.address);
const { page, close } = await openPage(studio.address);
try {
  await page.locator('.skeleton').first().waitFor({ timeout: 60_000 });
  if (!isWorked) await work(client);
  for (const theme of values.theme) {
    const look = settings.shape.look.parse({ theme, textSize: Number(values.text) });
    await client.settings.set({ look });
    for (const [name, enter] of Object.entries(SCREENS)) {
      if (values.only.length > 0 && !values.only.includes(name)) continue;
      if (name === 'train' && !values.train) continue;
      await enter(page);
      await keep(page, `${name}-${theme}`);
      await leave(page);
    }
  }
} finally {
  hangUp();
  await close();
  await studio.stop();
  if (values.home === undefined) rmSync(home, { recursive: true, force: true });
}
