/**
 * Python pickles, protocol 3: what every Python 3 reads, for the few kinds of values that training
 * data is made of. Arrays are NumPy's own, as `numpy.core.multiarray._reconstruct` makes them again.
 */
import { strToU8 } from 'fflate';
import type { NpyArray } from '../npy.ts';

/** Numbers without a fraction become int, others float; a list is a list, a record a dict. */
export type Picklable =
  | string
  | number
  | NpyArray
  | readonly Picklable[]
  | { readonly [key: string]: Picklable };

export function writePickle(value: Picklable): Uint8Array {
  const parts = ['\x80\x03', ...opcodesOf(value), '.'];
  return Uint8Array.from(parts.join(''), (character) => character.charCodeAt(0));
}

/** Opcodes as text of bytes. */
function opcodesOf(value: Picklable): string[] {
  if (typeof value === 'string') return [text(value)];
  if (typeof value === 'number') return [number(value)];
  if (isList(value)) return [']', '(', ...value.flatMap(opcodesOf), 'e'];
  if (isArray(value)) return array(value);
  const items = Object.entries(value).flatMap(([key, item]) => [text(key), ...opcodesOf(item)]);
  return ['}', '(', ...items, 'u'];
}

function isList(value: Picklable): value is readonly Picklable[] {
  return Array.isArray(value);
}

function isArray(value: object): value is NpyArray {
  return 'data' in value && ArrayBuffer.isView(value.data);
}

function text(value: string): string {
  const bytes = strToU8(value);
  return `X${littleEndian(bytes.length, 4)}${characters(new DataView(bytes.buffer), bytes.length)}`;
}

function number(value: number): string {
  const view = new DataView(new ArrayBuffer(8));
  if (Number.isInteger(value) && Math.abs(value) < 2 ** 31) {
    view.setInt32(0, value, true);
    return `J${characters(view, 4)}`;
  }
  view.setFloat64(0, value, false);
  return `G${characters(view, 8)}`;
}

/** `_reconstruct(ndarray, (0,), b'b')` and BUILD with (version, shape, dtype, fortran, raw bytes). */
function array({ shape, data }: NpyArray): string[] {
  if (!ArrayBuffer.isView(data)) throw new TypeError('An array of texts is no array of numbers.');
  const bytes = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const made = `cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\n${tuple([0])}${raw('b')}\x87R`;
  const content = raw(characters(bytes, bytes.byteLength));
  return [made, `(${number(1)}${tuple(shape)}${dtype(data)}\x89${content}t`, 'b'];
}

function tuple(values: readonly number[]): string {
  return `(${values.map(number).join('')}t`;
}

/** Bytes, of up to 4 GB. */
function raw(bytes: string): string {
  return `B${littleEndian(bytes.length, 4)}${bytes}`;
}

/** `numpy.dtype('f4', False, True)` and BUILD with its byte order. */
function dtype(data: ArrayBufferView): string {
  const kind = data instanceof Float64Array ? 'f8' : data instanceof Float32Array ? 'f4' : 'i4';
  const state = `(${number(3)}${text('<')}NNN${number(-1)}${number(-1)}${number(0)}t`;
  return `cnumpy\ndtype\n${text(kind)}\x89\x88\x87R${state}b`;
}

function littleEndian(value: number, size: 4): string {
  const view = new DataView(new ArrayBuffer(size));
  view.setUint32(0, value, true);
  return characters(view, size);
}

const PIECE = 8192;

function characters(view: DataView, size: number): string {
  const bytes = new Uint8Array(view.buffer, view.byteOffset, size);
  let out = '';
  for (let at = 0; at < size; at += PIECE) {
    out += String.fromCharCode(...bytes.subarray(at, at + PIECE));
  }
  return out;
}
