import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isKind, type PickleValue } from '../../src/core/formats/pickle/pickle-value.ts';
import { arrayOf, sparseOf, textKeys } from '../../src/core/formats/pickle/python-arrays.ts';
import { readPickle } from '../../src/core/formats/pickle/read-pickle.ts';

interface ArrayCase {
  readonly name: string;
  readonly pickle: string;
  readonly shape: number[];
  readonly values: number[];
}

/** Written by Python: `make_pickles.py`. */
const golden = JSON.parse(readFileSync(join(import.meta.dirname, 'pickles.json'), 'utf8'));

function read(base64: string): PickleValue {
  const bytes = new Uint8Array(Buffer.from(base64, 'base64'));
  const { value, end } = readPickle(bytes, { source: 'golden' });
  expect(end).toBe(bytes.length);
  return value;
}

function plain(value: PickleValue): unknown {
  if (value instanceof Map) {
    return Object.fromEntries([...value].map(([key, item]) => [key, plain(item)]));
  }
  return Array.isArray(value) ? value.map(plain) : value;
}

test.each(Object.entries<string>(golden.plain.pickles))('plain values, %s', (_, pickle) => {
  expect(plain(read(pickle))).toEqual(golden.plain.value);
});

test.each(Object.entries<string>(golden.python2))(
  'a Python 2 string is its bytes, %s',
  (_, pickle) => {
    expect(plain(read(pickle))).toEqual({ key: "\x00\x80\x9f\xff\\'\n" });
  },
);

test.each<ArrayCase>(golden.arrays)('$name', ({ pickle, shape, values }) => {
  const array = arrayOf(read(pickle));
  expect(array?.shape).toEqual(shape);
  expect(Array.from(array?.data ?? [])).toEqual(values);
});

test.each<ArrayCase>(golden.sparse)('$name', ({ pickle, shape, values }) => {
  const matrix = sparseOf(read(pickle));
  expect([matrix?.rowCount, matrix?.columnCount]).toEqual(shape);
  const dense = new Float64Array(values.length);
  for (const [i, row] of (matrix?.rows ?? []).entries()) {
    dense[shape[1] * row + (matrix?.columns[i] ?? 0)] += matrix?.values[i] ?? 0;
  }
  expect(Array.from(dense)).toEqual(values);
});

test.each<ArrayCase>(golden.hostile)('$name is refused', ({ pickle }) => {
  expect(() => read(pickle)).toThrow(/^This file tries to run code: it calls [\w.]+\. It was not/);
});

test('the name of what it would call is told', () => {
  expect(() => read(golden.hostile[0].pickle)).toThrow(
    expect.objectContaining({
      code: 'format/runs-code',
      data: { source: 'golden', global: 'posix.system' },
    }),
  );
});

test('a class that is not known hides nothing of the rest', () => {
  for (const pickle of golden.unknown) {
    const value = textKeys(read(pickle), 'golden');
    expect(Array.from(arrayOf(value.get('weights'))?.data ?? [])).toEqual([0, 1, 2]);
    expect(plain(value.get('ordered'))).toEqual({ a: 1 });
    expect(isKind(value.get('settings'), 'object')).toBe(true);
  }
});
