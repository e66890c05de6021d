import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aBody, aTrainingPerson } from '../../../test/fixtures/training.ts';
import { type FitsDictionary, keepBetter, labelOf } from './fits-dictionary.ts';

const score = fc.double({ min: 0, max: 300, noNaN: true });

describe('the dictionary of fits', () => {
  it('keeps the best of all fits, whatever their order', () => {
    fc.assert(
      fc.property(fc.array(score, { minLength: 1 }), (scores) => {
        const dictionary: FitsDictionary = new Map();
        for (const value of scores) keepBetter(dictionary, 1, { body: aBody(value), score: value });
        expect(dictionary.get(1)?.score).toBe(Math.min(...scores));
      }),
    );
  });

  it('is not changed by a worse fit, an equal one or one that is not a number', () => {
    const dictionary: FitsDictionary = new Map();
    const kept = { body: aBody(0), score: 40 };
    expect(keepBetter(dictionary, 1, kept)).toBe(true);
    for (const value of [41, 40, Number.NaN, Infinity]) {
      expect(keepBetter(dictionary, 1, { body: aBody(1), score: value })).toBe(false);
      expect(dictionary.get(1)).toBe(kept);
    }
  });

  it('stores a fit above the threshold, but nobody learns from it', () => {
    const dictionary: FitsDictionary = new Map();
    expect(keepBetter(dictionary, 1, { body: aBody(0), score: 100 })).toBe(true);
    expect(labelOf(aTrainingPerson({ id: 1 }), dictionary)).toBeUndefined();
    keepBetter(dictionary, 1, { body: aBody(0), score: 99.9 });
    expect(labelOf(aTrainingPerson({ id: 1 }), dictionary)?.isTruth).toBe(false);
  });

  it('zeroes betas beyond ±3 in the label and nowhere else', () => {
    const dictionary: FitsDictionary = new Map();
    const wild = { ...aBody(0), betas: new Float64Array(10).fill(1).with(4, -3.01) };
    keepBetter(dictionary, 1, { body: wild, score: 10 });
    const label = labelOf(aTrainingPerson({ id: 1 }), dictionary);
    expect(label?.body.betas).toEqual(new Float64Array(10));
    expect(label?.body.pose).toEqual(wild.pose);
    expect(dictionary.get(1)?.body.betas[4]).toBe(-3.01);
  });

  it('teaches the truth of accepted people and nothing of rejected ones', () => {
    const dictionary: FitsDictionary = new Map([[1, { body: aBody(1), score: 1 }]]);
    const truth = { ...aBody(0), betas: new Float64Array(10).fill(4) };
    const accepted = aTrainingPerson({ id: 1, decision: 'accepted', truth });
    expect(labelOf(accepted, dictionary)).toEqual({ body: truth, isTruth: true });
    const rejected = aTrainingPerson({ id: 1, decision: 'rejected' });
    expect(labelOf(rejected, dictionary)).toBeUndefined();
  });
});
