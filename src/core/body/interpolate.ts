import { multiply3, transposed3 } from '../math/matrix3.ts';
import { axisAngleFromMatrix, matrixFromAxisAngle } from '../math/rotation.ts';
import type { BodyParameters } from './body-model.ts';

/**
 * The body on the way from `a` to `b`: each joint turns evenly along the shorter way (slerp), betas
 * and translation go straight.
 *
 * @param share 0 at `a`, 1 at `b`
 */
export function interpolateBody(
  a: BodyParameters,
  b: BodyParameters,
  share: number,
): BodyParameters {
  const between = (from: Float64Array, to: Float64Array) =>
    from.map((value, i) => value + share * (to[i] - value));
  return {
    pose: interpolatePose(a.pose, b.pose, share),
    betas: between(a.betas, b.betas),
    translation: between(a.translation, b.translation),
  };
}

/** Axis-angle vectors of joints, shape [3 · N], each turned evenly along the shorter way. */
export function interpolatePose(a: Float64Array, b: Float64Array, share: number): Float64Array {
  const out = new Float64Array(a.length);
  const [from, to, turn] = [new Float64Array(9), new Float64Array(9), new Float64Array(9)];
  const omega = new Float64Array(3);
  for (let i = 0; i < a.length; i += 3) {
    matrixFromAxisAngle(a, i, from, 0);
    matrixFromAxisAngle(b, i, to, 0);
    multiply3(to, 0, transposed3(from), 0, turn, 0);
    axisAngleFromMatrix(turn, 0, omega, 0);
    for (let axis = 0; axis < 3; axis++) omega[axis] *= share;
    matrixFromAxisAngle(omega, 0, turn, 0);
    multiply3(turn, 0, from, 0, to, 0);
    axisAngleFromMatrix(to, 0, out, i);
  }
  return out;
}
