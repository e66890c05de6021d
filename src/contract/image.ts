import { z } from 'zod';
import { personState, pinhole } from './person.ts';

/**
 * An image's badge: that of its least finished person; `empty` when a person said that nobody is
 * there, `unlabelled` when nothing was looked for yet, `nobody` when the detector found no one.
 */
export const imageState = z.enum([...personState.options, 'nobody', 'empty', 'problem']);
export type ImageState = z.infer<typeof imageState>;

/** By name; the worst body first; the last that was changed first. */
export const imageSort = z.enum(['name', 'worst', 'newest']);
export type ImageSort = z.infer<typeof imageSort>;

export const imageRow = z.object({
  id: z.int(),
  /** Path relative to the project's folder, with forward slashes. */
  name: z.string(),
  /** Pixels after EXIF orientation; null until the header was read. */
  width: z.int().nullable(),
  height: z.int().nullable(),
  /** The picture's own; null until the header was read, left out in lists. */
  camera: pinhole.nullable().optional(),
  state: imageState,
  people: z.int(),
  /** Why the image cannot be used, as a sentence. */
  problem: z.string().nullable(),
});
export type ImageRow = z.infer<typeof imageRow>;

export const imageCounts = z.record(imageState, z.int());
