/**
 * Who is held out: decided by the content of the picture alone, so that the same picture is on the
 * same side in every run, on every machine and under every name.
 */

/** A little more than a fifth, so that a fifth is mostly reached without the top-up. */
const SHARE = 0.25;
const LEAST = 0.2;

/**
 * Pictures of the held-out people, at least a fifth of all. What an earlier run has decided stays.
 *
 * @param imageHashes SHA-256 of the pictures, hex, one for each person
 * @param earlier pictures that have a side already, and whether it is the held-out one; pictures
 *   that were learnt from never become held-out ones
 */
export function heldOutImages(
  imageHashes: readonly string[],
  earlier: ReadonlyMap<string, boolean> = new Map(),
): Set<string> {
  const held = new Set(imageHashes.filter((hash) => earlier.get(hash) ?? place(hash) < SHARE));
  const free = [...new Set(imageHashes)]
    .filter((hash) => !held.has(hash) && !earlier.has(hash))
    .toSorted((a, b) => place(a) - place(b));
  const count = () => imageHashes.filter((hash) => held.has(hash)).length;
  while (count() < LEAST * imageHashes.length) {
    const next = free.shift();
    if (next === undefined) break;
    held.add(next);
  }
  return held;
}

/** Where a hash lies among all, 0 … 1. */
function place(hash: string): number {
  return Number.parseInt(hash.slice(0, 8), 16) / 2 ** 32;
}
