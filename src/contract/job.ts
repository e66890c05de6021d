import { z } from 'zod';

export const jobKind = z.enum([
  'scan',
  'predict',
  'fit',
  'smooth',
  'train',
  'export',
  'import',
  'evaluate',
  'setup',
]);

/** A snapshot, not a log: a slow reader sees the newest and may miss older ones. */
export const job = z.object({
  id: z.string(),
  kind: jobKind,
  /** What it does, in words: "Predict 290 of 840 images". */
  title: z.string(),
  /** What it leaves alone, in words: "only untouched pictures: 290 of 840". */
  guard: z.string().optional(),
  /** It can be paused, and taken up again with what has failed. */
  isPausable: z.boolean().optional(),
  status: z.enum(['running', 'paused', 'done', 'failed', 'cancelled']),
  done: z.int(),
  total: z.int().nullable(),
  failed: z.int(),
  /** The first problems, each with the name of the thing; `failed` has their full number. */
  problems: z.array(z.object({ name: z.string(), message: z.string() })),
  secondsLeft: z.number().nullable(),
  /** Sentence for the user when it has ended. */
  message: z.string().nullable(),
  /** Files that an export has written, relative to its folder. */
  files: z.array(z.string()),
  /** What was measured on the way, by name; left out when nothing was. */
  figures: z.record(z.string(), z.number()).optional(),
});
export type Job = z.infer<typeof job>;
