/**
 * NumPy's .npy arrays (https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html),
 * versions 1 to 3: booleans, integers, floats of 2 to 8 bytes and fixed-width strings, in either
 * byte order and either memory order. Pickled objects are refused, never executed.
 */
import { StudioError } from '../common/errors.ts';

export interface NpyArray {
  readonly shape: readonly number[];
  /** Row-major, whatever order the file had. 64-bit integers must be exact as doubles. */
  readonly data: Float64Array | Float32Array | Int32Array | Uint8Array | readonly string[];
}

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
/** NumPy writes no longer one; what says more is damaged. */
const MAX_HEADER_BYTES = 65535;
/** NumPy's own limit. */
const MAX_AXES = 64;
const LAST_CODE_POINT = 0x10ffff;

/** @param source name of the file, for messages */
export function readNpy(bytes: Uint8Array, source: string): NpyArray {
  const { descr, fortran, shape, start } = readNpyHeader(bytes, source);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = shape.reduce((product, size) => product * size, 1);
  const data = decodeValues(view, start, descr, count, source);
  return { shape, data: fortran && shape.length > 1 ? rowMajor(data, shape) : data };
}

interface NpyHeader {
  /** Type of the values, e.g. `<f8`. */
  readonly descr: string;
  /** Column-major. */
  readonly fortran: boolean;
  readonly shape: readonly number[];
  /** Of the first value, bytes. */
  readonly start: number;
}

/** @throws StudioError `format/invalid` */
export function readNpyHeader(bytes: Uint8Array, source: string): NpyHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 12 || MAGIC.some((value, i) => bytes[i] !== value)) {
    throw invalid(source, 'it does not begin as a .npy file');
  }
  const wide = bytes[6] >= 2;
  const start = wide ? 12 : 10;
  const headerLength = wide ? view.getUint32(8, true) : view.getUint16(8, true);
  if (headerLength > Math.min(MAX_HEADER_BYTES, bytes.length - start)) {
    throw invalid(source, `its header is said to have ${headerLength} bytes`);
  }
  const header = String.fromCharCode(...bytes.subarray(start, start + headerLength));
  return { ...parseHeader(header, source), start: start + headerLength };
}

function parseHeader(header: string, source: string) {
  const descr = /'descr':\s*'([^']+)'/.exec(header)?.[1];
  const fortran = /'fortran_order':\s*(True|False)/.exec(header)?.[1];
  const sizes = /'shape':\s*\(([\d,\sL]*)\)/.exec(header)?.[1];
  if (descr === undefined || fortran === undefined || sizes === undefined) {
    throw invalid(source, `its header cannot be read: ${header.slice(0, 80)}`);
  }
  const shape = sizes
    .split(',')
    .flatMap((size) => (size.trim() === '' ? [] : [parseInt(size, 10)]));
  if (shape.length > MAX_AXES) throw invalid(source, `it has ${shape.length} axes`);
  return { descr, fortran: fortran === 'True', shape };
}

type Values = Float64Array | Float32Array | Int32Array | Uint8Array | string[];

/** `count` values of a dtype as NumPy writes it, e.g. `<f8`. @throws StudioError `format/invalid`, `format/unsupported` */
export function decodeValues(
  view: DataView,
  offset: number,
  descr: string,
  count: number,
  source: string,
): Values {
  const kind = descr.slice(1);
  const little = descr[0] !== '>';
  const width = /^[US]\d+$/.test(kind)
    ? Number(kind.slice(1)) * (kind[0] === 'U' ? 4 : 1)
    : Number(kind.slice(1));
  if (!Number.isFinite(width)) throw unsupported(source, descr);
  // Values of no bytes are in no file of ours, and any number of them would fit into every file.
  if (!(offset + count * Math.max(1, width) <= view.byteLength)) {
    throw invalid(source, 'it ends too early');
  }
  if (/^[US]/.test(kind)) return readStrings(view, offset, kind, count, little, source);
  const same = little ? SAME_IN_MEMORY[kind] : undefined;
  if (same !== undefined) return new same(bytesOf(view, offset, count * width));
  const reader = numberReader(view, kind, little);
  if (reader === undefined) throw unsupported(source, descr);
  const out = emptyArray(kind, count);
  for (let i = 0; i < count; i++) out[i] = reader(offset + i * width);
  return out;
}

const IS_LITTLE_ENDIAN = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;
/** Types that lie in memory as they do in the file. */
const SAME_IN_MEMORY: Readonly<
  Record<
    string,
    { new (buffer: ArrayBuffer): Float64Array | Float32Array | Int32Array } | undefined
  >
> = IS_LITTLE_ENDIAN ? { f8: Float64Array, f4: Float32Array, i4: Int32Array } : {};

/** A copy, which is aligned as a typed array wants it. */
function bytesOf({ buffer, byteOffset }: DataView, offset: number, length: number): ArrayBuffer {
  const start = byteOffset + offset;
  return new Uint8Array(buffer, start, length).slice().buffer;
}

function emptyArray(
  kind: string,
  count: number,
): Float64Array | Float32Array | Int32Array | Uint8Array {
  if (kind === 'f4' || kind === 'f2') return new Float32Array(count);
  if (kind === 'b1' || kind === 'u1') return new Uint8Array(count);
  if (kind === 'i1' || kind === 'i2' || kind === 'u2' || kind === 'i4')
    return new Int32Array(count);
  return new Float64Array(count);
}

function numberReader(
  view: DataView,
  kind: string,
  little: boolean,
): ((at: number) => number) | undefined {
  const readers: Readonly<Record<string, (at: number) => number>> = {
    b1: (at) => view.getUint8(at),
    u1: (at) => view.getUint8(at),
    i1: (at) => view.getInt8(at),
    u2: (at) => view.getUint16(at, little),
    i2: (at) => view.getInt16(at, little),
    u4: (at) => view.getUint32(at, little),
    i4: (at) => view.getInt32(at, little),
    u8: (at) => Number(view.getBigUint64(at, little)),
    i8: (at) => Number(view.getBigInt64(at, little)),
    f2: (at) => halfToNumber(view.getUint16(at, little)),
    f4: (at) => view.getFloat32(at, little),
    f8: (at) => view.getFloat64(at, little),
  };
  return readers[kind];
}

/** Value of an IEEE 754 half-precision number. */
export function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

function readStrings(
  view: DataView,
  offset: number,
  kind: string,
  count: number,
  little: boolean,
  source: string,
): string[] {
  const length = Number(kind.slice(1));
  const size = kind[0] === 'U' ? 4 : 1;
  return Array.from({ length: count }, (_, i) => {
    let text = '';
    for (let c = 0; c < length; c++) {
      const at = offset + (i * length + c) * size;
      const code = size === 4 ? view.getUint32(at, little) : view.getUint8(at);
      if (code > LAST_CODE_POINT) throw invalid(source, `text ${i} of it holds no characters`);
      if (code !== 0) text += String.fromCodePoint(code);
    }
    return text;
  });
}

/** From Fortran's order, in which the first index runs fastest. */
export function rowMajor(data: Values, shape: readonly number[]): Values {
  const out = Array.isArray(data) ? [...data] : data.slice();
  const index = new Array<number>(shape.length).fill(0);
  for (let i = 0; i < data.length; i++) {
    const target = index.reduce((sum, value, axis) => sum * shape[axis] + value, 0);
    out[target] = data[i] as never;
    for (let axis = 0; axis < shape.length; axis++) {
      index[axis]++;
      if (index[axis] < shape[axis]) break;
      index[axis] = 0;
    }
  }
  return out;
}

/** Writes version 1.0, C order, little-endian, header padded to 64 bytes as NumPy does. */
export function writeNpy({ shape, data }: NpyArray): Uint8Array {
  const { descr, bytes } = encodeValues(data);
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const dict = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${sizes}), }`;
  const header = `${dict.padEnd(Math.ceil((10 + dict.length + 1) / 64) * 64 - 11)}\n`;
  const out = new Uint8Array(10 + header.length + bytes.length);
  out.set([...MAGIC, 1, 0, header.length & 0xff, header.length >> 8]);
  out.set(
    Array.from(header, (character) => character.charCodeAt(0)),
    10,
  );
  out.set(bytes, 10 + header.length);
  return out;
}

function encodeValues(data: NpyArray['data']): { descr: string; bytes: Uint8Array } {
  if (!ArrayBuffer.isView(data)) return encodeStrings(data);
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  if (data instanceof Float64Array) return { descr: '<f8', bytes };
  if (data instanceof Float32Array) return { descr: '<f4', bytes };
  return data instanceof Int32Array ? { descr: '<i4', bytes } : { descr: '|u1', bytes };
}

function encodeStrings(strings: readonly string[]): { descr: string; bytes: Uint8Array } {
  const points = strings.map((text) => Array.from(text, (c) => c.codePointAt(0) ?? 0));
  const length = Math.max(1, ...points.map((codes) => codes.length));
  const view = new DataView(new ArrayBuffer(4 * length * strings.length));
  for (const [i, codes] of points.entries()) {
    for (const [c, code] of codes.entries()) view.setUint32(4 * (i * length + c), code, true);
  }
  return { descr: `<U${length}`, bytes: new Uint8Array(view.buffer) };
}

function invalid(source: string, reason: string): StudioError<'format/invalid'> {
  const message = `Not a NumPy array: ${reason}. Nothing was changed.\nFile: ${source}`;
  return new StudioError('format/invalid', message, { source, issues: [reason] });
}

function unsupported(source: string, descr: string): StudioError<'format/unsupported'> {
  const message =
    `A NumPy array of type ${descr} cannot be read; numbers, booleans and strings can. ` +
    `Save it again with such a type.\nFile: ${source}`;
  return new StudioError('format/unsupported', message, { source, found: descr });
}
