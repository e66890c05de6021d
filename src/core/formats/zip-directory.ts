/**
 * The directory of a zip archive, zip64 included (PKWARE's APPNOTE, §4.3), and its entries one at a
 * time: fflate, which does the inflating, wants the whole archive in memory.
 */
import { inflateSync } from 'fflate';
import { StudioError } from '../common/errors.ts';
import type { ByteSource } from './byte-source.ts';

export interface ZipEntry {
  readonly name: string;
  /** 0 stored, 8 deflated. */
  readonly method: number;
  readonly packedBytes: number;
  readonly bytes: number;
  readonly headerAt: number;
}

const END_BYTES = 22;
const MAX_COMMENT_BYTES = 65535;
const ZIP64_LOCATOR_BYTES = 20;
const ALWAYS_UNPACKED_BYTES = 256e6;
const MAX_UNPACKED_RATIO = 20;
const MAX_UNPACKED_BYTES = 4e9;

/** What an archive may unpack to, so that a damaged or hostile one cannot fill the memory. */
export function unpackedLimit(archiveBytes: number): number {
  const fromSize = ALWAYS_UNPACKED_BYTES + MAX_UNPACKED_RATIO * archiveBytes;
  return Math.min(fromSize, MAX_UNPACKED_BYTES);
}

const at32 = (view: DataView, at: number) => view.getUint32(at, true);
const at16 = (view: DataView, at: number) => view.getUint16(at, true);
const at64 = (view: DataView, at: number) => Number(view.getBigUint64(at, true));

function viewOf(source: ByteSource, offset: number, length: number): DataView {
  if (!(offset >= 0 && length >= 0 && offset + length <= source.size)) {
    throw invalid(source, 'it is cut off');
  }
  const bytes = source.read(offset, length);
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** True when the file begins as zip archives do. */
export function looksLikeZip(source: ByteSource): boolean {
  return source.size >= 4 && at32(viewOf(source, 0, 4), 0) === 0x04034b50;
}

/** @throws StudioError `format/invalid` */
export function readZipDirectory(source: ByteSource): ZipEntry[] {
  const { count, start, length } = endOfDirectory(source);
  const view = viewOf(source, start, length);
  const entries: ZipEntry[] = [];
  let at = 0;
  for (let i = 0; i < count; i++) {
    if (at + 46 > length || at32(view, at) !== 0x02014b50) {
      throw invalid(source, 'its directory is broken');
    }
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((k) => at16(view, at + k));
    const next = at + 46 + nameLength + extraLength + commentLength;
    if (next > length) throw invalid(source, 'its directory is broken');
    entries.push(entryAt(view, at, nameLength, extraLength));
    at = next;
  }
  requireSmall(source, entries);
  return entries;
}

/** Entries may lie upon each other, so that many of them share the same packed bytes. */
function requireSmall(source: ByteSource, entries: readonly ZipEntry[]): void {
  const packed = entries.filter(({ method }) => method !== 0);
  const unpacked = packed.reduce((sum, { bytes }) => sum + bytes, 0);
  const limit = unpackedLimit(source.size);
  if (unpacked <= limit) return;
  throw invalid(source, `it unpacks to more than ${Math.round(limit / 1e6)} MB`);
}

function endOfDirectory(source: ByteSource): { count: number; start: number; length: number } {
  const tail = Math.min(source.size, END_BYTES + MAX_COMMENT_BYTES);
  const view = viewOf(source, source.size - tail, tail);
  let at = tail - END_BYTES;
  while (at >= 0 && at32(view, at) !== 0x06054b50) at--;
  if (at < 0) throw invalid(source, 'its directory is missing, so its end is');
  const end = {
    count: at16(view, at + 10),
    start: at32(view, at + 16),
    length: at32(view, at + 12),
  };
  const locator = source.size - tail + at - ZIP64_LOCATOR_BYTES;
  return end64(source, locator) ?? end;
}

function end64(source: ByteSource, locatorAt: number) {
  if (locatorAt < 0) return undefined;
  const locator = viewOf(source, locatorAt, ZIP64_LOCATOR_BYTES);
  if (at32(locator, 0) !== 0x07064b50) return undefined;
  const end = viewOf(source, at64(locator, 8), 56);
  if (at32(end, 0) !== 0x06064b50) throw invalid(source, 'its directory is broken');
  return { count: at64(end, 32), start: at64(end, 48), length: at64(end, 40) };
}

function entryAt(view: DataView, at: number, nameLength: number, extraLength: number): ZipEntry {
  const letters = Array.from({ length: nameLength }, (_, i) => view.getUint8(at + 46 + i));
  const entry = {
    name: letters.map((code) => String.fromCharCode(code)).join(''),
    method: at16(view, at + 10),
    packedBytes: at32(view, at + 20),
    bytes: at32(view, at + 24),
    headerAt: at32(view, at + 42),
  };
  return { ...entry, ...largeSizes(view, at + 46 + nameLength, extraLength, entry) };
}

/** Zip64's extra field holds those of the three numbers that did not fit, in this order. */
function largeSizes(
  view: DataView,
  start: number,
  length: number,
  entry: Pick<ZipEntry, 'bytes' | 'packedBytes' | 'headerAt'>,
): Partial<ZipEntry> {
  for (let at = start; at + 4 <= start + length; at += 4 + at16(view, at + 2)) {
    if (at16(view, at) !== 1) continue;
    const end = Math.min(at + 4 + at16(view, at + 2), start + length);
    const names = (['bytes', 'packedBytes', 'headerAt'] as const).filter(
      (name) => entry[name] === 0xffffffff,
    );
    const places = names.map((name, i) => [name, at + 4 + 8 * i] as const);
    const inside = places.filter(([, place]) => place + 8 <= end);
    return Object.fromEntries(inside.map(([name, place]) => [name, at64(view, place)]));
  }
  return {};
}

/** Where a stored entry's bytes begin in the archive. */
export function startOfEntry(source: ByteSource, { headerAt }: ZipEntry): number {
  const header = viewOf(source, headerAt, 30);
  if (at32(header, 0) !== 0x04034b50) throw invalid(source, 'an entry of it is broken');
  return headerAt + 30 + at16(header, 26) + at16(header, 28);
}

/** An entry's bytes, inflated. @throws StudioError `format/invalid` */
export function readZipEntry(source: ByteSource, entry: ZipEntry): Uint8Array {
  const view = viewOf(source, startOfEntry(source, entry), entry.packedBytes);
  const packed = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  if (entry.method === 0) return packed;
  if (entry.method !== 8) {
    throw invalid(source, `"${entry.name}" is packed in a way that cannot be read`);
  }
  try {
    return inflateSync(packed, { out: new Uint8Array(entry.bytes) });
  } catch {
    throw invalid(source, `"${entry.name}" is damaged`);
  }
}

function invalid({ name }: ByteSource, reason: string): StudioError<'format/invalid'> {
  const message = `Not a usable zip archive: ${reason}. Nothing was changed.\nFile: ${name}`;
  return new StudioError('format/invalid', message, { source: name, issues: [reason] });
}
