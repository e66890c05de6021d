import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readNpy, writeNpy } from './npy.ts';
import { readNpz, writeNpz } from './npz.ts';
import { readArray } from './object-array.ts';

const hasNumpy = spawnSync('python3', ['-c', 'import numpy']).status === 0;

function fromNumpy(expression: string): Uint8Array {
  const script = `import numpy as np, sys; np.save(sys.stdout.buffer, ${expression})`;
  return spawnSync('python3', ['-c', script]).stdout;
}

describe('npy', () => {
  it('reads what it writes', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true })), (values) => {
        const array = { shape: [values.length], data: Float64Array.from(values) };
        expect(readNpy(writeNpy(array), 'x.npy')).toEqual(array);
      }),
    );
    const text = { shape: [3], data: ['a.jpg', '', 'größe 😀.jpg'] };
    expect(readNpy(writeNpy(text), 'x.npy')).toEqual(text);
  });

  it('says what is wrong with a file', () => {
    expect(() => readNpy(new Uint8Array(40), 'x.npy')).toThrow(
      'Not a NumPy array: it does not begin as a .npy file. Nothing was changed.\nFile: x.npy',
    );
    const cut = writeNpy({ shape: [4], data: Float64Array.of(1, 2, 3, 4) }).slice(0, -8);
    expect(() => readNpy(cut, 'x.npy')).toThrow(/it ends too early/);
  });

  it.skipIf(!hasNumpy).each([
    ['np.arange(6, dtype="<f4").reshape(2, 3)', [2, 3], [0, 1, 2, 3, 4, 5]],
    ['np.asfortranarray(np.arange(6, dtype=">f8").reshape(2, 3))', [2, 3], [0, 1, 2, 3, 4, 5]],
    ['np.array([1.5, -2, 65504], dtype="<f2")', [3], [1.5, -2, 65504]],
    ['np.array([-3, 9], dtype="<i8")', [2], [-3, 9]],
    ['np.array([True, False])', [2], [1, 0]],
    ['np.array(["ab", "c"])', [2], ['ab', 'c']],
    ['np.array(7.0)', [], [7]],
  ])("reads numpy's %s", (expression, shape, values) => {
    const array = readNpy(fromNumpy(expression), 'x.npy');
    expect({ shape: array.shape, values: [...array.data] }).toEqual({ shape, values });
  });

  it.skipIf(!hasNumpy)('refuses pickled objects', () => {
    expect(() => readNpy(fromNumpy('np.array([{}, None])'), 'x.npy')).toThrow(
      /type \|O cannot be read/,
    );
  });
});

describe('an array of pickled objects', () => {
  it.skipIf(!hasNumpy)('may hold texts', () => {
    const names = 'np.array(["a.jpg", "größe/b.jpg", b"c.jpg"], dtype=object)';
    expect(readArray(fromNumpy(names), 'x.npy')).toEqual({
      shape: [3],
      data: ['a.jpg', 'größe/b.jpg', 'c.jpg'],
    });
  });

  it.skipIf(!hasNumpy).each(['np.array([{}, None])', 'np.array([[1, "a"]], dtype=object)'])(
    'and nothing else: %s',
    (expression) => {
      expect(() => readArray(fromNumpy(expression), 'x.npy')).toThrow(
        expect.objectContaining({ code: 'format/unsupported' }),
      );
    },
  );
});

describe('npz', () => {
  it('reads what it writes, with the same bytes each time', () => {
    const arrays = { a: { shape: [2], data: Int32Array.of(1, 2) }, b: { shape: [1], data: ['x'] } };
    expect(readNpz(writeNpz(arrays), 'x.npz')).toEqual(arrays);
    expect(writeNpz(arrays)).toEqual(writeNpz(arrays));
  });

  it('says what is wrong with an archive', () => {
    expect(() => readNpz(new Uint8Array(100), 'x.npz')).toThrow(/^Not a usable \.npz file: /);
  });
});
