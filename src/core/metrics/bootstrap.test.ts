import { expect, test } from 'vitest';
import { seededRandom } from '../math/random.ts';
import { bootstrapRatio } from './bootstrap.ts';

const random = seededRandom(3);
const values = Array.from({ length: 400 }, () => 5 + 2 * random.normal());

test('the interval of a mean is that of the normal distribution, and the same every time', () => {
  const shares = values.map((sum) => ({ sum, weight: 1 }));
  const { value, low95 = 0, high95 = 0 } = bootstrapRatio(shares);
  expect(high95 - value).toBeCloseTo((1.96 * 2) / 20, 1);
  expect(value - low95).toBeCloseTo((1.96 * 2) / 20, 1);
  expect(bootstrapRatio(shares)).toEqual({ value, low95, high95 });
});

test('people of one picture go together: the interval is that of the pictures', () => {
  const twice = values.map((value) => ({ sum: 2 * value, weight: 2 }));
  const once = values.map((value) => ({ sum: value, weight: 1 }));
  expect(bootstrapRatio(twice)).toEqual(bootstrapRatio(once));
});

test('one picture has no interval, and none has no value', () => {
  expect(bootstrapRatio([{ sum: 3, weight: 1 }])).toEqual({
    value: 3,
    low95: undefined,
    high95: undefined,
  });
  expect(bootstrapRatio([]).value).toBeNaN();
});
