import type { Kinematics } from './kinematics.ts';
import { addCorrective } from './pose-correctives.ts';
import { BETA_COUNT, BETAS, TRANSLATION } from './unknowns.ts';

/** A pair's offset for the present betas and pose, o = T + S β + P φ, written to `out[0 … 2]`. */
export function pairOffset(
  state: Kinematics,
  x: Float64Array,
  pair: number,
  out: Float64Array,
): void {
  const { pairOffset: rest, pairShape } = state.landmarks;
  for (let axis = 0; axis < 3; axis++) {
    const i = 3 * pair + axis;
    let value = rest[i];
    for (let b = 0; b < BETA_COUNT; b++) value += pairShape[BETA_COUNT * i + b] * x[BETAS + b];
    out[axis] = value;
  }
  addCorrective(state, pair, out);
}

/** What a pair adds to its landmark: w p_j + G_j o, written to `out[outOffset …]`. */
export function pairContribution(
  state: Kinematics,
  pair: number,
  offset: Float64Array,
  out: Float64Array,
  outOffset: number,
): void {
  const { pairJoint, pairWeight } = state.landmarks;
  const joint = pairJoint[pair];
  const weight = pairWeight[pair];
  for (let row = 0; row < 3; row++) {
    const g = 9 * joint + 3 * row;
    out[outOffset + row] =
      weight * state.positions[3 * joint + row] +
      state.rotations[g] * offset[0] +
      state.rotations[g + 1] * offset[1] +
      state.rotations[g + 2] * offset[2];
  }
}

const offset = new Float64Array(3);

/** Writes `state.contributions` of a landmark's pairs, where they are not those of x already. */
export function contributePairs(state: Kinematics, x: Float64Array, landmark: number): void {
  const { contributions, contributed } = state;
  const { pairStart } = state.landmarks;
  if (contributed[landmark] === 1) return;
  for (let pair = pairStart[landmark]; pair < pairStart[landmark + 1]; pair++) {
    pairOffset(state, x, pair, offset);
    pairContribution(state, pair, offset, contributions, 3 * pair);
  }
  contributed[landmark] = 1;
}

/**
 * Positions of landmarks in the camera frame, metres, after `poseSkeleton` at the same x.
 *
 * @param out shape [landmarks.length, 3]
 */
export function landmarkPositions(
  state: Kinematics,
  x: Float64Array,
  landmarks: Int32Array,
  out: Float64Array,
): void {
  const { contributions } = state;
  const { pairStart } = state.landmarks;
  for (let i = 0; i < landmarks.length; i++) {
    const landmark = landmarks[i];
    contributePairs(state, x, landmark);
    for (let axis = 0; axis < 3; axis++) {
      let value = x[TRANSLATION + axis];
      for (let pair = pairStart[landmark]; pair < pairStart[landmark + 1]; pair++) {
        value += contributions[3 * pair + axis];
      }
      out[3 * i + axis] = value;
    }
  }
}
