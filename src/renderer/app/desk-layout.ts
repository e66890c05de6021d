/** Sizes of the desk's panels, for each workspace that is on it; kept by the browser, apart from the settings. */
import { z } from 'zod';
import { createStore } from 'zustand/vanilla';

const sizes = z.record(z.string(), z.number().min(0).max(100));
const desk = z.object({ columns: sizes, details: sizes });
const desks = z.object({ annotate: desk, review: desk });
export type Desks = z.infer<typeof desks>;
export type DeskName = keyof Desks;

/** Percent. In Review the picture and the body are equally large. */
export const USUAL_DESKS: Desks = {
  annotate: {
    columns: { images: 18, canvas: 52, details: 30 },
    details: { body: 55, person: 45 },
  },
  review: {
    columns: { images: 16, canvas: 42, details: 42 },
    details: { body: 78, person: 22 },
  },
};

const KEPT = 'desks';

export const deskLayout = createStore<Desks>(keptDesks);
deskLayout.subscribe((state) => localStorage.setItem(KEPT, JSON.stringify(state)));

export function keepSizes(name: DeskName, part: Partial<Desks[DeskName]>): void {
  deskLayout.setState((state) => ({ [name]: { ...state[name], ...part } }));
}

export function resetDesks(): void {
  deskLayout.setState(USUAL_DESKS);
}

function keptDesks(): Desks {
  try {
    return desks.parse(JSON.parse(localStorage.getItem(KEPT) ?? ''));
  } catch (error) {
    // Never kept, or by another version.
    if (error instanceof SyntaxError || error instanceof z.ZodError) return USUAL_DESKS;
    throw error;
  }
}
