import { between, type Points } from '../checked-person.ts';

/** From shoulder to hip, metres. */
export const TORSO_M = 0.488;

/**
 * Distances of the embedded body's points, metres: medians over 500 bodies of betas ~ N(0, 1) in
 * motion-capture poses.
 */
const BONES: readonly (readonly [string, string, number])[] = [
  ['left shoulder', 'right shoulder', 0.361],
  ['left hip', 'right hip', 0.224],
  ['left shoulder', 'left hip', TORSO_M],
  ['right shoulder', 'right hip', TORSO_M],
  ['left shoulder', 'left elbow', 0.266],
  ['right shoulder', 'right elbow', 0.266],
  ['left elbow', 'left wrist', 0.238],
  ['right elbow', 'right wrist', 0.238],
  ['left hip', 'left knee', 0.398],
  ['right hip', 'right knee', 0.398],
  ['left knee', 'left ankle', 0.436],
  ['right knee', 'right ankle', 0.436],
];

/** Pixels a metre along each bone that is there: foreshortening makes it less, nothing makes it more. */
export function pixelsPerMetre(points: Points): number[] {
  return BONES.flatMap(([from, to, metres]) => {
    const pixels = between(points, from, to);
    return pixels === undefined ? [] : [pixels / metres];
  });
}

/** The person's scale, pixels a metre, out of the bones that look longest but for the two longest. */
export function scaleOf(points: Points): number | undefined {
  const longest = pixelsPerMetre(points).toSorted((a, b) => b - a);
  return longest.length < 5 ? undefined : longest[2];
}
