const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** img_2 before img_10, whatever the case; a total order. */
export function inNaturalOrder(names: readonly string[]): string[] {
  return names.toSorted(compareNaturally);
}

/** Negative when `a` comes first; 0 only for the same name. */
export function compareNaturally(a: string, b: string): number {
  return collator.compare(a, b) || (a < b ? -1 : a > b ? 1 : 0);
}
