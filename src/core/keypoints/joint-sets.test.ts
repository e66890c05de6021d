import { describe, expect, it } from 'vitest';
import { MIRROR_JOINTS } from '../body/mirror.ts';
import {
  BODY25,
  BODY25_FROM_COCO17,
  COCO17,
  isFacePoint,
  SPIN24_FROM_COCO17,
  SPIN49_LANDMARKS,
  sideOf,
} from './joint-sets.ts';

const SETS = [COCO17, BODY25];

describe.each(SETS)('joint set $name', (set) => {
  it('has a landmark and a mirror image for every point', () => {
    expect(set.landmarks).toHaveLength(set.pointNames.length);
    expect(set.flip.map((point) => set.flip[point])).toEqual(set.pointNames.map((_, i) => i));
  });

  it('flips names and skeleton joints alike', () => {
    const swap = { left: 'right', right: 'left', centre: 'centre' };
    for (const [point, other] of set.flip.entries()) {
      expect(sideOf(set, other)).toBe(swap[sideOf(set, point)]);
      const [own, mirrored] = [set.landmarks[point], set.landmarks[other]];
      if (own < 24) expect(MIRROR_JOINTS[own]).toBe(mirrored);
    }
  });
});

describe('maps between the sets', () => {
  it('lead to the same landmark', () => {
    for (const [coco, body25] of BODY25_FROM_COCO17.entries()) {
      expect(BODY25.pointNames[body25]).toBe(COCO17.pointNames[coco]);
      expect(BODY25.landmarks[body25]).toBe(COCO17.landmarks[coco]);
    }
  });

  it("put COCO points into SPIN's slots of the same landmark, the hips into LSP's", () => {
    const slots = SPIN24_FROM_COCO17.map((slot) => SPIN49_LANDMARKS[25 + slot]);
    expect(slots).toEqual(COCO17.landmarks.map((l) => ({ 1: 46, 2: 45 })[l] ?? l));
  });

  it('know the face', () => {
    expect(COCO17.pointNames.filter((_, i) => isFacePoint(COCO17, i))).toHaveLength(5);
  });
});
