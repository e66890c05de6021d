/** Kinds of poses, told by geometry alone, so that a regressor can be trained without one of them. */

const PELVIS = 0;
const LEFT_HIP = 1;
const LEFT_KNEE = 4;
const LEFT_ANKLE = 7;
const LOW_SHARE = 0.7;

/**
 * Sitting, kneeling, crouching, crawling and lying: the pelvis is less than 70 % of a leg's length
 * above the body's lowest point. (Standing it is 107 %.)
 *
 * @param landmarks shape [54, 3], metres, in an upright frame with y up
 */
export function isLowPose(landmarks: Float64Array): boolean {
  let lowest = Infinity;
  for (let i = 1; i < landmarks.length; i += 3) lowest = Math.min(lowest, landmarks[i]);
  const leg = distance(landmarks, LEFT_HIP, LEFT_KNEE) + distance(landmarks, LEFT_KNEE, LEFT_ANKLE);
  return landmarks[3 * PELVIS + 1] - lowest < LOW_SHARE * leg;
}

function distance(landmarks: Float64Array, a: number, b: number): number {
  const along = (axis: number) => landmarks[3 * a + axis] - landmarks[3 * b + axis];
  return Math.hypot(along(0), along(1), along(2));
}
