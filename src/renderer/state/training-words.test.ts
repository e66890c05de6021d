import { describe, expect, it } from 'vitest';
import type { ComparisonRow } from '../../contract/training.ts';
import { mainRow, minutesText, rowVerdict, shownChange } from './training-words.ts';

const ROW: ComparisonRow = {
  measure: 'reprojection',
  label: 'reprojection, median',
  unit: 'px',
  better: 'lower',
  people: 60,
  current: 7.94,
  next: 5.1,
  change: -2.84,
  interval: { low: -3.4, high: -2.1 },
};
const PCK: ComparisonRow = {
  ...ROW,
  measure: 'pck',
  unit: 'share',
  better: 'higher',
  current: 0.84,
  next: 0.91,
  change: 0.07,
  interval: { low: -0.001, high: 0.14 },
};

it('values and changes carry unit, sign and interval', () => {
  expect(mainRow(ROW)).toBe('7.9 px → 5.1 px');
  expect(shownChange(ROW)).toBe('−2.8 (−3.4 … −2.1)');
  expect(mainRow(PCK)).toBe('84 % → 91 %');
  expect(shownChange(PCK)).toBe('+7 points (−0.1 … +14)');
  expect(shownChange({ ...ROW, interval: null })).toBe('−2.8');
});

describe('a row is better or worse', () => {
  it.each([
    [ROW, 'better'],
    [{ ...ROW, interval: { low: 0.1, high: 2 } }, 'worse'],
    [PCK, 'same'],
    [{ ...PCK, interval: { low: 0.01, high: 0.1 } }, 'better'],
    [{ ...PCK, interval: { low: -0.2, high: -0.1 } }, 'worse'],
    [{ ...ROW, interval: null }, 'same'],
  ] as const)('only when its whole interval is', (row, verdict) => {
    expect(rowVerdict(row)).toBe(verdict);
  });
});

it('durations are short and never none', () => {
  expect([0, 0.5, 3.2, 120].map(minutesText)).toEqual(['~1 s', '~30 s', '~3 min', '~2.0 h']);
});
