/** Arms, legs and the rest, of which the fit knows differently much. */
export type BodyPart = 'trunk' | 'arm' | 'leg';

/** Among the 54 landmarks: shoulders to fingertips; hips to toes and heels. */
const ARMS = new Set([16, 17, 18, 19, 20, 21, 22, 23, ...range(35, 45)]);
const LEGS = new Set([1, 2, 4, 5, 7, 8, 10, 11, ...range(29, 35), 45, 46]);

/** Part that one of the 54 landmarks belongs to. */
export function partOf(landmark: number): BodyPart {
  if (ARMS.has(landmark)) return 'arm';
  return LEGS.has(landmark) ? 'leg' : 'trunk';
}

function range(start: number, end: number): number[] {
  return Array.from({ length: end - start }, (_, i) => start + i);
}
