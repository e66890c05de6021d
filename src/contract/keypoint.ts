import { z } from 'zod';

export const jointSetName = z.enum(['coco17', 'body25']);

/**
 * One 2D point of a person. `x`, `y` are pixels of the full upright image, which covers
 * [0, width] × [0, height]; a point may lie outside of it. An absent point keeps its last place.
 */
export const keypoint = z.object({
  x: z.number(),
  y: z.number(),
  /** The detector's, in [0, 1]; 1 for a point that a person has placed. */
  confidence: z.number().min(0).max(1),
  /** COCO's v: visible 2, occluded 1, absent 0. */
  visibility: z.enum(['visible', 'occluded', 'absent']),
  source: z.enum(['detector', 'hand']),
  /** What the fit makes of it: pinned pulls harder, ignored does not pull. */
  use: z.enum(['normal', 'pinned', 'ignored']),
});
export type Keypoint = z.infer<typeof keypoint>;

/** Pixels of the full upright image. */
export const box = z.object({
  x: z.number(),
  y: z.number(),
  width: z.number().positive(),
  height: z.number().positive(),
});
export type Box = z.infer<typeof box>;
