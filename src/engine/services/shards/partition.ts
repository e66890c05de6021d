/** The parts that many machines work on: each picture belongs to one, by its path alone. */
import { createHash } from 'node:crypto';
import type { ImageFolder } from '../ports.ts';

export interface Shard {
  /** From 0. */
  readonly index: number;
  readonly shards: number;
}

/** Adding pictures moves no other picture. @param name relative, with forward slashes */
export function shardOf(name: string, shards: number): number {
  const hash = createHash('sha256').update(name).digest();
  return Number(hash.readBigUInt64BE() % BigInt(shards));
}

/** The folder as if it held the shard's pictures alone. */
export function onlyShard(folder: ImageFolder, { index, shards }: Shard): ImageFolder {
  return {
    ...folder,
    async list(signal) {
      const { names, unreadable } = await folder.list(signal);
      return { names: names.filter((name) => shardOf(name, shards) === index), unreadable };
    },
  };
}

export interface Listing {
  readonly pictures: number;
  /** SHA-256 of the names in order, hexadecimal. */
  readonly sha256: string;
}

/** Says whether two looks at a folder have seen the same pictures. */
export function listingOf(names: Iterable<string>): Listing {
  const hash = createHash('sha256');
  let pictures = 0;
  for (const name of names) {
    hash.update(`${name}\0`);
    pictures++;
  }
  return { pictures, sha256: hash.digest('hex') };
}
