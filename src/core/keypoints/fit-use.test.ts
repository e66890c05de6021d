import { describe, expect, it } from 'vitest';
import { FIT_USE_REASONS, fitUseOf } from './fit-use.ts';
import { COCO17 } from './joint-sets.ts';

const point = {
  x: 0,
  y: 0,
  confidence: 0.4,
  visibility: 'visible' as const,
  source: 'detector' as const,
  use: 'normal' as const,
};
const at = (name: string) => COCO17.pointNames.indexOf(name);

describe('what the fit makes of a point', () => {
  it.each([
    ['left wrist', point, 'bends'],
    ['left wrist', { ...point, visibility: 'absent' as const, use: 'pinned' as const }, 'absent'],
    ['left wrist', { ...point, use: 'ignored' as const, source: 'hand' as const }, 'ignored'],
    ['left wrist', { ...point, visibility: 'occluded' as const }, 'occluded'],
    ['left wrist', { ...point, visibility: 'occluded' as const, source: 'hand' as const }, 'bends'],
    ['left wrist', { ...point, confidence: 0 }, 'not-found'],
    ['left eye', point, 'doubtful-face'],
    ['left eye', { ...point, confidence: 0.6 }, 'bends'],
    ['left hip', point, 'places'],
    ['left hip', { ...point, use: 'pinned' as const }, 'bends'],
    ['left hip', { ...point, source: 'hand' as const }, 'bends'],
  ])('%s of %o: %s', (name, keypoint, expected) => {
    expect(fitUseOf('coco17', keypoint, at(name))).toBe(expected);
    expect(FIT_USE_REASONS[expected as 'bends'] === '').toBe(expected === 'bends');
  });
});
