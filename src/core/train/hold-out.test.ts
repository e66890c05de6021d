import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { heldOutImages } from './hold-out.ts';

const hash = fc.string({
  unit: fc.constantFrom(...'0123456789abcdef'),
  minLength: 64,
  maxLength: 64,
});
const hashes = fc.array(hash, { minLength: 1, maxLength: 60 });

function decided(all: readonly string[], earlier?: ReadonlyMap<string, boolean>) {
  const held = heldOutImages(all, earlier);
  return new Map(all.map((one) => [one, held.has(one)]));
}

describe('hold-out', () => {
  it('is at least a fifth of the people', () => {
    fc.assert(
      fc.property(hashes, (all) => {
        const held = heldOutImages(all);
        const people = all.filter((one) => held.has(one)).length;
        expect(people).toBeGreaterThanOrEqual(0.2 * all.length);
      }),
    );
  });

  it('leaves everyone on their side when people are added', () => {
    fc.assert(
      fc.property(hashes, hashes, (first, added) => {
        const sides = decided(first);
        const later = decided([...first, ...added], sides);
        for (const [one, isHeld] of sides) expect(later.get(one)).toBe(isHeld);
      }),
    );
  });

  it('does not depend on the order of the people', () => {
    fc.assert(
      fc.property(fc.uniqueArray(hash, { minLength: 1 }), (all) => {
        expect(heldOutImages(all.toReversed())).toEqual(heldOutImages(all));
      }),
    );
  });

  it('keeps two people of one picture together', () => {
    fc.assert(
      fc.property(hash, fc.nat(4), (one, more) => {
        const held = heldOutImages(new Array(more + 1).fill(one));
        expect(held).toEqual(new Set([one]));
      }),
    );
  });
});
