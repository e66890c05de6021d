/**
 * NumPy's arrays, dtypes and scalars in pickles of NumPy 1 and 2, made by Python 2 or 3: an array is
 * `_reconstruct(ndarray, (0,), b'b')` and a BUILD with (version, shape, dtype, fortran, raw bytes),
 * and with protocol 5 `_frombuffer(buffer, dtype, shape, order)`.
 */
import { decodeValues, rowMajor } from '../npy.ts';
import type { Budget } from './budget.ts';
import { spend } from './budget.ts';
import { bytesOfLatin1, invalidPickle } from './byte-cursor.ts';
import { isKind, type PickledArray, type PickledDtype, type PickleValue } from './pickle-value.ts';

const READABLE = /^(b1|[iu][1248]|f[248]|[SU]\d+)$/;

export function emptyArray(): PickledArray {
  return { kind: 'ndarray', shape: [0], dtype: '|u1', data: new Uint8Array(0) };
}

/** `numpy.dtype('f8', 0, 1)`. */
export function dtypeFrom([code]: readonly PickleValue[], source: string): PickledDtype {
  const match = typeof code === 'string' ? /^([<>|=]?)(.+)$/.exec(code) : null;
  if (match === null) throw invalidPickle(source, 'an array type of it has no name');
  return { kind: 'dtype', code: match[2], order: match[1] === '>' ? '>' : '<' };
}

/** BUILD of a dtype: (version, byte order, …). */
export function orderDtype(dtype: PickledDtype, state: PickleValue): void {
  if (Array.isArray(state) && state[1] === '>') dtype.order = '>';
}

/** BUILD of an array. */
export function fillArray(array: PickledArray, state: PickleValue, budget: Budget): void {
  const { source } = budget;
  if (!Array.isArray(state) || state.length < 4) throw invalidPickle(source, 'an array is broken');
  const [shape, dtype, isFortran, content] = state.slice(-4);
  Object.assign(
    array,
    arrayFrom(content, dtype, shape, isFortran === true || isFortran === 1, budget),
  );
}

/** `numpy.core.numeric._frombuffer` of protocol 5. */
export function arrayFromBuffer(args: readonly PickleValue[], budget: Budget): PickledArray {
  const [content, dtype, shape, order] = args;
  return arrayFrom(content, dtype, shape, order === 'F', budget);
}

/** `numpy.core.multiarray.scalar(dtype, bytes)`. */
export function scalarFrom([dtype, content]: readonly PickleValue[], budget: Budget): PickleValue {
  return arrayFrom(content, dtype, [], false, budget).data?.[0];
}

function arrayFrom(
  content: PickleValue,
  dtype: PickleValue,
  shape: PickleValue,
  isFortran: boolean,
  budget: Budget,
): PickledArray {
  const { source } = budget;
  if (!isKind(dtype, 'dtype')) throw invalidPickle(source, 'an array of it has no type');
  const sizes = sizesOf(shape, source);
  const name = `${dtype.order}${dtype.code}`;
  const array = { kind: 'ndarray' as const, shape: sizes, dtype: name };
  const count = sizes.reduce((product, size) => product * size, 1);
  if (Array.isArray(content)) {
    return { ...array, data: content.length === count ? content : undefined };
  }
  if (!READABLE.test(dtype.code)) return { ...array, data: undefined };
  const bytes = rawBytes(content, source);
  spend(budget, 8 * count);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const data = decodeValues(view, 0, name, count, source);
  return { ...array, data: isFortran && sizes.length > 1 ? rowMajor(data, sizes) : data };
}

function sizesOf(shape: PickleValue, source: string): number[] {
  const sizes = Array.isArray(shape) ? shape : [];
  const isShape = (size: PickleValue) => Number.isSafeInteger(size) && Number(size) >= 0;
  if (!Array.isArray(shape) || !sizes.every(isShape)) {
    throw invalidPickle(source, 'the shape of an array is broken');
  }
  return sizes.map(Number);
}

function rawBytes(content: PickleValue, source: string): Uint8Array {
  const bytes = typeof content === 'string' ? bytesOfLatin1(content) : content;
  if (bytes instanceof Uint8Array) return bytes;
  throw invalidPickle(source, 'the numbers of an array are missing');
}
