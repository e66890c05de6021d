import type { Keypoint } from '../../contract/keypoint.ts';
import { FACE_FRONT, isSeenFromBehind } from '../../core/keypoints/back-view.ts';
import { COCO17, isFacePoint } from '../../core/keypoints/joint-sets.ts';
import type { DetectedPose } from '../../core/regress/detector-geometry.ts';

/** Below this a point was not found; people seen from behind get made-up faces up to 0.5 and more. */
const MIN_CONFIDENCE = 0.2;
const MIN_FACE_CONFIDENCE = 0.5;

/** The detector's points as keypoints: absent where it is not sure enough. */
export function keypointsFromPose(pose: DetectedPose): Keypoint[] {
  return pose.map(({ x, y, confidence }, i) => {
    const needed = isFacePoint(COCO17, i) ? MIN_FACE_CONFIDENCE : MIN_CONFIDENCE;
    const visibility = confidence >= needed ? 'visible' : 'absent';
    return { x, y, confidence, visibility, source: 'detector', use: 'normal' };
  });
}

/** The same without a face that may be made up; undefined when there is none. */
export function withoutMadeUpFace(keypoints: readonly Keypoint[]): Keypoint[] | undefined {
  const found = keypoints.map((point) => (point.visibility === 'absent' ? undefined : point));
  if (!isSeenFromBehind(found)) return undefined;
  return keypoints.map((point, i) =>
    FACE_FRONT.has(i) ? { ...point, visibility: 'absent' } : point,
  );
}
