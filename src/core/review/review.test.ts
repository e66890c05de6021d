import { describe, expect, it } from 'vitest';
import { BODY25 } from '../keypoints/joint-sets.ts';
import { auditSentence, randomSample, wrongAtMost } from './audit.ts';
import { checkPerson } from './check-person.ts';
import type { CheckedPerson } from './checked-person.ts';
import { noveltyOf, poseMark } from './novelty.ts';
import { rankPeople } from './rank.ts';

describe('the share that may be wrong', () => {
  // scipy.stats.beta.ppf(0.95, wrong + 1, audited - wrong)
  it.each([
    [0, 20, 0.1391083406683],
    [1, 20, 0.2161061642068],
    [3, 50, 0.1478371763642],
    [0, 1, 0.95],
    [19, 20, 0.9974386212235],
    [5, 1000, 0.0104840769114],
  ])('is what the beta distribution says for %i of %i', (wrong, audited, share) => {
    expect(wrongAtMost(wrong, audited, 0.95)).toBeCloseTo(share, 10);
  });

  it('is everything when nothing was audited or all of it is wrong', () => {
    expect(wrongAtMost(0, 0, 0.95)).toBe(1);
    expect(wrongAtMost(20, 20, 0.95)).toBe(1);
  });

  it('is rounded up in the sentence', () => {
    expect(auditSentence(0, 20)).toBe('in 20 audited 0 wrong, so at most 14 % wrong (95 %)');
  });
});

describe('a random sample', () => {
  const all = Array.from({ length: 30 }, (_, i) => i);

  it('is the same for a seed, without repeats, and never more than there are', () => {
    expect(randomSample(all, 20, 4)).toEqual(randomSample(all, 20, 4));
    expect(new Set(randomSample(all, 20, 4)).size).toBe(20);
    expect(randomSample(all, 99, 4).toSorted((a, b) => a - b)).toEqual(all);
  });

  it('draws everyone equally often', () => {
    const drawn = new Array<number>(30).fill(0);
    for (let seed = 0; seed < 3000; seed++) {
      for (const i of randomSample(all, 5, seed)) drawn[i] = (drawn[i] ?? 0) + 1;
    }
    // 500 expected with a standard deviation of 20.
    expect(Math.min(...drawn)).toBeGreaterThan(400);
    expect(Math.max(...drawn)).toBeLessThan(600);
  });
});

describe('the worst first', () => {
  const usual = {
    residual: 0.05,
    fitMovedMm: 10,
    unseen: 0.1,
    maxBeta: 1,
    rules: [],
  };

  it('puts who is worse in a figure or a rule before the others, with the reason', () => {
    const people = [
      usual,
      { ...usual, fitMovedMm: 41 },
      { ...usual, rules: ['duplicate' as const] },
    ];
    const ranked = rankPeople(people);
    const order = [0, 1, 2].toSorted(
      (a, b) => (ranked[b]?.badness ?? 0) - (ranked[a]?.badness ?? 0),
    );
    expect(order).toEqual([2, 1, 0]);
    expect(ranked[1]?.reasons[0]).toBe('41 mm from the regressor');
    expect(ranked[2]?.reasons[0]).toBe('the same person is there twice');
    expect(ranked.every(({ reasons }) => reasons.length === 2)).toBe(true);
  });

  it('does not depend on the units of a figure', () => {
    const people = [1, 5, 3].map((fitMovedMm) => ({ ...usual, fitMovedMm }));
    const scaled = people.map((person) => ({ ...person, fitMovedMm: 1000 * person.fitMovedMm }));
    const badness = (of: typeof people) => rankPeople(of).map((person) => person.badness);
    expect(badness(scaled)).toEqual(badness(people));
  });
});

describe('novelty', () => {
  it('is the distance to the nearest accepted pose', () => {
    const mark = (angle: number) => poseMark(new Array<number>(72).fill(angle));
    expect(noveltyOf(mark(0.5), [])).toBe(Math.PI);
    expect(noveltyOf(mark(0.5), [mark(0), mark(0.4)])).toBeCloseTo(0.1 * Math.sqrt(3), 5);
  });
});

/** Upright, facing the camera, 400 px high: the person's left is on the right of the picture. */
const PLACES: Readonly<Record<string, readonly [number, number]>> = {
  nose: [200, 60],
  'left eye': [207, 53],
  'right eye': [193, 53],
  'left ear': [215, 58],
  'right ear': [185, 58],
  'left shoulder': [243, 110],
  'right shoulder': [157, 110],
  'left elbow': [258, 172],
  'right elbow': [142, 172],
  'left wrist': [262, 229],
  'right wrist': [138, 229],
  'left hip': [227, 225],
  'right hip': [173, 225],
  'left knee': [230, 320],
  'right knee': [170, 320],
  'left ankle': [231, 424],
  'right ankle': [169, 424],
};
const SIZE = { width: 400, height: 450 };

function standing(change: (name: string) => readonly [number, number] | undefined): CheckedPerson {
  const keypoints = BODY25.pointNames.map((name) => {
    const [x, y] = change(name) ?? [0, 0];
    const visibility = change(name) === undefined ? ('absent' as const) : ('visible' as const);
    return { x, y, visibility };
  });
  return { id: 1, jointSet: 'body25', keypoints, pose: new Float64Array(72) };
}

const PERSON = standing((name) => PLACES[name]);

function exchanged(part: RegExp): CheckedPerson {
  return standing((name) => {
    const other = name.startsWith('left')
      ? name.replace('left', 'right')
      : name.replace('right', 'left');
    return PLACES[part.test(name) ? other : name];
  });
}

describe('the rules', () => {
  it('say nothing of somebody who stands there', () => {
    expect(checkPerson(PERSON, [PERSON], SIZE)).toEqual([]);
  });

  it.each([[/shoulder|elbow|wrist/], [/hip|knee|ankle/], [/shoulder|elbow|wrist|hip|knee|ankle/]])(
    'find sides that are exchanged: %s',
    (part) => {
      expect(checkPerson(exchanged(part), [], SIZE)).toContain('left-right-swap');
    },
  );

  it('find somebody who is there twice, and not two who stand side by side', () => {
    const beside = standing((name) => {
      const [x, y] = PLACES[name] ?? [];
      return x === undefined || y === undefined ? undefined : [x + 90, y];
    });
    expect(checkPerson(PERSON, [{ ...PERSON, id: 2 }], SIZE)).toEqual(['duplicate']);
    expect(checkPerson(PERSON, [{ ...beside, id: 2 }], SIZE)).toEqual([]);
  });

  it('find a hand that is too far away, and a joint outside the picture', () => {
    const reaching = (x: number) =>
      standing((name) => (name === 'left wrist' ? [x, 172] : PLACES[name]));
    expect(checkPerson(reaching(380), [], SIZE)).toEqual(['limb-ratio']);
    expect(checkPerson(reaching(480), [], SIZE)).toEqual(['limb-ratio', 'outside-image']);
    expect(checkPerson(reaching(480), [], null)).toEqual(['limb-ratio']);
  });

  it('find a knee that is bent backwards, not one that is bent', () => {
    const bent = (angle: number) => {
      const pose = new Float64Array(72);
      pose[12] = angle;
      return checkPerson({ ...PERSON, pose }, [], SIZE);
    };
    expect(bent(1.8)).toEqual([]);
    expect(bent(-0.8)).toEqual(['joint-limit']);
  });

  it('say nothing of somebody of whom too little is there', () => {
    const face = standing((name) => (/eye|nose/.test(name) ? PLACES[name] : undefined));
    expect(checkPerson(face, [], SIZE)).toEqual([]);
  });
});
