/** Hand and eye: what a user can do with pointer and keys, in a person's time, and what a page shows. */
import type { Page } from '@playwright/test';
import { CLICK_MS, draggingMs, KEY_MS, type Place, pointingMs, shareOfWay } from './human.ts';

/** Time between two reports of the mouse. */
const REPORT_MS = 16;
const POLL_MS = 20;
const WAIT_LIMIT_MS = 30_000;

/** Where handles are on screen, CSS pixels. */
export interface Handles {
  readonly places: ReadonlyMap<number, Place>;
  /** Screen pixels per pixel of the picture. */
  readonly scale: number;
}

export interface Hands {
  /** Time that a person takes, and time spent waiting for the machine, so far, milliseconds. */
  readonly spent: {
    humanMs: number;
    machineMs: number;
    keys: number;
    drags: number;
    clicks: number;
  };
  look(ms: number): Promise<void>;
  key(key: string): Promise<void>;
  click(at: Place): Promise<void>;
  /** @param heightPx of the person on screen */
  drag(from: Place, to: Place, heightPx: number): Promise<void>;
  /** Waits for the machine. @throws Error when it does not come within half a minute */
  until(what: string, isSo: () => Promise<boolean>): Promise<void>;
}

export function createHands(page: Page): Hands {
  const spent = { humanMs: 0, machineMs: 0, keys: 0, drags: 0, clicks: 0 };
  let hand: Place = { x: 720, y: 450 };
  const take = async (ms: number) => {
    spent.humanMs += ms;
    await pause(ms);
  };
  const travel = async (to: Place, ms: number) => {
    await glide(page, hand, to, ms);
    spent.humanMs += ms;
    hand = to;
  };
  const reach = (to: Place) => travel(to, pointingMs(distance(hand, to)));
  return {
    spent,
    look: take,
    async key(key) {
      spent.keys++;
      await take(KEY_MS);
      await page.keyboard.press(key);
    },
    async click(at) {
      spent.clicks++;
      await reach(at);
      await page.mouse.down();
      await take(CLICK_MS);
      await page.mouse.up();
    },
    async drag(from, to, heightPx) {
      spent.drags++;
      await reach(from);
      await page.mouse.down();
      await travel(to, draggingMs(distance(from, to), heightPx));
      await page.mouse.up();
    },
    async until(what, isSo) {
      const began = performance.now();
      while (!(await isSo())) {
        if (performance.now() - began > WAIT_LIMIT_MS) throw new Error(`It never came: ${what}.`);
        await pause(POLL_MS);
      }
      spent.machineMs += performance.now() - began;
    },
  };
}

/** Moves as a mouse reports it: at even times, whether the page has dealt with the last one or not. */
async function glide(page: Page, from: Place, to: Place, ms: number): Promise<void> {
  const began = performance.now();
  const told: Promise<void>[] = [];
  for (let share = 0; share < 1; ) {
    share = Math.min(1, (performance.now() - began) / ms);
    const way = shareOfWay(share);
    const x = from.x + way * (to.x - from.x);
    const y = from.y + way * (to.y - from.y);
    told.push(page.mouse.move(x, y));
    if (share < 1) await pause(REPORT_MS);
  }
  await Promise.all(told);
}

/** Handles of the selected person; undefined when nobody is selected. */
export async function seeHandles(page: Page): Promise<Handles | undefined> {
  const seen = await page.evaluate(() => {
    const handles = [...document.querySelectorAll<SVGGElement>('.skeleton.selected [data-point]')];
    return handles.map((handle) => {
      const {
        x = 0,
        y = 0,
        width = 0,
        height = 0,
      } = handle.querySelector('.target')?.getBoundingClientRect() ?? {};
      return { point: Number(handle.dataset.point), x: x + width / 2, y: y + height / 2 };
    });
  });
  const zoom = await page.getByLabel('Zoom').innerText();
  if (seen.length === 0) return undefined;
  const places = new Map(seen.map(({ point, x, y }) => [point, { x, y }]));
  return { places, scale: Number.parseFloat(zoom) / 100 };
}

function distance(a: Place, b: Place): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
