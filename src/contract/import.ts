import { z } from 'zod';
import { jointSetName } from './keypoint.ts';

export const importFormat = z.enum([
  'coco',
  'openpose',
  'spin',
  'eft',
  'hmr2',
  'camerahmr',
  'masks',
]);
export type ImportFormat = z.infer<typeof importFormat>;

export const importChoice = z.object({
  format: importFormat,
  /**
   * Whether the points were placed by people: such points pull harder, and occluded ones pull too.
   * Null takes what is usual: COCO's were, all others are a machine's.
   */
  byHand: z.boolean().nullable().default(null),
});
export type ImportChoice = z.infer<typeof importChoice>;

const named = z.object({ name: z.string(), message: z.string() });

/** What an import would do; nothing has happened yet. */
export const importPreview = z.object({
  /** Name of the file or folder. */
  file: z.string(),
  /** In the file, with something to take over. */
  people: z.int(),
  /** Pictures of the project that they are in. */
  images: z.int(),
  added: z.int(),
  /** Whom the machine had found before. */
  replaced: z.int(),
  /** There already, from an earlier import. */
  same: z.int(),
  /** Somebody has worked on these people, or said that nobody is there; they stay as they are. */
  kept: z.int(),
  /** Names in the file without a picture, or that cannot be used; the first ones. */
  problems: z.array(named),
  problemCount: z.int(),
  jointSets: z.array(
    z.object({
      jointSet: jointSetName,
      people: z.int(),
      /** In the project's order, each with how many people have it. */
      points: z.array(z.object({ name: z.string(), people: z.int() })),
    }),
  ),
  bodies: z.object({
    count: z.int(),
    /** Why they are not taken over; null when they are, or when there are none. */
    hindrance: z.string().nullable(),
  }),
  masks: z.int(),
  /** What the file holds besides that is left out. */
  notes: z.array(z.string()),
  /** Somebody of the file, to be looked at before it is taken over. */
  sample: z
    .object({
      imageId: z.int(),
      name: z.string(),
      jointSet: jointSetName,
      /** Shares of the picture's width and height; null for an absent one. */
      points: z.array(z.object({ x: z.number(), y: z.number() }).nullable()),
    })
    .nullable(),
});
export type ImportPreview = z.infer<typeof importPreview>;
