/** Arrays with one row a person, as trainers keep them in npz files. */
import type { NpyArray } from '../npy.ts';
import { type NpzArrays, requireArray } from '../npz.ts';
import { invalidFile, requirePixels } from './checked.ts';

/** Beyond it neither an angle nor a shape coefficient lies. */
const MAX_VALUE = 1e6;

/** @throws StudioError `format/invalid` when it is missing, of another shape or text */
export function requiredRows(
  arrays: NpzArrays,
  name: string,
  shape: readonly number[],
  source: string,
): Float64Array {
  return numeric(requireArray(arrays, name, shape, source).data, name, source);
}

export function optionalRows(
  arrays: NpzArrays,
  name: string,
  shape: readonly number[],
  source: string,
): Float64Array | undefined {
  return arrays[name] === undefined ? undefined : requiredRows(arrays, name, shape, source);
}

/** Names of pictures. @throws StudioError `format/invalid` */
export function imageNamesOf(arrays: NpzArrays, source: string): readonly string[] {
  const names = requireArray(arrays, 'imgname', [undefined], source).data;
  if (ArrayBuffer.isView(names)) throw invalidFile(source, 'imgname holds numbers, not names');
  return names;
}

export function numeric(data: NpyArray['data'], what: string, source: string): Float64Array {
  if (ArrayBuffer.isView(data)) return Float64Array.from(data);
  throw invalidFile(source, `${what} holds text instead of numbers`);
}

export function textsOf(array: NpyArray | undefined): readonly string[] | undefined {
  return array === undefined || ArrayBuffer.isView(array.data) ? undefined : array.data;
}

export function rowOf(values: Float64Array, row: number, width: number): Float64Array {
  return values.slice(row * width, (row + 1) * width);
}

/** Of rows x, y, confidence those with a confidence. @throws StudioError `format/invalid` */
export function requireRowPixels(
  points: Float64Array | undefined,
  name: string,
  source: string,
): void {
  for (let i = 0; points !== undefined && i < points.length; i += 3) {
    if (points[i + 2] > 0) requirePixels(points.subarray(i, i + 2), name, source);
  }
}

/** Of somebody's rows. @throws StudioError `format/invalid` */
export function requireFiniteRows(
  values: Float64Array | undefined,
  isSomebody: Float64Array,
  name: string,
  source: string,
): void {
  if (values === undefined || isSomebody.length === 0) return;
  const width = values.length / isSomebody.length;
  for (const [i, has] of isSomebody.entries()) {
    if (has > 0) requireFinite(rowOf(values, i, width), `row ${i} of ${name}`, source);
  }
}

export function requireFinite(values: Float64Array, what: string, source: string): void {
  const bad = values.find((value) => !(Math.abs(value) < MAX_VALUE));
  if (bad !== undefined) throw invalidFile(source, `${what} has the value ${bad}`);
}
