/**
 * People seen from behind, to whom detectors give faces. On a face that is seen, the left eye lies on
 * the other side of the right one than on a head seen from behind; so when shoulders and eyes (or
 * ears) both are in the order of a back, the face was made up.
 */
interface Point {
  readonly x: number;
  readonly y: number;
}

type Pair = readonly [left: Point | undefined, right: Point | undefined];

const [LEFT_EYE, RIGHT_EYE, LEFT_EAR, RIGHT_EAR] = [1, 2, 3, 4];
const [LEFT_SHOULDER, RIGHT_SHOULDER, LEFT_HIP, RIGHT_HIP] = [5, 6, 11, 12];

/** Points of COCO-17 that are hidden from behind: nose and eyes. */
export const FACE_FRONT: ReadonlySet<number> = new Set([0, LEFT_EYE, RIGHT_EYE]);

/** @param points COCO-17; undefined for a point that was not found */
export function isSeenFromBehind(points: readonly (Point | undefined)[]): boolean {
  const pair = (left: number, right: number): Pair => [points[left], points[right]];
  const shoulders = pair(LEFT_SHOULDER, RIGHT_SHOULDER);
  const up = upwards(shoulders, pair(LEFT_HIP, RIGHT_HIP));
  const eyes = pair(LEFT_EYE, RIGHT_EYE);
  const face = eyes.every((eye) => eye !== undefined) ? eyes : pair(LEFT_EAR, RIGHT_EAR);
  return isBackOrder(shoulders, up) && isBackOrder(face, up);
}

/** From the hips to the shoulders; straight up in the picture when there are no hips. */
function upwards([a, b]: Pair, [c, d]: Pair): Point {
  if (!a || !b || !c || !d) return { x: 0, y: -1 };
  return { x: a.x + b.x - c.x - d.x, y: a.y + b.y - c.y - d.y };
}

function isBackOrder([left, right]: Pair, up: Point): boolean {
  if (!left || !right) return false;
  return up.x * (left.y - right.y) - up.y * (left.x - right.x) < 0;
}
