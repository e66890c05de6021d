import { z } from 'zod';

/** Which network says the bodies that fits start from. */
export const regressorChoice = z.object({
  /** The lifter sees keypoints; SPIN's network sees the picture and says bodies of SMPL. */
  kind: z.enum(['lifter', 'spin']),
  /** Absolute path of its weights; null for those that the program carries. */
  weights: z.string().nullable(),
  /** SPIN's network: absolute path of its mean pose, shape and camera, where the weights lack them. */
  mean: z.string().optional(),
  /** SPIN's network: crops with corners truncated to pixels, as SPIN's own code cuts them. */
  truncatesCrops: z.boolean().optional(),
});
export type RegressorChoice = z.infer<typeof regressorChoice>;

export const EMBEDDED_REGRESSOR: RegressorChoice = { kind: 'lifter', weights: null };
