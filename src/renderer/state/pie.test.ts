import { expect, it, vi } from 'vitest';
import { PIE, pieItemAt } from './pie.ts';

vi.mock('../client/connection.ts', () => ({ client: {} }));

it.each([
  [0, -50, 'visible'],
  [50, 0, 'absent'],
  [0, 50, 'ignore'],
  [-50, 0, 'flip depth'],
  [-40, -40, 'reset'],
])('the pointer at %i, %i chooses %s', (x, y, title) => {
  expect(PIE[pieItemAt(x, y, 20) ?? -1]?.title).toBe(title);
});

it('chooses nothing in the middle', () => {
  expect(pieItemAt(5, 5, 20)).toBeUndefined();
});
