/** Files that are made whole before they are written, and what their readers say of them. */
import { type NpyArray, readNpy, writeNpy } from '../../../core/formats/npy.ts';
import { type NpzArrays, readNpz, writeNpz } from '../../../core/formats/npz.ts';
import type { ExportFile } from '../ports.ts';

/** @param difference what is otherwise in the bytes that were read back */
export function wholeFile(
  name: string,
  bytes: Uint8Array,
  difference: (bytes: Uint8Array) => string | undefined | Promise<string | undefined>,
): ExportFile {
  return {
    name,
    async *content() {
      yield bytes;
    },
    difference: async (readBack) => difference(await joined(readBack)),
  };
}

export async function joined(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const piece of pieces) parts.push(piece);
  return Buffer.concat(parts);
}

export function npzFile(name: string, arrays: NpzArrays): ExportFile {
  return wholeFile(name, writeNpz(arrays), (bytes) => differenceOf(arrays, readNpz(bytes, name)));
}

export function npyFile(name: string, array: NpyArray): ExportFile {
  return wholeFile(name, writeNpy(array), (bytes) =>
    sameArray(array, readNpy(bytes, name)) ? undefined : 'the array',
  );
}

/** What a file that was read back has otherwise; undefined when nothing. */
function differenceOf(wanted: NpzArrays, found: NpzArrays): string | undefined {
  return Object.keys(wanted).find((key) => !sameArray(wanted[key], found[key]));
}

function sameArray(a: NpyArray | undefined, b: NpyArray | undefined): boolean {
  if (a === undefined || b === undefined) return false;
  const sameShape = a.shape.join() === b.shape.join() && a.data.length === b.data.length;
  return sameShape && [...a.data].every((value, i) => Object.is(value, b.data[i]));
}

export function jsonFile(name: string, document: unknown): ExportFile {
  const text = `${JSON.stringify(document, undefined, 1)}\n`;
  return wholeFile(name, new TextEncoder().encode(text), (bytes) => {
    const found = JSON.parse(new TextDecoder().decode(bytes));
    return JSON.stringify(found) === JSON.stringify(document) ? undefined : 'the document';
  });
}

export function textFile(name: string, text: string): ExportFile {
  return wholeFile(name, new TextEncoder().encode(text), (bytes) =>
    new TextDecoder().decode(bytes) === text ? undefined : 'the text',
  );
}
