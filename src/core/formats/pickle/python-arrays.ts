/**
 * Numbers in the wrappings that pickles have for them: NumPy's arrays, chumpy's leaves and
 * selections, SciPy's sparse matrices. A wrapped value is looked into by name, never computed.
 */
import type { SparseRows } from '../../body/body-model.ts';
import { invalidPickle } from './byte-cursor.ts';
import { fullName, isKind, type PickledObject, type PickleValue } from './pickle-value.ts';

export interface NumberArray {
  readonly shape: readonly number[];
  readonly data: Float64Array | Float32Array | Int32Array | Uint8Array;
}

/** A selection of a selection of … : real files have one. */
const MAX_DEPTH = 8;
const SPARSE = /^scipy\.sparse\b.*\.(csc|csr|coo)_(matrix|array)$/;

/** A dictionary with text as keys; other keys are left out. @throws StudioError `format/invalid` */
export function textKeys(value: PickleValue, source: string): Map<string, PickleValue> {
  const map = isKind(value, 'object') ? (attributesOf(value) ?? value.entries) : value;
  if (!(map instanceof Map)) throw invalidPickle(source, 'it holds no dictionary');
  return new Map([...map].flatMap(([key, item]) => (typeof key === 'string' ? [[key, item]] : [])));
}

/** An array, or what a chumpy object stands for. @returns undefined when it is neither */
export function arrayOf(value: PickleValue, depth = 0): NumberArray | undefined {
  if (depth > MAX_DEPTH) return undefined;
  if (isKind(value, 'ndarray')) {
    const { shape, data } = value;
    return ArrayBuffer.isView(data) ? { shape, data } : undefined;
  }
  if (!isKind(value, 'object') || !/^chumpy\b/.test(value.module)) return undefined;
  const state = attributesOf(value);
  return state === undefined
    ? undefined
    : (selection(state, depth) ?? arrayOf(state.get('x'), depth + 1));
}

/** `chumpy.reordering.Select`: `ravel(a)[idxs]`, of `preferred_shape` when there is one. */
function selection(
  state: ReadonlyMap<PickleValue, PickleValue>,
  depth: number,
): NumberArray | undefined {
  const from = arrayOf(state.get('a'), depth + 1);
  const indices = arrayOf(state.get('idxs'), depth + 1);
  if (from === undefined || indices === undefined) return undefined;
  if (indices.data.some((index) => !(index >= 0 && index < from.data.length))) return undefined;
  const data = Float64Array.from(indices.data, (index) => from.data[index]);
  return { shape: preferredShape(state.get('preferred_shape'), data.length), data };
}

function preferredShape(shape: PickleValue, count: number): readonly number[] {
  const sizes = numbersIn(shape) ?? [];
  const product = sizes.reduce((total, size) => total * size, 1);
  return sizes.length > 0 && product === count ? sizes : [count];
}

/** Lists may hold themselves, so that `Number(…)` of one can take for ever. */
function numbersIn(value: PickleValue): number[] | undefined {
  const isList = Array.isArray(value) && value.every((item) => typeof item === 'number');
  return isList ? (value as number[]) : undefined;
}

/** The attributes of an object; with slots they stand second in a pair. */
function attributesOf({ state }: PickledObject): Map<PickleValue, PickleValue> | undefined {
  const attributes = Array.isArray(state) ? (state[0] ?? state[1]) : state;
  return attributes instanceof Map ? attributes : undefined;
}

export interface SparseMatrix extends SparseRows {
  readonly columnCount: number;
}

/** A matrix by its non-zero entries, from SciPy's csc, csr and coo and from a dense array. */
export function sparseOf(value: PickleValue): SparseMatrix | undefined {
  if (isKind(value, 'object') && SPARSE.test(fullName(value))) return fromScipy(value);
  const dense = arrayOf(value);
  return dense?.shape.length === 2 ? fromDense(dense) : undefined;
}

/** Row-major non-zero entries of a dense matrix. */
export function fromDense({ shape: [rowCount, columnCount], data }: NumberArray): SparseMatrix {
  const places = Array.from(data.keys()).filter((at) => data[at] !== 0);
  return {
    rowCount,
    columnCount,
    rows: Int32Array.from(places, (at) => Math.floor(at / columnCount)),
    columns: Int32Array.from(places, (at) => at % columnCount),
    values: Float32Array.from(places, (at) => data[at]),
  };
}

function fromScipy(value: PickledObject): SparseMatrix | undefined {
  const state = attributesOf(value);
  const shape = numbersIn(state?.get('_shape') ?? state?.get('shape'));
  const values = arrayOf(state?.get('data'));
  if (state === undefined || shape?.length !== 2 || values === undefined) return undefined;
  const [rowCount, columnCount] = shape;
  const places = value.name.startsWith('coo')
    ? coordinates(state)
    : compressed(state, value.name.startsWith('csc'));
  if (places === undefined || !fits(places, values.data.length, rowCount, columnCount)) {
    return undefined;
  }
  return { rowCount, columnCount, ...places, values: Float32Array.from(values.data) };
}

interface Places {
  readonly rows: Int32Array;
  readonly columns: Int32Array;
}

function coordinates(state: ReadonlyMap<PickleValue, PickleValue>): Places | undefined {
  const pair = state.get('coords');
  const [row, column] = Array.isArray(pair) ? pair : [state.get('row'), state.get('col')];
  const [rows, columns] = [arrayOf(row), arrayOf(column)];
  if (rows === undefined || columns === undefined) return undefined;
  return { rows: Int32Array.from(rows.data), columns: Int32Array.from(columns.data) };
}

/** Column j holds the rows indices[indptr[j]] … indices[indptr[j + 1] − 1]; csr the other way round. */
function compressed(
  state: ReadonlyMap<PickleValue, PickleValue>,
  isByColumn: boolean,
): Places | undefined {
  const [indices, starts] = [arrayOf(state.get('indices')), arrayOf(state.get('indptr'))];
  if (indices === undefined || starts === undefined) return undefined;
  const inner = Int32Array.from(indices.data);
  const outer = new Int32Array(inner.length);
  if (starts.data.some((start, j) => j > 0 && start < starts.data[j - 1])) return undefined;
  for (let j = 0; j + 1 < starts.data.length; j++) {
    outer.fill(j, starts.data[j], starts.data[j + 1]);
  }
  return isByColumn ? { rows: inner, columns: outer } : { rows: outer, columns: inner };
}

function fits({ rows, columns }: Places, count: number, rowCount: number, columnCount: number) {
  const within = (indices: Int32Array, size: number) =>
    indices.length === count && indices.every((index) => index >= 0 && index < size);
  return within(rows, rowCount) && within(columns, columnCount);
}
