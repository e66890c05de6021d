import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isStudioError } from '../core/common/errors.ts';
import type { Keypoint } from './keypoint.ts';
import { poseOfText, textOfPose } from './pose-clipboard.ts';

const keypoint: Keypoint = {
  x: 1 / 3,
  y: -2,
  confidence: 0.5,
  visibility: 'occluded',
  source: 'detector',
  use: 'pinned',
};
const pose = {
  jointSet: 'coco17' as const,
  keypoints: Array.from({ length: 17 }, (_, i) => ({ ...keypoint, x: i })),
};

describe('a pose in the clipboard', () => {
  it('comes back as it went', () => {
    expect(poseOfText(textOfPose(pose))).toEqual(pose);
  });

  it.each([
    ['nothing', '', 'holds no pose'],
    ['prose', 'a shopping list', 'holds no pose'],
    ['another JSON', '{"keypoints": []}', 'holds no pose'],
    ['null', 'null', 'holds no pose'],
    ['a long text', `"${'x'.repeat(200_000)}"`, 'holds no pose'],
    ['a newer pose', textOfPose(pose).replace('"version":1', '"version":2'), 'newer version'],
    ['too few points', textOfPose({ ...pose, keypoints: [keypoint] }), 'incomplete'],
    ['no numbers', textOfPose(pose).replace('"x":3', '"x":"three"'), 'incomplete'],
  ])('is refused with a sentence: %s', (_, text, words) => {
    expect(() => poseOfText(text)).toThrow(words);
  });

  it('never throws anything but its own error', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        try {
          poseOfText(text);
        } catch (error) {
          expect(isStudioError(error)).toBe(true);
        }
      }),
    );
  });
});
