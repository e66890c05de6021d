/** From opening a folder of 5,000 pictures to a painted list. */
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt } from '../../scripts/setup/build.ts';
import { connectClient } from '../fixtures/studio-client.ts';
import { openPage } from '../fixtures/studio-page.ts';
import { startStudio } from '../fixtures/studio-process.ts';

const PICTURES = 5000;

export async function benchList(): Promise<Record<string, number>> {
  ensureBuilt();
  const home = mkdtempSync(join(tmpdir(), 'spin-list-'));
  const folder = join(home, 'many');
  mkdirSync(folder);
  for (let i = 0; i < PICTURES; i++) {
    copyFileSync('resources/samples/synthetic_01.jpg', join(folder, `picture_${i}.jpg`));
  }
  const empty = join(home, 'empty');
  mkdirSync(empty);
  const studio = await startStudio([empty, '--root', folder], home);
  const { page, close } = await openPage(studio.address);
  const { client, close: leave } = await connectClient(studio.address);
  try {
    await page.getByText('No images here').waitFor();
    const grant = (await client.system.grants({})).find(({ name }) => name === 'many');
    const began = performance.now();
    await client.project.open({ grantId: grant?.id ?? '' });
    const openMs = performance.now() - began;
    await page.getByRole('option').first().waitFor();
    const listMs = performance.now() - began;
    await page.waitForFunction(() => {
      const first = document.querySelector<HTMLImageElement>('.row img');
      return first?.complete === true && first.naturalWidth > 0;
    });
    const thumbnailMs = performance.now() - began;
    return {
      pictures: PICTURES,
      openMs: Math.round(openMs),
      listPaintedMs: Math.round(listMs),
      firstThumbnailMs: Math.round(thumbnailMs),
    };
  } finally {
    leave();
    await close();
    await studio.stop();
    rmSync(home, { recursive: true, force: true });
  }
}
