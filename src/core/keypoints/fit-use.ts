/** What the fit makes of a keypoint and why; `core/fit/problem-from-keypoints.ts` weighs by it. */
import type { AnnotatedPoint } from './annotated-point.ts';
import { isFacePoint, jointSetOf } from './joint-sets.ts';

type Point = Omit<AnnotatedPoint, 'x' | 'y'>;

/** Detectors make faces up on people seen from behind, with confidences up to this. */
const MIN_FACE_CONFIDENCE = 0.5;
/** Hips and neck of a detector mark the skin or a mean; they place the body but do not bend it. */
const PLACING = new Set(['left hip', 'right hip', 'mid hip', 'neck']);

export type FitUse =
  | 'bends'
  | 'absent'
  | 'ignored'
  | 'occluded'
  | 'doubtful-face'
  | 'places'
  | 'not-found';

/** `bends` for a point that pulls on the pose. */
export function fitUseOf(
  jointSet: 'coco17' | 'body25',
  { visibility, source, use, confidence }: Point,
  index: number,
): FitUse {
  const set = jointSetOf(jointSet);
  if (visibility === 'absent') return 'absent';
  if (use === 'ignored') return 'ignored';
  if (use === 'pinned' || source === 'hand') return 'bends';
  if (visibility === 'occluded') return 'occluded';
  if (isFacePoint(set, index) && confidence < MIN_FACE_CONFIDENCE) return 'doubtful-face';
  if (PLACING.has(set.pointNames[index])) return 'places';
  return confidence === 0 ? 'not-found' : 'bends';
}

/** Why a point does not bend the body and what would make it, as a sentence; empty for one that does. */
export const FIT_USE_REASONS: Readonly<Record<FitUse, string>> = {
  bends: '',
  absent: 'absent: V or a drag brings it back',
  ignored: 'ignored by hand: P uses it again',
  occluded: 'the detector’s guess of a hidden joint is not used: place it, or pin it with P',
  'doubtful-face':
    'the detector is less than half sure, and makes faces up on backs: place it, or pin it with P',
  places: 'places the body, does not bend it: place it, or pin it with P, to use it for the pose',
  'not-found': 'the detector did not find it: place it',
};
