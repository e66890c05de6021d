/** Radians beyond which a hinge is bent the way that it cannot be. */
const HINGE_BACK = 0.4;

/** Index into the axis-angle of the joint, and the sign of the way that it can be bent. */
const HINGES: readonly { readonly joint: number; readonly axis: number; readonly sign: number }[] =
  [
    { joint: 4, axis: 0, sign: 1 },
    { joint: 5, axis: 0, sign: 1 },
    { joint: 18, axis: 1, sign: -1 },
    { joint: 19, axis: 1, sign: 1 },
  ];

/**
 * The largest angle of each skeleton joint in 2,017 motion-capture poses of unseen subjects, radians.
 * Joints that capture does not measure have none.
 */
const LARGEST: Readonly<Record<number, number>> = {
  1: 2.02,
  2: 2.02,
  3: 0.62,
  4: 2.26,
  5: 2.26,
  6: 0.33,
  7: 1.08,
  8: 1.08,
  9: 0.54,
  12: 0.74,
  15: 1.49,
  16: 2.14,
  17: 2.14,
  18: 2.41,
  19: 2.41,
  20: 1.62,
  21: 1.62,
};
/** Radians a fit may be off. */
const SLACK = 0.5;

/** A joint is bent or twisted as nobody's is. @param pose shape [72], axis-angle */
export function exceedsJointLimit(pose: ArrayLike<number>): boolean {
  const bentBack = HINGES.some(
    ({ joint, axis, sign }) => sign * (pose[3 * joint + axis] ?? 0) < -HINGE_BACK,
  );
  return (
    bentBack ||
    Object.entries(LARGEST).some(([joint, most]) => angleOf(pose, +joint) > most + SLACK)
  );
}

/** In [0, π]: a turn by more is one by less the other way round. */
function angleOf(pose: ArrayLike<number>, joint: number): number {
  const angle = Math.hypot(...[0, 1, 2].map((axis) => pose[3 * joint + axis] ?? 0));
  const turn = angle % (2 * Math.PI);
  return Math.min(turn, 2 * Math.PI - turn);
}
