/**
 * Features of crops on disk, 8 kB each: the slow part of SPIN's network is not computed twice. What
 * is lost or broken is computed again; a cache that cannot be written costs speed, nothing else.
 */
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface FeatureCache {
  /** Undefined when there is nothing usable under this key. */
  read(key: string, count: number): Promise<Float32Array | undefined>;
  write(key: string, features: Float32Array): Promise<void>;
}

/** About half a gigabyte. */
const MAX_ENTRIES = 60_000;
/** Of the entries are left when there are too many, those used last. */
const KEPT_SHARE = 0.9;
const CHECK_BYTES = 8;

export function createFeatureCache(folder: string, maxEntries = MAX_ENTRIES): FeatureCache {
  let entries: number | undefined;
  let hasWarned = false;
  const write = async (key: string, features: Float32Array) => {
    await mkdir(folder, { recursive: true });
    entries ??= (await readdir(folder)).length;
    const partial = join(folder, `${randomUUID()}.partial`);
    await writeFile(partial, withCheck(features));
    await rename(partial, placeOf(folder, key));
    entries++;
    if (entries > maxEntries) entries = await forgetOldest(folder, KEPT_SHARE * maxEntries);
  };
  return {
    async read(key, count) {
      const place = placeOf(folder, key);
      const bytes = await readFile(place).catch(() => undefined); // not made yet, or the cache is gone
      const features = bytes && checked(bytes, count);
      const now = new Date();
      if (features !== undefined) await utimes(place, now, now).catch(() => undefined); // read-only
      return features;
    },
    async write(key, features) {
      try {
        await write(key, features);
      } catch (error) {
        if (!hasWarned) console.warn(`The cache of features cannot be written: ${String(error)}`);
        hasWarned = true;
      }
    },
  };
}

function placeOf(folder: string, key: string): string {
  return join(folder, `${createHash('sha256').update(key).digest('hex').slice(0, 32)}.f32`);
}

/** The numbers with the beginning of their hash behind them. */
function withCheck(features: Float32Array): Buffer {
  const bytes = Buffer.from(features.buffer, features.byteOffset, features.byteLength);
  return Buffer.concat([bytes, checkOf(bytes)]);
}

function checked(bytes: Buffer, count: number): Float32Array | undefined {
  if (bytes.length !== 4 * count + CHECK_BYTES) return undefined;
  const numbers = bytes.subarray(0, 4 * count);
  if (!checkOf(numbers).equals(bytes.subarray(4 * count))) return undefined;
  return new Float32Array(Uint8Array.from(numbers).buffer);
}

function checkOf(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes).digest().subarray(0, CHECK_BYTES);
}

/** @returns how many are left */
async function forgetOldest(folder: string, kept: number): Promise<number> {
  const names = await readdir(folder);
  const dated = await Promise.all(
    names.map(async (name) => ({
      name,
      usedMs: (await stat(join(folder, name)).catch(() => undefined))?.mtimeMs ?? 0,
    })),
  );
  const oldest = dated.toSorted((a, b) => a.usedMs - b.usedMs).slice(0, names.length - kept);
  await Promise.all(oldest.map(({ name }) => rm(join(folder, name), { force: true })));
  return names.length - oldest.length;
}
