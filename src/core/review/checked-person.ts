/** What the rules that look for wrong labels see of a person. */
import { jointSetOf } from '../keypoints/joint-sets.ts';

export interface CheckedPoint {
  /** Pixels of the full upright image. */
  readonly x: number;
  readonly y: number;
  readonly visibility: 'visible' | 'occluded' | 'absent';
}

export interface CheckedPerson {
  readonly id: number;
  readonly jointSet: 'coco17' | 'body25';
  readonly keypoints: readonly CheckedPoint[];
  /** Shape [72], axis-angle in radians, root first; null without a body. */
  readonly pose: ArrayLike<number> | null;
}

/** Pixels. */
export interface ImageSize {
  readonly width: number;
  readonly height: number;
}

export type Points = ReadonlyMap<string, CheckedPoint>;

/** The points that are there, by their names, which both joint sets share for limbs and face. */
export function presentPoints({ jointSet, keypoints }: CheckedPerson): Points {
  const names = jointSetOf(jointSet).pointNames;
  const present = keypoints.flatMap((point, i): [string, CheckedPoint][] => {
    const name = names[i];
    return point.visibility === 'absent' || name === undefined ? [] : [[name, point]];
  });
  return new Map(present);
}

/** Pixels between two points; undefined when one is absent. */
export function between(points: Points, from: string, to: string): number | undefined {
  const [a, b] = [points.get(from), points.get(to)];
  return a && b && Math.hypot(a.x - b.x, a.y - b.y);
}
