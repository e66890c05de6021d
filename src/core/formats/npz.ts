/** NumPy's .npz: a zip of .npy files, stored or deflated. Same content gives the same bytes. */
import { unzipSync, zipSync } from 'fflate';
import { StudioError } from '../common/errors.ts';
import { type NpyArray, writeNpy } from './npy.ts';
import { readArray } from './object-array.ts';
import { unpackedLimit } from './zip-directory.ts';

/** Zip's first representable moment, so that a file does not depend on when it was written. */
const FIXED_TIME = new Date(1980, 0, 1);

export type NpzArrays = Readonly<Record<string, NpyArray>>;

/**
 * @param only names of the arrays that are wanted; all when left out
 * @throws StudioError `format/invalid`
 */
export function readNpz(bytes: Uint8Array, source: string, only?: readonly string[]): NpzArrays {
  const limit = unpackedLimit(bytes.length);
  let unpacked = 0;
  const entries = unzip(bytes, source, ({ name, originalSize }) => {
    const wanted = name.endsWith('.npy') && (only?.includes(name.slice(0, -4)) ?? true);
    if (wanted) unpacked += originalSize;
    if (unpacked > limit) {
      throw invalid(source, `it unpacks to more than ${Math.round(limit / 1e6)} MB`);
    }
    return wanted;
  });
  return Object.fromEntries(
    Object.entries(entries).map(([name, content]) => [
      name.slice(0, -4),
      readArray(content, `${source}, array ${name.slice(0, -4)}`),
    ]),
  );
}

function unzip(
  bytes: Uint8Array,
  source: string,
  filter: (file: { name: string; originalSize: number }) => boolean,
): Record<string, Uint8Array> {
  try {
    return unzipSync(bytes, { filter });
  } catch (cause) {
    if (cause instanceof StudioError) throw cause;
    throw invalid(source, cause instanceof Error ? cause.message : String(cause));
  }
}

/** The array of this name. @throws StudioError `format/invalid` when it is missing or of another shape */
export function requireArray(
  arrays: NpzArrays,
  name: string,
  shape: readonly (number | undefined)[],
  source: string,
): NpyArray {
  const array = arrays[name];
  if (array === undefined) throw invalid(source, `it has no array "${name}"`);
  const fits =
    array.shape.length === shape.length &&
    shape.every((size, axis) => size === undefined || size === array.shape[axis]);
  if (fits) return array;
  const wanted = shape.map((size) => size ?? 'any').join(' × ');
  throw invalid(source, `array "${name}" is ${array.shape.join(' × ')} instead of ${wanted}`);
}

/** Stored, as `numpy.savez` does: floats hardly deflate, and an export must not hold up a drag. */
export function writeNpz(arrays: NpzArrays): Uint8Array {
  const files = Object.entries(arrays).map(([name, array]) => [`${name}.npy`, writeNpy(array)]);
  return zipSync(Object.fromEntries(files), { level: 0, mtime: FIXED_TIME });
}

function invalid(source: string, reason: string): StudioError<'format/invalid'> {
  const message = `Not a usable .npz file: ${reason}. Nothing was changed.\nFile: ${source}`;
  return new StudioError('format/invalid', message, { source, issues: [reason] });
}
