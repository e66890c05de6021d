/** How far a pose is from those that are accepted already. */

/** Shoulders, hips, elbows, knees, spine and neck: what tells poses apart. */
const JOINTS = [1, 2, 3, 4, 5, 6, 9, 12, 16, 17, 18, 19];
export const POSE_MARK_LENGTH = 3 * JOINTS.length;

/** What of a pose is compared. @param pose shape [72], axis-angle @returns shape [36], radians */
export function poseMark(pose: ArrayLike<number>): Float32Array {
  return Float32Array.from(
    JOINTS.flatMap((joint) => [0, 1, 2].map((axis) => pose[3 * joint + axis] ?? 0)),
  );
}

/** Root mean square angle between two poses, radians. */
function distance(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < POSE_MARK_LENGTH; i++) sum += ((a[i] ?? 0) - (b[i] ?? 0)) ** 2;
  return Math.sqrt(sum / JOINTS.length);
}

/** To the nearest of the accepted poses, radians; π when none is accepted. */
export function noveltyOf(mark: Float32Array, accepted: readonly Float32Array[]): number {
  let nearest = Math.PI;
  for (const other of accepted) nearest = Math.min(nearest, distance(mark, other));
  return nearest;
}
