import { z } from 'zod';

const vector3 = z.array(z.number()).length(3);

/** What a network has read of a person from the picture besides the keypoints; fits hold to it loosely. */
export const imageEvidence = z.object({
  source: z.literal('blazepose-full'),
  /** Standard deviation of the places along the axes of the camera, metres. */
  sigmaM: vector3,
  /** Landmarks (0 … 53) from the middle of the hip joints, along the axes of the camera, metres. */
  places: z.array(z.object({ landmark: z.int().min(0).max(53), fromHipsM: vector3 })),
});
export type ImageEvidence = z.infer<typeof imageEvidence>;
