/** Whether a point is out of the reach of the limb's bones. */
import type { Keypoint } from '../../contract/keypoint.ts';
import type { BodyFit } from '../../contract/person.ts';
import type { BodyModel } from '../../core/body/body-model.ts';
import type { Pinhole } from '../../core/camera/pinhole.ts';
import { landmarkPlaces } from '../mesh/landmark-places.ts';
import { WIDE_FROM } from './residual-ramp.ts';

interface Limb {
  readonly name: string;
  /** Skeleton joints from the root to the end. */
  readonly chain: readonly number[];
}

/** By the skeleton joint at the end. Which of them is chosen decides how much of the limb counts. */
const LIMBS: ReadonlyMap<number, Limb> = new Map([
  [18, { name: 'upper arm', chain: [16, 18] }],
  [19, { name: 'upper arm', chain: [17, 19] }],
  [20, { name: 'arm', chain: [16, 18, 20] }],
  [21, { name: 'arm', chain: [17, 19, 21] }],
  [4, { name: 'thigh', chain: [1, 4] }],
  [5, { name: 'thigh', chain: [2, 5] }],
  [7, { name: 'leg', chain: [1, 4, 7] }],
  [8, { name: 'leg', chain: [2, 5, 8] }],
]);

interface Miss {
  readonly model: BodyModel;
  readonly fit: BodyFit;
  readonly keypoint: Keypoint;
  readonly landmark: number;
  readonly missPx: number;
  /** By the length of the torso. */
  readonly part: number;
}

/** "14 px short: the arm would need to be 8 % longer"; where that is not why, only the distance. */
export function missWords({ model, fit, keypoint, landmark, missPx, part }: Miss): string {
  const pixels = `${missPx.toFixed(0)} px`;
  const limb = LIMBS.get(landmark);
  if (part <= WIDE_FROM || limb === undefined) return pixels;
  const places = landmarkPlaces(model, fit);
  const joints = limb.chain.map((joint) => [...places.subarray(3 * joint, 3 * joint + 3)]);
  const longer = missingLength(joints, rayThrough(fit.camera, keypoint));
  if (longer <= 0.005) return `${pixels} short`;
  return `${pixels} short: the ${limb.name} would need to be ${Math.round(100 * longer)} % longer`;
}

/**
 * How much longer the bones together would have to be for their end to reach the line of sight while
 * the limb's root stays where it is; 0 when they are long enough. Then a limit of a joint, the prior or
 * the other points hold the limb back, which cannot be told apart.
 *
 * @param chain camera frame, metres, root first
 * @param ray unit vector from the camera
 */
export function missingLength(
  chain: readonly (readonly number[])[],
  ray: readonly number[],
): number {
  const root = chain[0] ?? [];
  const along = root.reduce((sum, value, i) => sum + value * (ray[i] ?? 0), 0);
  const away = Math.hypot(...root.map((value, i) => value - along * (ray[i] ?? 0)));
  const length = chain.slice(1).reduce((sum, joint, i) => sum + distance(joint, chain[i] ?? []), 0);
  return Math.max(away / length - 1, 0);
}

function distance(a: readonly number[], b: readonly number[]): number {
  return Math.hypot(...a.map((value, i) => value - (b[i] ?? 0)));
}

function rayThrough(
  { focalLength, principalX, principalY }: Pinhole,
  { x, y }: Keypoint,
): number[] {
  const ray = [(x - principalX) / focalLength, (y - principalY) / focalLength, 1];
  const length = Math.hypot(...ray);
  return ray.map((value) => value / length);
}
