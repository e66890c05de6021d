/**
 * Which people judge and are never taught. It hangs on the bytes of their picture alone, so that a copy
 * of it, another name or another order change nothing; a role that a picture has had stays its own.
 */
import type { PictureRole } from '../store.ts';
import type { Learner } from './who-learns.ts';

/** Share of the pictures that are kept aside by their hash. */
const SHARE = 0.25;
/** Of the people at least. */
const MIN_SHARE = 0.2;
const MIN_PEOPLE = 4;

export interface Split {
  readonly training: readonly Learner[];
  readonly heldOut: readonly Learner[];
}

/**
 * By the hash; where that leaves too few people aside, pictures that were not learnt from yet join them
 * in the order of their hashes.
 */
export function keepAside(
  accepted: readonly Learner[],
  roles: ReadonlyMap<string, PictureRole>,
): Split {
  const aside = new Set(hashesOf(accepted).filter((hash) => isKeptAside(hash, roles)));
  const wanted = Math.max(MIN_PEOPLE, Math.ceil(MIN_SHARE * accepted.length));
  const free = hashesOf(accepted).filter((hash) => !roles.has(hash) && !aside.has(hash));
  const count = () => accepted.filter(({ imageSha256 }) => aside.has(imageSha256)).length;
  for (const hash of free) {
    if (count() >= Math.min(wanted, accepted.length - 1)) break;
    aside.add(hash);
  }
  return {
    training: accepted.filter(({ imageSha256 }) => !aside.has(imageSha256)),
    heldOut: accepted.filter(({ imageSha256 }) => aside.has(imageSha256)),
  };
}

function isKeptAside(hash: string, roles: ReadonlyMap<string, PictureRole>): boolean {
  const role = roles.get(hash);
  return role === undefined ? placeOf(hash) < SHARE : role === 'held-out';
}

/** In [0, 1), as good as random. */
function placeOf(hash: string): number {
  return Number.parseInt(hash.slice(0, 8), 16) / 2 ** 32;
}

function hashesOf(accepted: readonly Learner[]): string[] {
  return [...new Set(accepted.map(({ imageSha256 }) => imageSha256))].toSorted();
}
