/** Errors of 3D points, in the unit of the points. The root is named wherever one is used. */
import { alignSimilarity } from '../math/procrustes.ts';
import { mean, pointDistances, relativeTo } from './distances.ts';

/** LSP's 14 joints among the 54 landmarks; the hips are 2 and 3. */
export const LSP14_LANDMARKS: readonly number[] = [
  8, 5, 45, 46, 4, 7, 21, 19, 17, 16, 18, 20, 47, 48,
];
const HIPS = [2, 3];

/** The 14 joints of a body's 54 landmarks, shape [14, 3], relative to the middle of LSP's hips. */
export function lsp14(landmarks: Float64Array | Float32Array): Float64Array {
  const joints = new Float64Array(42);
  for (const [i, landmark] of LSP14_LANDMARKS.entries()) {
    for (let axis = 0; axis < 3; axis++) joints[3 * i + axis] = landmarks[3 * landmark + axis];
  }
  const root = [0, 1, 2].map(
    (axis) => (joints[3 * HIPS[0] + axis] + joints[3 * HIPS[1] + axis]) / 2,
  );
  return joints.map((value, i) => value - root[i % 3]);
}

/** Mean distance of corresponding points, shape [N, 3]. */
export function meanDistance(a: Float64Array, b: Float64Array): number {
  return mean(pointDistances(a, b));
}

/** MPJPE: mean joint error of the 14 LSP joints about the mid hip. */
export function mpjpe(predicted: Float64Array, truth: Float64Array): number {
  return meanDistance(lsp14(predicted), lsp14(truth));
}

/** PA-MPJPE: the same after the best similarity. */
export function paMpjpe(predicted: Float64Array, truth: Float64Array): number {
  const target = lsp14(truth);
  return meanDistance(alignSimilarity(lsp14(predicted), target), target);
}

/** PVE: mean vertex error after moving the pelvis (joint 0) of one onto that of the other. */
export function pve(
  predicted: { readonly vertices: Float32Array; readonly pelvis: ArrayLike<number> },
  truth: { readonly vertices: Float32Array; readonly pelvis: ArrayLike<number> },
): number {
  const aboutPelvis = ({ vertices, pelvis }: typeof predicted) => relativeTo(vertices, pelvis);
  return meanDistance(aboutPelvis(predicted), aboutPelvis(truth));
}
