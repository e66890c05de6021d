/** Upright JPEGs of pictures; small ones are kept on disk. */
import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ImageFile } from '../../../contract/compute-contract.ts';
import { encodeUpright } from './image-file.ts';

export interface Thumbnails {
  /**
   * @param maxSidePx the picture fits into a square of this side
   * @param signal a request that is no longer wanted is dropped before it is decoded
   */
  jpeg(file: ImageFile, maxSidePx: number, signal?: AbortSignal): Promise<Uint8Array>;
}

/** Pictures above this are not kept: they are looked at one at a time. */
const KEPT_SIDE_PX = 512;
/** Decoders at once: one core stays free for the page and the fit. */
const DECODERS = 2;

export function createThumbnails(cacheFolder: string): Thumbnails {
  const folder = join(cacheFolder, 'thumbnails');
  const inTurn = createTurns(DECODERS);
  return {
    async jpeg(file, maxSidePx, signal) {
      const encode = () => inTurn(() => encodeUpright(file, maxSidePx), signal);
      if (maxSidePx > KEPT_SIDE_PX) return encode();
      const place = await placeOf(folder, file, maxSidePx);
      if (place === undefined) return encode(); // says why the file cannot be read
      const kept = await readFile(place).catch(() => undefined); // not made yet, or the cache is gone
      if (kept !== undefined) return kept;
      const made = await encode();
      await keep(folder, place, made);
      return made;
    },
  };
}

/** A changed file has another place, so a stale thumbnail is never shown. */
async function placeOf(folder: string, { path }: ImageFile, side: number) {
  const stats = await stat(path).catch(() => undefined);
  if (stats === undefined) return undefined;
  const key = `${path}\n${stats.mtimeMs}\n${stats.size}\n${side}`;
  return join(folder, `${createHash('sha256').update(key).digest('hex').slice(0, 32)}.jpg`);
}

/** A cache that cannot be written costs speed, nothing else. */
async function keep(folder: string, place: string, bytes: Uint8Array): Promise<void> {
  const partial = `${place}.${process.pid}.partial`;
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(partial, bytes);
    await rename(partial, place);
  } catch (error) {
    console.warn(`The thumbnail cache cannot be written: ${String(error)}`);
  }
}

/** Runs at most `count` at once; the newest request first, since it is on screen. */
function createTurns(count: number) {
  const waiting: (() => void)[] = [];
  let running = 0;
  const release = () => {
    running--;
    waiting.pop()?.();
  };
  return async <Value>(work: () => Promise<Value>, signal?: AbortSignal): Promise<Value> => {
    if (running >= count) await new Promise<void>((resolve) => waiting.push(resolve));
    running++;
    try {
      signal?.throwIfAborted();
      return await work();
    } finally {
      release();
    }
  };
}
