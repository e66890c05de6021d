import { expect, it } from 'vitest';
import { measurePlusMinus, placePlusMinus } from './plus-minus.ts';

const known = {
  plusMinus68: Array.from({ length: 162 }, (_, i) => [0.012, 0.0234, 0.0567][i % 3] ?? 0),
  plusMinus95: Array.from({ length: 162 }, (_, i) => [0.03, 0.06, 0.1234][i % 3] ?? 0),
  ellipsoids95: [],
  betas68: [],
  betas95: [],
  nextPoint: null,
};

it('writes the depth in cm, and every axis where it is asked for', () => {
  expect(placePlusMinus(known, 20)).toEqual({
    text: '±5.7',
    title:
      'Seen from the pelvis, 68 % of all cases lie within ±5.7 cm in depth, ±1.2 cm sideways and ' +
      '±2.3 cm up or down, 95 % within ±12 cm in depth, ±3.0 cm sideways and ±6.0 cm up or down.',
  });
});

it('says that it is being worked out, and that it could not be', () => {
  expect(placePlusMinus('asked', 3)).toMatchObject({ text: '…' });
  expect(placePlusMinus('failed', 3)).toMatchObject({ text: '–' });
  expect(measurePlusMinus(undefined, 'cm')).toMatchObject({ text: '…' });
});

it('gives measurements in their own unit', () => {
  expect(measurePlusMinus([3.06, 6.5], 'kg')).toEqual({
    text: '±3.1',
    title: '68 % of all cases lie within ±3.1 kg, 95 % within ±6.5 kg.',
  });
});
