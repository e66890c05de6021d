import { z } from 'zod';

/** Parameters of a body in the full-image camera; a mesh never crosses the wire. */
export const bodyParameters = z.object({
  /** 72 numbers: axis-angle, radians, root orientation first. */
  pose: z.array(z.number()).length(72),
  betas: z.array(z.number()),
  /** Camera frame, metres: x right, y down, z forward. */
  translation: z.array(z.number()).length(3),
});
export type BodyParametersWire = z.infer<typeof bodyParameters>;
