import { useStudio } from '../state/studio-state.ts';

/** Pixels of one rem at the text size that is chosen: for places that are worked out, not laid out. */
export function useRem(): number {
  useStudio(({ settings }) => settings.values.look.textSize);
  return Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
}
