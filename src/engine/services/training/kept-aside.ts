/** Which people judge and are never taught: by the bytes of their picture, for life. */
import { heldOutImages } from '../../../core/train/hold-out.ts';
import type { PictureRole } from '../store.ts';
import type { Learner } from './who-learns.ts';

export interface Split {
  readonly training: readonly Learner[];
  readonly heldOut: readonly Learner[];
}

export function keepAside(
  accepted: readonly Learner[],
  roles: ReadonlyMap<string, PictureRole>,
): Split {
  const earlier = new Map([...roles].map(([hash, role]) => [hash, role === 'held-out'] as const));
  const hashes = accepted.map(({ imageSha256 }) => imageSha256);
  const aside = heldOutImages(hashes, earlier);
  return {
    training: accepted.filter(({ imageSha256 }) => !aside.has(imageSha256)),
    heldOut: accepted.filter(({ imageSha256 }) => aside.has(imageSha256)),
  };
}
