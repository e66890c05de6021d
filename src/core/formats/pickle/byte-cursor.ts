/** Reads a pickle's bytes from front to back; never past their end. */
import { StudioError } from '../../common/errors.ts';

export interface ByteCursor {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly source: string;
  position: number;
}

/** V8's limit is a little more. */
const MAX_TEXT_BYTES = 500e6;
const CHUNK = 8192;

export function cursorAt(bytes: Uint8Array, position: number, source: string): ByteCursor {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { bytes, view, source, position };
}

/** Moves on by `count` bytes and returns where they began. @throws StudioError `format/invalid` */
export function advance(cursor: ByteCursor, count: number): number {
  const { position, bytes, source } = cursor;
  if (!(count >= 0 && position + count <= bytes.length)) {
    throw invalidPickle(source, `it ends too early, at byte ${bytes.length}`);
  }
  cursor.position = position + count;
  return position;
}

export function takeBytes(cursor: ByteCursor, count: number): Uint8Array {
  const start = advance(cursor, count);
  return cursor.bytes.subarray(start, start + count);
}

export function takeByte(cursor: ByteCursor): number {
  return cursor.bytes[advance(cursor, 1)];
}

export function takeUint32(cursor: ByteCursor): number {
  return cursor.view.getUint32(advance(cursor, 4), true);
}

/** A length of 8 bytes; one beyond 2⁵³ cannot be that of anything in the file. */
export function takeLength64(cursor: ByteCursor): number {
  return Number(cursor.view.getBigUint64(advance(cursor, 8), true));
}

/** Up to the next line feed, which is read and left out. */
export function takeLine(cursor: ByteCursor): string {
  const end = cursor.bytes.indexOf(10, cursor.position);
  if (end < 0) throw invalidPickle(cursor.source, 'a line of it has no end');
  const line = takeBytes(cursor, end - cursor.position);
  advance(cursor, 1);
  return latin1(line, cursor.source);
}

/** One character a byte. `TextDecoder('latin1')` is Windows-1252 and would change 0x80 … 0x9f. */
export function latin1(bytes: Uint8Array, source: string): string {
  if (bytes.length > MAX_TEXT_BYTES) throw invalidPickle(source, 'a string of it is over 500 MB');
  let text = '';
  for (let at = 0; at < bytes.length; at += CHUNK) {
    text += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  }
  return text;
}

/** The bytes that {@link latin1} was made of. @returns undefined when a character is no byte */
export function bytesOfLatin1(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 255) return undefined;
    bytes[i] = code;
  }
  return bytes;
}

export function invalidPickle(source: string, reason: string): StudioError<'format/invalid'> {
  const message = `Not a usable pickle: ${reason}. Nothing was run or changed.\nFile: ${source}`;
  return new StudioError('format/invalid', message, { source, issues: [reason] });
}
