import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { readPickle } from './read-pickle.ts';
import { writePickle } from './write-pickle.ts';

const VALUE = [
  {
    name: 'größe 😀.jpg',
    count: -7,
    share: 0.25,
    large: 2 ** 40,
    keypoints: { shape: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6.5) },
    has: { shape: [], data: Float64Array.of(1) },
    nothing: {},
    list: [],
  },
];

it('is read again by the studio’s own reader', () => {
  const { value } = readPickle(writePickle(VALUE), { source: 'x' });
  const [person] = value as unknown as Map<string, unknown>[];
  expect(person?.get('name')).toBe('größe 😀.jpg');
  expect(person?.get('large')).toBe(2 ** 40);
  expect(person?.get('keypoints')).toMatchObject({ shape: [2, 3], dtype: '<f4' });
  expect(person?.get('has')).toMatchObject({ shape: [], data: Float64Array.of(1) });
});

const hasNumpy = spawnSync('python3', ['-c', 'import numpy']).status === 0;

it.skipIf(!hasNumpy)('is read by Python with NumPy', () => {
  const script = `
import pickle, sys
[person] = pickle.load(sys.stdin.buffer)
k = person['keypoints']
print(person['name'], person['count'], person['share'], person['large'], k.dtype, k.tolist(),
      person['has'].shape, person['has'] > 0, person['nothing'], person['list'], k.flags.writeable)`;
  const env = { ...process.env, PYTHONIOENCODING: 'utf8', PYTHONWARNINGS: 'error' };
  const { stdout, stderr } = spawnSync('python3', ['-c', script], {
    input: writePickle(VALUE),
    env,
  });
  expect(stderr.toString()).toBe('');
  expect(stdout.toString().trim()).toBe(
    'größe 😀.jpg -7 0.25 1099511627776.0 float32 [[1.0, 2.0, 3.0], [4.0, 5.0, 6.5]] () True {} [] True',
  );
});
