/** How far a body misses a point, as a colour that people with any colour vision can rank. */
import type { Keypoint } from '../../contract/keypoint.ts';
import type { JointSet } from '../../core/keypoints/joint-sets.ts';

/** Even steps of cividis, dark blue to yellow; see the token file. */
const RAMP = [
  '--residual-0',
  '--residual-1',
  '--residual-2',
  '--residual-3',
  '--residual-4',
  '--residual-5',
] as const;

/** Distances from here on by the length of the torso are the last colour and are drawn wide. */
export const WIDE_FROM = 0.1;

/** @param part distance by the length of the torso */
export function residualColor(part: number): string {
  const at = (Math.min(Math.max(part / WIDE_FROM, 0), 1) || 0) * (RAMP.length - 1);
  const [low, high] = [RAMP[Math.floor(at)], RAMP[Math.ceil(at)]];
  return `color-mix(in srgb, var(${high}) ${Math.round(100 * (at % 1))}%, var(${low}))`;
}

/** From the middle of the shoulders to the middle of the hips, pixels; undefined where one is absent. */
export function torsoPx(set: JointSet, keypoints: readonly Keypoint[]): number | undefined {
  const place = (name: string) => keypoints[set.pointNames.indexOf(name)];
  const middle = (part: string) => {
    const [a, b] = [place(`left ${part}`), place(`right ${part}`)];
    if (!a || !b || a.visibility === 'absent' || b.visibility === 'absent') return undefined;
    return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
  };
  const [top, bottom] = [middle('shoulder'), middle('hip')];
  return top && bottom && Math.max(Math.hypot(top.x - bottom.x, top.y - bottom.y), 1);
}
