/** What is fuzzed: a reader, and good files to begin with. */

import { type Random, seededRandom } from '../../src/core/math/random.ts';
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

/**
 * Generators of neighbouring seeds begin alike: here, two thirds of all files had the same byte
 * changed. The bits of both numbers are mixed first (the finaliser of MurmurHash3).
 */
function randomOf(seed: number, number: number): Random {
  let bits = Math.imul(seed, 0x9e3779b1) ^ number;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return seededRandom(bits ^ (bits >>> 16));
}

/** The mutant of this number: the same in every run. */
export function mutantOf({ seeds }: Target, seed: number, number: number): Uint8Array {
  const random = randomOf(seed, number);
  const { bytes, wrap, damage = damaged } = oneOf(random, seeds);
  const mutant = damage(bytes, random);
  return wrap === undefined ? mutant : wrap(mutant);
}
