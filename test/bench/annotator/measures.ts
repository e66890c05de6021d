/** The page's own User Timing measures, which it clears away itself. */
import type { Page } from '@playwright/test';
import type { FitTiming } from '../../../src/renderer/state/drag-timing.ts';

/** Milliseconds of the page's clock. */
export interface Measured {
  readonly name: string;
  readonly startAt: number;
  readonly endAt: number;
  readonly detail: FitTiming | null;
}

interface Keeping {
  keptMeasures: Measured[];
}

/** Keeps them from the next document of the page on. */
export async function keepMeasures(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const kept: Measured[] = [];
    Object.assign(window, { keptMeasures: kept });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as PerformanceMeasure[]) {
        const { name, startTime: startAt, duration, detail } = entry;
        kept.push({ name, startAt, endAt: startAt + duration, detail });
      }
    }).observe({ type: 'measure' });
  });
}

export function measuresOf(page: Page): Promise<Measured[]> {
  return page.evaluate(() => (window as unknown as Keeping).keptMeasures);
}
