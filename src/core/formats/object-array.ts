/** NumPy arrays whose values may be pickled: names of pictures, as some tools save them. */
import { StudioError } from '../common/errors.ts';
import { type NpyArray, readNpy, readNpyHeader } from './npy.ts';
import { isKind, type PickleValue } from './pickle/pickle-value.ts';
import { readPickle } from './pickle/read-pickle.ts';

/** @throws StudioError `format/invalid`, `format/runs-code`; `format/unsupported` for other objects than texts */
export function readArray(bytes: Uint8Array, source: string): NpyArray {
  const { descr, shape, start } = readNpyHeader(bytes, source);
  if (!descr.endsWith('O')) return readNpy(bytes, source);
  const { value } = readPickle(bytes, { source, start });
  const values = isKind(value, 'ndarray') ? Array.from<PickleValue>(value.data ?? []) : [];
  const texts = values.map(textOf).filter((text) => text !== undefined);
  if (values.length > 0 && texts.length === values.length) return { shape, data: texts };
  const message =
    'An array of Python objects can be read when they are texts, and these are not all. Save it ' +
    `again with numbers or texts.\nFile: ${source}`;
  throw new StudioError('format/unsupported', message, { source, found: descr });
}

function textOf(value: PickleValue): string | undefined {
  if (value instanceof Uint8Array) return String.fromCharCode(...value);
  return typeof value === 'string' ? value : undefined;
}
