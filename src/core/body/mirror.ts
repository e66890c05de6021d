/** Joint on the other side of the body, SMPL's 24 joints. */
export const MIRROR_JOINTS: readonly number[] = [
  0, 2, 1, 3, 5, 4, 6, 8, 7, 9, 11, 10, 12, 14, 13, 15, 17, 16, 19, 18, 21, 20, 23, 22,
];

/** The pose seen in a mirror (x → −x): joints change sides, y and z of each axis-angle change sign. */
export function mirrorPose(pose: Float64Array): Float64Array {
  const out = new Float64Array(pose.length);
  for (const [joint, other] of MIRROR_JOINTS.entries()) {
    out[3 * joint] = pose[3 * other];
    out[3 * joint + 1] = -pose[3 * other + 1];
    out[3 * joint + 2] = -pose[3 * other + 2];
  }
  return out;
}
