import { describe, expect, it } from 'vitest';
import { seededRandom } from '../math/random.ts';
import { pairedChange } from './paired-interval.ts';

describe('a paired change', () => {
  it('counts better, same and worse, and names the worse, the worst first', () => {
    const change = pairedChange([10, 10, 10, 10, 10], [8, 10.05, 12, 9.96, 15], 0.1);
    expect(change).toMatchObject({
      before: 10,
      better: 1,
      same: 2,
      worse: 2,
      worseIndices: [4, 2],
    });
    expect(change.after).toBeCloseTo(11.002);
  });

  it('has an interval as wide as the standard error says', () => {
    const { normal } = seededRandom(3);
    const before = Array.from({ length: 400 }, () => 50 + 10 * normal());
    const after = before.map((value) => value - 2 + 4 * normal());
    const { changeLow, changeHigh } = pairedChange(before, after);
    expect((changeHigh - changeLow) / ((2 * 1.96 * 4) / 20)).toBeCloseTo(1, 0);
    expect(changeLow).toBeLessThan(-2);
    expect(changeHigh).toBeGreaterThan(-2);
  });

  it('covers the true change about 95 times in a hundred', () => {
    const { normal } = seededRandom(4);
    let covered = 0;
    for (let trial = 0; trial < 100; trial++) {
      const after = Array.from({ length: 40 }, () => 1 + normal());
      const { changeLow, changeHigh } = pairedChange(new Array(40).fill(0), after);
      if (changeLow <= 1 && changeHigh >= 1) covered++;
    }
    expect(covered).toBeGreaterThan(88);
    expect(covered).toBeLessThan(100);
  });

  it('is the same every time', () => {
    const pair = [
      [3, 4, 5],
      [2, 5, 4],
    ] as const;
    expect(pairedChange(...pair)).toEqual(pairedChange(...pair));
  });
});
