/**
 * A tensor as a checkpoint keeps it: a view (offset, sizes, strides) of a storage, which several
 * tensors may share. Its numbers stay in the file until they are asked for.
 */
import type { ByteSource } from '../byte-source.ts';
import { decodeValues } from '../npy.ts';
import type { Tensor } from '../safetensors.ts';
import { invalidCheckpoint } from './invalid-checkpoint.ts';

/** NumPy's name of each storage's elements; bfloat16 is the upper half of a float32. */
const ELEMENTS: Readonly<Record<string, string>> = {
  FloatStorage: 'f4',
  DoubleStorage: 'f8',
  HalfStorage: 'f2',
  BFloat16Storage: 'bf16',
  LongStorage: 'i8',
  IntStorage: 'i4',
  ShortStorage: 'i2',
  CharStorage: 'i1',
  ByteStorage: 'u1',
  BoolStorage: 'b1',
};

export interface TorchStorage {
  readonly key: string;
  /** f4, f8, f2, bf16, i8, …; undefined for one that cannot be read. */
  readonly element: string | undefined;
  /** Number of elements. */
  readonly count: number;
}

export interface StoredTensor {
  readonly shape: readonly number[];
  readonly strides: readonly number[];
  /** Elements into the storage. */
  readonly offset: number;
  readonly storage: TorchStorage;
}

/** Where a storage's bytes are. */
export type FindStorage = (storage: TorchStorage) => {
  readonly source: ByteSource;
  readonly start: number;
  readonly isLittleEndian: boolean;
};

/** @param storageClass name of a class of torch, e.g. `FloatStorage` */
export function elementOf(storageClass: string): string | undefined {
  return Object.hasOwn(ELEMENTS, storageClass) ? ELEMENTS[storageClass] : undefined;
}

export function elementBytes(element: string): number {
  return element === 'bf16' ? 2 : Number(element.slice(1));
}

export function elementCount({ shape }: StoredTensor): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** Row-major, as float32. @throws StudioError `format/invalid` when it is not all in the file */
export function readTensor(name: string, tensor: StoredTensor, find: FindStorage): Tensor {
  const { shape, storage, offset } = tensor;
  const { source, start, isLittleEndian } = find(storage);
  const { element } = storage;
  if (element === undefined) throw invalidCheckpoint(source.name, `"${name}" has an unknown type`);
  const span = spanOf(tensor);
  if (!(offset >= 0 && offset + span <= storage.count)) {
    throw invalidCheckpoint(source.name, `"${name}" lies outside of its storage`);
  }
  const size = elementBytes(element);
  const from = start + size * offset;
  if (from + size * span > source.size) {
    throw invalidCheckpoint(source.name, `it is cut off in "${name}"`);
  }
  const values = decode(source.read(from, size * span), element, span, isLittleEndian, source.name);
  return { shape, data: isContiguous(tensor) ? values : gather(tensor, values) };
}

/** Elements from the first to the last that the tensor reaches. */
function spanOf(tensor: StoredTensor): number {
  if (elementCount(tensor) === 0) return 0;
  return tensor.shape.reduce((sum, size, axis) => sum + (size - 1) * tensor.strides[axis], 1);
}

function isContiguous({ shape, strides }: StoredTensor): boolean {
  let expected = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    if (shape[axis] !== 1 && strides[axis] !== expected) return false;
    expected *= shape[axis];
  }
  return true;
}

function gather(tensor: StoredTensor, values: Float32Array): Float32Array {
  const { shape, strides } = tensor;
  const out = new Float32Array(elementCount(tensor));
  const index = new Int32Array(shape.length);
  let from = 0;
  for (let i = 0; i < out.length; i++) {
    out[i] = values[from];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      from += strides[axis];
      if (++index[axis] < shape[axis]) break;
      from -= strides[axis] * shape[axis];
      index[axis] = 0;
    }
  }
  return out;
}

function decode(
  bytes: Uint8Array,
  element: string,
  count: number,
  isLittleEndian: boolean,
  source: string,
): Float32Array {
  const order = isLittleEndian ? '<' : '>';
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (element === 'bf16') return fromBfloat16(view, count, isLittleEndian);
  const values = decodeValues(view, 0, order + element, count, source);
  return values instanceof Float32Array ? values : Float32Array.from(values as ArrayLike<number>);
}

function fromBfloat16(view: DataView, count: number, isLittleEndian: boolean): Float32Array {
  const bits = new Uint32Array(count);
  for (let i = 0; i < count; i++) bits[i] = view.getUint16(2 * i, isLittleEndian) << 16;
  return new Float32Array(bits.buffer);
}
