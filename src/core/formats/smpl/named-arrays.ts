/** Arrays by name, from a pickle or an .npz: the two ways in which the field keeps its models. */
import { StudioError } from '../../common/errors.ts';
import type { NpzArrays } from '../npz.ts';
import type { PickleValue } from '../pickle/pickle-value.ts';
import {
  arrayOf,
  fromDense,
  type NumberArray,
  type SparseMatrix,
  sparseOf,
} from '../pickle/python-arrays.ts';

export interface NamedArrays {
  readonly source: string;
  readonly names: readonly string[];
  /** Undefined when there is none or when it holds no numbers. */
  numbers(name: string): NumberArray | undefined;
  matrix(name: string): SparseMatrix | undefined;
}

export function arraysOfPickle(
  entries: ReadonlyMap<string, PickleValue>,
  source: string,
): NamedArrays {
  return {
    source,
    names: [...entries.keys()],
    numbers: once((name) => arrayOf(entries.get(name))),
    matrix: once((name) => sparseOf(entries.get(name))),
  };
}

/** A selection of millions of numbers is made once. */
function once<Value>(find: (name: string) => Value): (name: string) => Value {
  const found = new Map<string, Value>();
  return (name) => {
    if (!found.has(name)) found.set(name, find(name));
    return found.get(name) as Value;
  };
}

export function arraysOfNpz(arrays: NpzArrays, source: string): NamedArrays {
  const numbers = (name: string): NumberArray | undefined => {
    const array = arrays[name];
    if (array === undefined || !ArrayBuffer.isView(array.data)) return undefined;
    return { shape: array.shape, data: array.data };
  };
  const matrix = (name: string) => {
    const dense = numbers(name);
    return dense?.shape.length === 2 ? fromDense(dense) : undefined;
  };
  return { source, names: Object.keys(arrays), numbers, matrix };
}

/**
 * The first of some names that is there.
 *
 * @param shape undefined for any size
 * @throws StudioError `model/invalid` when it is missing, of another shape or not finite
 */
export function requireNumbers(
  arrays: NamedArrays,
  names: readonly string[],
  shape: readonly (number | undefined)[],
): NumberArray {
  const name = names.find((candidate) => arrays.numbers(candidate) !== undefined);
  const array = name === undefined ? undefined : arrays.numbers(name);
  if (array === undefined) throw unusable(arrays.source, `it has no array "${names[0]}"`);
  const fits =
    array.shape.length === shape.length &&
    shape.every((size, axis) => size === undefined || size === array.shape[axis]);
  if (!fits)
    throw unusable(
      arrays.source,
      `"${name}" is ${array.shape.join(' × ')} instead of ${sizes(shape)}`,
    );
  if (!array.data.every(Number.isFinite)) {
    throw unusable(arrays.source, `"${name}" holds numbers that are not finite`);
  }
  return array;
}

function sizes(shape: readonly (number | undefined)[]): string {
  return shape.map((size) => size ?? 'any').join(' × ');
}

export function unusable(source: string, reason: string): StudioError<'model/invalid'> {
  const message = `Not a usable model file: ${reason}. Nothing was changed.\nFile: ${source}`;
  return new StudioError('model/invalid', message, { source, issues: [reason] });
}
