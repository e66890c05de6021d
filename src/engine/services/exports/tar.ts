/** Tape archives, as streams: no more than an entry is in memory. Same content, same bytes. */
import { extract, pack } from 'tar-stream';

export interface TarEntry {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const FIXED_TIME = new Date(0);

export async function* writeTar(entries: AsyncIterable<TarEntry>): AsyncGenerator<Uint8Array> {
  const archive = pack();
  const feeding = feed(archive, entries).catch((error: Error) => archive.destroy(error));
  for await (const piece of archive) yield piece as Uint8Array;
  await feeding;
}

async function feed(
  archive: ReturnType<typeof pack>,
  entries: AsyncIterable<TarEntry>,
): Promise<void> {
  for await (const { name, bytes } of entries) {
    await new Promise<void>((resolve, reject) => {
      const header = { name, size: bytes.length, mtime: FIXED_TIME, mode: 0o644 };
      archive.entry(header, bytes as never, (error) => (error ? reject(error) : resolve()));
    });
  }
  archive.finalize();
}

/** @throws Error when it is no archive, or only a part of one */
export async function* readTar(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<TarEntry> {
  const archive = extract();
  const feeding = drain(pieces, archive).catch((error: Error) => archive.destroy(error));
  for await (const entry of archive) {
    const parts: Uint8Array[] = [];
    for await (const part of entry) parts.push(part as Uint8Array);
    yield { name: entry.header.name, bytes: joined(parts) };
  }
  await feeding;
}

async function drain(
  pieces: AsyncIterable<Uint8Array>,
  archive: ReturnType<typeof extract>,
): Promise<void> {
  for await (const piece of pieces) {
    if (!archive.write(piece)) await drained(archive);
  }
  archive.end(undefined);
}

function drained(archive: ReturnType<typeof extract>): Promise<void> {
  return new Promise((resolve) => archive.once('drain', () => resolve()));
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
