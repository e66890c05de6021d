/** Which way the bones of the limbs lead: to the camera or from it. */
import type { SlopeEvidence } from './terms.ts';

/** Parent and child of each limb's bones. */
export const LIMB_BONES: readonly (readonly [number, number])[] = [
  [16, 18],
  [18, 20],
  [17, 19],
  [19, 21],
  [1, 4],
  [4, 7],
  [2, 5],
  [5, 8],
];
/** Bones whose ends differ less than this in depth have no side that could be wrong. */
const SIDE_MARGIN_M = 0.06;

/** How much farther from the camera the bone's far end lies, metres. @param landmarks shape [≥ 24, 3] */
export function deeper(landmarks: Float64Array, parent: number, child: number): number {
  const distance = (i: number) =>
    Math.hypot(landmarks[3 * i], landmarks[3 * i + 1], landmarks[3 * i + 2]);
  return distance(child) - distance(parent);
}

/** Bones that lead to the camera in the fit and from it in the evidence, or the reverse, are turned. */
export function turnedBones(fitted: Float64Array, evidence: Float64Array): SlopeEvidence[] {
  return LIMB_BONES.flatMap(([parent, child]) => {
    const [has, shall] = [deeper(fitted, parent, child), deeper(evidence, parent, child)];
    const isClear = Math.min(Math.abs(has), Math.abs(shall)) > SIDE_MARGIN_M;
    if (!isClear || Math.sign(has) === Math.sign(shall)) return [];
    return [{ parent, child, deeperM: -has, sigmaM: SIDE_MARGIN_M }];
  });
}
