import type { Points } from '../checked-person.ts';
import { pixelsPerMetre, scaleOf } from './bones.ts';

/** How much longer than the person's scale a bone may look: near to the camera, and loosely placed. */
const LONGEST = 1.5;

/** A bone is longer than this person's others allow: a point of it lies somewhere else. */
export function hasImpossibleLimb(points: Points): boolean {
  const scale = scaleOf(points);
  return scale !== undefined && pixelsPerMetre(points).some((bone) => bone > LONGEST * scale);
}
