/** What is fuzzed: a reader, and good files to begin with. */

import { seededRandom } from '../../src/core/math/random.ts';
import { type Damage, damaged, oneOf } from './mutate-bytes.ts';

export interface Seed {
  readonly bytes: Uint8Array;
  /** Puts the damaged bytes where checksums would find them otherwise, e.g. into a zip. */
  readonly wrap?: (bytes: Uint8Array) => Uint8Array;
  /** `damaged` when left out. */
  readonly damage?: Damage;
}

export interface Target {
  readonly seeds: readonly Seed[];
  /** Reads as the studio does; anything but a `StudioError` or a good result is a find. */
  read(bytes: Uint8Array): unknown;
  close?(): unknown;
}

/** @param folder of its own, for files */
export type OpenTarget = (folder: string) => Target | Promise<Target>;

/** The mutant of this number: the same in every run. */
export function mutantOf({ seeds }: Target, seed: number, number: number): Uint8Array {
  const random = seededRandom(seed * 1_000_003 + number);
  const { bytes, wrap = (same) => same, damage = damaged } = oneOf(random, seeds);
  return wrap(damage(bytes, random));
}
