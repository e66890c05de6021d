/** Tensors by name (https://github.com/huggingface/safetensors): F32 and F16, little-endian. */
import { StudioError } from '../common/errors.ts';
import { halfToNumber } from './npy.ts';

export interface Tensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

export type Tensors = Readonly<Record<string, Tensor>>;

interface Entry {
  readonly dtype: string;
  readonly shape: number[];
  readonly data_offsets: [number, number];
}

const MAX_HEADER_BYTES = 1e7;

/** @throws StudioError `format/invalid` naming what is wrong */
export function readSafetensors(bytes: Uint8Array, source: string): Tensors {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = bytes.length < 8 ? Number.NaN : Number(view.getBigUint64(0, true));
  if (!(length <= Math.min(MAX_HEADER_BYTES, bytes.length - 8))) throw invalid(source, 'no header');
  const header = parseHeader(bytes.subarray(8, 8 + length), source);
  const names = Object.keys(header).filter((name) => name !== '__metadata__');
  return Object.fromEntries(
    names.map((name) => [name, readTensor(view, 8 + length, name, header[name], source)] as const),
  );
}

function parseHeader(bytes: Uint8Array, source: string): Record<string, unknown> {
  const text = Array.from(bytes, (code) => String.fromCharCode(code)).join('');
  const header = parseJson(text, source);
  if (isObject(header)) return header;
  throw invalid(source, 'its header is no list of tensors');
}

function parseJson(text: string, source: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw invalid(source, cause instanceof Error ? cause.message : String(cause));
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const areSizes = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);

function entryOf(value: unknown, name: string, source: string): Entry {
  const { dtype, shape, data_offsets: offsets } = isObject(value) ? value : {};
  if (typeof dtype === 'string' && areSizes(shape) && areSizes(offsets) && offsets.length === 2) {
    return { dtype, shape, data_offsets: [offsets[0], offsets[1]] };
  }
  throw invalid(source, `tensor "${name}" has no type, shape or place`);
}

function readTensor(
  view: DataView,
  dataStart: number,
  name: string,
  entry: unknown,
  source: string,
): Tensor {
  const { dtype, shape, data_offsets } = entryOf(entry, name, source);
  const [begin, end] = data_offsets;
  const count = shape.reduce((product, size) => product * size, 1);
  const size = new Map([
    ['F32', 4],
    ['F16', 2],
  ]).get(dtype);
  if (size === undefined) throw invalid(source, `tensor "${name}" has the type ${dtype}`);
  if (end - begin !== count * size || dataStart + end > view.byteLength) {
    throw invalid(source, `tensor "${name}" is cut off`);
  }
  const at = dataStart + begin;
  if (size === 4) return { shape, data: floatsAt(view, at, count) };
  const data = new Float32Array(count);
  for (let i = 0; i < count; i++) data[i] = halfToNumber(view.getUint16(at + 2 * i, true));
  return { shape, data };
}

/** A copy, since the bytes need not begin at a multiple of four. */
function floatsAt({ buffer, byteOffset }: DataView, at: number, count: number): Float32Array {
  const data = new Float32Array(buffer.slice(byteOffset + at, byteOffset + at + 4 * count));
  if (IS_LITTLE_ENDIAN) return data;
  const view = new DataView(data.buffer);
  return data.map((_, i) => view.getFloat32(4 * i, true));
}

const IS_LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** @param precision F16 halves the file; it keeps 11 bits and saturates at ±65504 */
export function writeSafetensors(tensors: Tensors, precision: 'F32' | 'F16'): Uint8Array {
  const size = precision === 'F32' ? 4 : 2;
  let offset = 0;
  const header: Record<string, Entry> = {};
  for (const [name, { shape, data }] of Object.entries(tensors)) {
    const end = offset + size * data.length;
    header[name] = { dtype: precision, shape: [...shape], data_offsets: [offset, end] };
    offset = end;
  }
  const text = JSON.stringify(header);
  const padded = text.padEnd(Math.ceil(text.length / 8) * 8);
  const view = new DataView(new ArrayBuffer(8 + padded.length + offset));
  view.setBigUint64(0, BigInt(padded.length), true);
  for (let i = 0; i < padded.length; i++) view.setUint8(8 + i, padded.charCodeAt(i));
  let at = 8 + padded.length;
  for (const { data } of Object.values(tensors)) {
    for (const value of data) {
      if (size === 4) view.setFloat32(at, value, true);
      else view.setUint16(at, halfFromNumber(value), true);
      at += size;
    }
  }
  return new Uint8Array(view.buffer);
}

const floatBits = new DataView(new ArrayBuffer(4));

/** Nearest half-precision number, ties to even. */
export function halfFromNumber(value: number): number {
  const limited = Math.max(-65504, Math.min(65504, value));
  floatBits.setFloat32(0, limited);
  const bits = floatBits.getUint32(0);
  const sign = (bits >>> 16) & 0x8000;
  const exponent = ((bits >>> 23) & 0xff) - 112;
  if (exponent <= 0) return sign | Math.round(Math.abs(limited) * 2 ** 24);
  const fraction = bits & 0x7fffff;
  const rounded = (exponent << 10) + (fraction >>> 13);
  const rest = fraction & 0x1fff;
  const up = rest > 0x1000 || (rest === 0x1000 && (rounded & 1) === 1);
  return sign | (rounded + (up ? 1 : 0));
}

function invalid(source: string, reason: string): StudioError<'format/invalid'> {
  const message = `Not a usable safetensors file: ${reason}. Nothing was changed.\nFile: ${source}`;
  return new StudioError('format/invalid', message, { source, issues: [reason] });
}
