/** How far two bodies are apart, as the hypotheses count it. */
import { type Kinematics, poseSkeleton } from './kinematics.ts';
import { JOINT_COUNT } from './unknowns.ts';

/** The skeleton's joints from the pelvis, camera frame, shape [24, 3], metres. */
export function jointsFromPelvis(state: Kinematics, x: Float64Array): Float64Array {
  poseSkeleton(state, x);
  return state.positions.map((value, i) => value - state.positions[i % 3]);
}

/** Root mean square distance of corresponding joints, metres: one limb the other way round shows. */
export function rmsDistance(a: Float64Array, b: Float64Array): number {
  let squared = 0;
  for (let i = 0; i < a.length; i++) squared += (a[i] - b[i]) ** 2;
  return Math.sqrt(squared / JOINT_COUNT);
}
