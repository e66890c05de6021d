import { z } from 'zod';

/** How sure a person's body is: numbers only, in metres, relative to the pelvis. */
export const bodyUncertainty = z.object({
  /**
   * Half-widths of intervals that hold the truth in 68 % and 95 % of all cases: to the right, downwards
   * and along the line of sight to the pelvis, of the body's 54 landmarks, shape [54, 3].
   */
  plusMinus68: z.array(z.number()).length(162),
  plusMinus95: z.array(z.number()).length(162),
  /**
   * Ellipsoids that hold the truth in 95 % of all cases, as matrices C of xᵀ C⁻¹ x ≤ 1 in the camera's
   * frame, shape [54, 3, 3]; that of the pelvis is zero.
   */
  ellipsoids95: z.array(z.number()).length(486),
  /**
   * Covariances of the betas, shape [10, 10]: what is measured of the body lies within one standard
   * deviation of the first in 68 %, of the second in 95 % of all cases.
   */
  betas68: z.array(z.number()).length(100),
  betas95: z.array(z.number()).length(100),
  /**
   * The keypoint whose placing by hand would shrink doubt most, and the share of the joints' summed
   * variance that it would take away; null when none is left.
   */
  nextPoint: z.object({ point: z.int(), gain: z.number() }).nullable(),
});
export type BodyUncertaintyWire = z.infer<typeof bodyUncertainty>;
