/** A folder of 100,000 pictures in the real page: opened, filtered, scrolled through. */
import { copyFileSync, linkSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { ensureBuilt } from '../../scripts/setup/build.ts';
import { connectClient } from '../fixtures/studio-client.ts';
import { openPage } from '../fixtures/studio-page.ts';
import { startStudio } from '../fixtures/studio-process.ts';

const PICTURES = 100_000;
/** A file system allows so many names of one file. */
const NAMES_A_FILE = 20_000;
const JUMPS = 10;

export async function benchList(): Promise<Record<string, number>> {
  ensureBuilt();
  const home = mkdtempSync(join(tmpdir(), 'spin-list-'));
  const folder = join(home, 'many');
  fill(folder);
  const empty = join(home, 'empty');
  mkdirSync(empty);
  const studio = await startStudio([empty, '--root', folder], home);
  const { page, close } = await openPage(studio.address);
  const { client, close: leave } = await connectClient(studio.address);
  try {
    await page.getByText('No images here').waitFor();
    const grant = (await client.system.grants({})).find(({ name }) => name === 'many');
    const opened = await timesOfOpening(page, () =>
      client.project.open({ grantId: grant?.id ?? '' }),
    );
    const filterMs = await timeOfFilter(page);
    const settles = await timesOfJumps(page);
    return {
      pictures: PICTURES,
      ...opened,
      filterMs,
      scrollSettledMsMedian: settles[JUMPS / 2] ?? 0,
      scrollSettledMsMax: settles.at(-1) ?? 0,
      rendererHeapMb: await heapMb(page),
    };
  } finally {
    leave();
    await close();
    await studio.stop();
    rmSync(home, { recursive: true, force: true });
  }
}

/** One small picture under many names: what is measured is the list, not the disk. */
function fill(folder: string): void {
  mkdirSync(folder);
  let first = '';
  for (let i = 0; i < PICTURES; i++) {
    const path = join(folder, `picture_${i}.jpg`);
    if (i % NAMES_A_FILE > 0) linkSync(first, path);
    else {
      first = path;
      copyFileSync('resources/samples/synthetic_01.jpg', path);
    }
  }
}

async function timesOfOpening(page: Page, open: () => Promise<unknown>) {
  const began = performance.now();
  const passed = () => Math.round(performance.now() - began);
  const [openMs, listMs, firstThumbnailMs] = await Promise.all([
    open().then(passed),
    page.locator(`.row[aria-setsize="${PICTURES}"]`).first().waitFor().then(passed),
    page.waitForFunction(isFirstSeen).then(passed),
  ]);
  return { openMs, listMs, firstThumbnailMs };
}

function isFirstSeen(): boolean {
  const first = document.querySelector<HTMLImageElement>('.row img');
  return first?.complete === true && first.naturalWidth > 0;
}

/** From the input's event to the painted frame with the filtered list, by the page's own clock. */
function timeOfFilter(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const input = document.querySelector<HTMLInputElement>('[data-filter]');
    if (input === null) throw new Error('There is no search field.');
    const write = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set;
    const settle = async (text: string, total: (n: number) => boolean) => {
      const began = performance.now();
      write?.call(input, text);
      input.dispatchEvent(new Event('input', { bubbles: true }));
      const sizeOf = () => Number(document.querySelector('.row')?.getAttribute('aria-setsize'));
      while (!total(sizeOf())) await new Promise(requestAnimationFrame);
      return performance.now() - began;
    };
    const filtered = await settle('9999', (n) => n > 0 && n < 1000);
    await settle('', (n) => n > 1000);
    return Math.round(filtered);
  });
}

/** From a jump of the scroll bar to the last thumbnail in view, shortest first. */
async function timesOfJumps(page: Page): Promise<number[]> {
  const times: number[] = [];
  for (let i = 1; i <= JUMPS; i++)
    times.push(await page.evaluate(timeOfJump, ((i * 7) / JUMPS) % 1));
  return times.toSorted((a, b) => a - b);
}

async function timeOfJump(part: number): Promise<number> {
  const list = document.querySelector('.rows');
  if (list === null) throw new Error('There is no list.');
  const began = performance.now();
  list.scrollTop = part * list.scrollHeight;
  for (;;) {
    await new Promise(requestAnimationFrame);
    await new Promise(requestAnimationFrame);
    const { top, bottom } = list.getBoundingClientRect();
    const places = [...list.querySelectorAll('.row-place')].filter((place) => {
      const at = place.getBoundingClientRect();
      return at.bottom > top && at.top < bottom;
    });
    const isSeen = (place: Element) => (place.querySelector('img')?.naturalWidth ?? 0) > 0;
    if (places.length > 0 && places.every(isSeen)) return Math.round(performance.now() - began);
  }
}

async function heapMb(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  return Math.round(usedSize / 2 ** 20);
}
