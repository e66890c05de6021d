import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AnnotatedPoint } from './annotated-point.ts';
import { boxOfKeypoints } from './box.ts';
import { BODY25, COCO17 } from './joint-sets.ts';
import { everyPoint, limbName, limbPairs, withChildren } from './limbs.ts';
import {
  boxOverlap,
  fittedInto,
  mergedPoints,
  mirrored,
  mostAlikePair,
  mostOverlapping,
  shifted,
  swappedSides,
} from './pose-edits.ts';

const point = fc.record({
  x: fc.double({ min: -500, max: 500, noNaN: true }),
  y: fc.double({ min: -500, max: 500, noNaN: true }),
  confidence: fc.double({ min: 0, max: 1, noNaN: true }),
  visibility: fc.constantFrom('visible' as const, 'occluded' as const),
  source: fc.constant<'detector' | 'hand'>('detector'),
  use: fc.constantFrom('normal' as const, 'pinned' as const, 'ignored' as const),
});
const pose = fc.array(point, { minLength: 17, maxLength: 17 });
const names = (set: typeof COCO17, points: number[]) => points.map((i) => set.pointNames[i]);
const at = (name: string) => COCO17.pointNames.indexOf(name);

describe('what hangs on a point', () => {
  it('goes down the limb of its own side', () => {
    expect(names(COCO17, withChildren(COCO17, at('left shoulder')))).toEqual([
      'left shoulder',
      'left elbow',
      'left wrist',
    ]);
    expect(names(BODY25, withChildren(BODY25, BODY25.pointNames.indexOf('right knee')))).toEqual([
      'right knee',
      'right ankle',
      'right big toe',
      'right small toe',
      'right heel',
    ]);
    expect(withChildren(COCO17, at('left wrist'))).toEqual([at('left wrist')]);
    expect(names(COCO17, withChildren(COCO17, at('nose')))).toHaveLength(5);
  });

  it('never takes a point twice', () => {
    for (const set of [COCO17, BODY25]) {
      for (const i of everyPoint(set)) {
        const all = withChildren(set, i);
        expect(new Set(all).size).toBe(all.length);
      }
    }
  });

  it('knows both sides of a limb', () => {
    expect(names(COCO17, limbPairs(COCO17, at('left wrist')))).toEqual([
      'left shoulder',
      'right shoulder',
      'left elbow',
      'right elbow',
      'left wrist',
      'right wrist',
    ]);
    expect(limbPairs(COCO17, at('nose'))).toEqual([]);
    expect(limbName(COCO17, at('right ankle'))).toBe('leg');
  });
});

describe('edits of points', () => {
  it('shift back what they have shifted, and nothing else', () => {
    fc.assert(
      fc.property(pose, fc.integer({ min: -99, max: 99 }), (points, dx) => {
        const there = shifted(points, [3, 5], dx, 7);
        const back = shifted(there, [3, 5], -dx, -7);
        for (const i of [3, 5]) {
          expect(back[i].x).toBeCloseTo(points[i].x, 9);
          expect(there[i]).toMatchObject({ source: 'hand', confidence: 1 });
        }
        expect(there.filter((_, i) => i !== 3 && i !== 5)).toEqual(
          points.filter((_, i) => i !== 3 && i !== 5),
        );
      }),
    );
  });

  it('leave an absent point absent', () => {
    const gone: AnnotatedPoint = {
      ...sample(0, 0),
      visibility: 'absent',
      source: 'detector',
      confidence: 0.2,
    };
    expect(shifted([gone], [0], 1, 1)[0]).toEqual({ ...gone, x: 1, y: 1 });
  });

  it('swap twice to where everything was', () => {
    fc.assert(
      fc.property(pose, (points) => {
        const all = everyPoint(COCO17);
        const twice = swappedSides(COCO17, swappedSides(COCO17, points, all), all);
        expect(twice.map(({ x, y, visibility }) => ({ x, y, visibility }))).toEqual(
          points.map(({ x, y, visibility }) => ({ x, y, visibility })),
        );
      }),
    );
  });

  it('swap only the limb', () => {
    const points = COCO17.pointNames.map((_, i) => sample(i, 0));
    const after = swappedSides(COCO17, points, limbPairs(COCO17, at('left knee')));
    expect(after[at('left knee')].x).toBe(at('right knee'));
    expect(after[at('right hip')].x).toBe(at('left hip'));
    expect(after[at('left wrist')]).toEqual(points[at('left wrist')]);
  });

  it('mirror twice to where everything was', () => {
    fc.assert(
      fc.property(pose, (points) => {
        for (const [i, { x, y }] of mirrored(COCO17, mirrored(COCO17, points)).entries()) {
          expect(x).toBeCloseTo(points[i].x, 6);
          expect(y).toBe(points[i].y);
        }
      }),
    );
  });

  it('put a pose into another box with its proportions', () => {
    const points = [sample(0, 0), sample(10, 20)];
    const placed = fittedInto(points, boxOfKeypoints(points), {
      x: 100,
      y: 100,
      width: 20,
      height: 40,
    });
    expect(placed.map(({ x, y }) => [x, y])).toEqual([
      [100, 100],
      [120, 140],
    ]);
  });

  it('keep what a hand has placed when two people become one', () => {
    const hand: AnnotatedPoint = { ...sample(1, 1), source: 'hand', visibility: 'occluded' };
    const seen: AnnotatedPoint = { ...sample(2, 2), source: 'detector', confidence: 0.9 };
    const weak: AnnotatedPoint = { ...sample(3, 3), source: 'detector', confidence: 0.2 };
    const gone: AnnotatedPoint = { ...weak, visibility: 'absent', confidence: 1 };
    expect(mergedPoints([seen, weak, gone], [hand, seen, weak])).toEqual([hand, seen, weak]);
    expect(mergedPoints([hand], [seen])).toEqual([hand]);
  });
});

describe('boxes', () => {
  const box = (x: number, width = 10) => ({ x, y: 0, width, height: 10 });

  it('overlap from nothing to one', () => {
    expect(boxOverlap(box(0), box(0))).toBe(1);
    expect(boxOverlap(box(0), box(5))).toBeCloseTo(1 / 3);
    expect(boxOverlap(box(0), box(20))).toBe(0);
  });

  it('find who stands where somebody stood', () => {
    const people = [
      { id: 1, box: box(0) },
      { id: 2, box: box(4) },
      { id: 3, box: box(50) },
    ];
    expect(mostOverlapping(box(5), people)?.person.id).toBe(2);
    expect(mostOverlapping(box(90), people)).toBeUndefined();
    expect(mostAlikePair(people)?.pair.map(({ id }) => id)).toEqual([1, 2]);
    expect(mostAlikePair(people.slice(1))).toBeUndefined();
  });
});

function sample(x: number, y: number): AnnotatedPoint {
  return { x, y, confidence: 1, visibility: 'visible', source: 'hand', use: 'normal' };
}
