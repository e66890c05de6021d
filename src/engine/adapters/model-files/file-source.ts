/** A file on disk, read piece by piece. */
import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { ByteSource } from '../../../core/formats/byte-source.ts';

const CHUNK_BYTES = 2 ** 22;

/** @param name as it appears in messages */
export function withFileSource<Value>(
  path: string,
  name: string,
  use: (source: ByteSource) => Value,
): Value {
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    return use({ name, size, read: (offset, length) => readExactly(file, offset, length) });
  } finally {
    closeSync(file);
  }
}

function readExactly(file: number, offset: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let done = 0;
  while (done < length) {
    const count = readSync(file, bytes, done, length - done, offset + done);
    if (count === 0) throw new Error('the file became shorter while it was read');
    done += count;
  }
  return bytes;
}

/** SHA-256, lower-case hex. */
export function hashOf({ size, read }: ByteSource): string {
  const hash = createHash('sha256');
  for (let at = 0; at < size; at += CHUNK_BYTES) {
    hash.update(read(at, Math.min(CHUNK_BYTES, size - at)));
  }
  return hash.digest('hex');
}
