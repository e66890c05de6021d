/**
 * The scripted annotator: works as a person would on twenty rendered people, through the real page, and
 * tells what it costs them. `docs/annotator.md` has its rules.
 */
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { ensureBuilt } from '../../scripts/setup/build.ts';
import { seededRandom } from '../../src/core/math/random.ts';
import type { StudioClient } from '../../src/renderer/client/connection.ts';
import { connectClient } from '../fixtures/studio-client.ts';
import { openPage } from '../fixtures/studio-page.ts';
import { startStudio } from '../fixtures/studio-process.ts';
import { annotate, type Outcome } from './annotator/annotate.ts';
import { keepMeasures, measuresOf } from './annotator/measures.ts';
import { goalsOf, type Run, reportOf } from './annotator/report.ts';
import { readTruths, type Truth } from './annotator/truth.ts';
import type { Report } from './fit.ts';

const SEED = 41;
const FIRST = 41;
const PEOPLE = 20;
const IMAGES = join(process.env.SPIN_STUDIO_DATA ?? '../shared/data', 'images');
const TRUTHS = join(IMAGES, 'synthetic_ground_truth.json');
/** Beside what else is made again when it is deleted. */
const OUT = '.cache/annotator';

export async function benchAnnotator(): Promise<Report> {
  const names = Array.from({ length: PEOPLE }, (_, i) => `synthetic_${FIRST + i}.jpg`);
  if (![TRUTHS, ...names.map((name) => join(IMAGES, name))].every((file) => existsSync(file))) {
    console.error(
      'This needs the renders 41 to 60: set SPIN_STUDIO_DATA to the folder that has images/.',
    );
    process.exit(2);
  }
  ensureBuilt();
  const home = mkdtempSync(join(tmpdir(), 'spin-annotator-'));
  try {
    const run = await runIn(home, readTruths(TRUTHS, names));
    const report = reportOf(run);
    mkdirSync(OUT, { recursive: true });
    writeFileSync(join(OUT, 'people.json'), JSON.stringify({ report, ...run }, null, 1));
    console.log(`${goalsOf(report)}\n\nEach person: ${join(OUT, 'people.json')}`);
    return report;
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/** A fresh project of the pictures, the machine's work done, then the person's. */
async function runIn(home: string, truths: readonly Truth[]): Promise<Run> {
  const folder = join(home, 'pictures');
  mkdirSync(folder);
  for (const { name } of truths) copyFileSync(join(IMAGES, name), join(folder, name));
  const studio = await startStudio([folder], home);
  const { client, close: leave } = await connectClient(studio.address);
  const { page, close } = await openPage(studio.address);
  try {
    await keepMeasures(page);
    await machineHasLooked(client);
    await page.reload();
    await page.locator('.skeleton.selected').waitFor();
    const outcomes = await annotateAll({ page, client }, truths);
    return { outcomes, measured: await measuresOf(page) };
  } finally {
    leave();
    await close();
    await studio.stop();
  }
}

async function machineHasLooked(client: StudioClient): Promise<void> {
  await client.jobs.predict({ imageIds: null });
  for (;;) {
    const info = await client.project.info({});
    if (info !== null && info.imageCount === PEOPLE && info.counts.unlabelled === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

async function annotateAll(
  { page, client }: { page: Page; client: StudioClient },
  truths: readonly Truth[],
): Promise<Outcome[]> {
  const random = seededRandom(SEED);
  const { rows } = await client.images.page({ offset: 0, limit: PEOPLE });
  const outcomes: Outcome[] = [];
  for (const [i, truth] of truths.entries()) {
    const outcome = await annotate({ page, client, random }, rows[i]?.id ?? 0, truth);
    outcomes.push(outcome);
    const { name, decision, humanSeconds, machineSeconds, gestures } = outcome;
    const times = `${humanSeconds.toFixed(1)} + ${machineSeconds.toFixed(1)} s`;
    console.log(`${name} ${decision} ${times} ${gestures.join(', ')}`);
  }
  return outcomes;
}
