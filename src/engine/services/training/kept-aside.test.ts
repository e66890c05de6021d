import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Person } from '../../../contract/person.ts';
import { keepAside } from './kept-aside.ts';
import type { Learner } from './who-learns.ts';

const sha256 = fc.string({
  unit: fc.constantFrom(...'0123456789abcdef'),
  minLength: 64,
  maxLength: 64,
});
const learners = fc
  .array(sha256, { minLength: 2, maxLength: 60 })
  .map((hashes) => hashes.map((hash, id) => learner(id, hash)));

function learner(id: number, imageSha256: string): Learner {
  return { person: { id } as Person, imageSha256 };
}

const hashes = (people: readonly Learner[]) => people.map(({ imageSha256 }) => imageSha256);

describe('people who are kept aside', () => {
  it('are a fifth at least, and never all', () => {
    fc.assert(
      fc.property(learners, (people) => {
        const distinct = new Set(hashes(people)).size;
        const { training, heldOut } = keepAside(people, new Map());
        expect(training.length + heldOut.length).toBe(people.length);
        if (distinct < people.length) return; // several people in one picture go together
        expect(heldOut.length).toBeGreaterThanOrEqual(
          Math.min(Math.ceil(0.2 * people.length), people.length - 1),
        );
      }),
    );
  });

  it('share no picture with those who are taught, and do not hang on the order', () => {
    fc.assert(
      fc.property(learners, (people) => {
        const { training, heldOut } = keepAside(people, new Map());
        expect(hashes(training).filter((hash) => hashes(heldOut).includes(hash))).toEqual([]);
        const turned = keepAside(people.toReversed(), new Map());
        expect(hashes(turned.heldOut).toSorted()).toEqual(hashes(heldOut).toSorted());
      }),
    );
  });

  it('stay so, and so do those who were taught, whoever comes to them', () => {
    fc.assert(
      fc.property(learners, learners, (first, more) => {
        const before = keepAside(first, new Map());
        const roles = new Map([
          ...hashes(before.training).map((hash) => [hash, 'training'] as const),
          ...hashes(before.heldOut).map((hash) => [hash, 'held-out'] as const),
        ]);
        const after = keepAside([...first, ...more], roles);
        expect(hashes(before.heldOut).every((h) => hashes(after.heldOut).includes(h))).toBe(true);
        expect(hashes(before.training).every((h) => hashes(after.training).includes(h))).toBe(true);
      }),
    );
  });
});
