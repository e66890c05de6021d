import { z } from 'zod';
import { personState } from './person.ts';

export const exportFormat = z.enum([
  'spin-npz',
  'hmr2-npz',
  'hmr2-tar',
  'eft',
  'coco',
  'smpl-npz',
  'glb',
  'obj',
  'keypoints',
  'table',
]);
export type ExportFormat = z.infer<typeof exportFormat>;

/** What a command line and the dialog both say; the same request gives the same bytes. */
export const exportRequest = z.object({
  formats: z.array(exportFormat).min(1),
  states: z.array(personState).min(1).default(['accepted']),
  /** Base name of the files: letters, digits, dot, dash and underscore. */
  name: z.string().regex(/^[\w.-]{1,80}$/),
  seed: z.int().nonnegative().default(0),
  /** Write over files that an earlier export of this name has left. */
  replace: z.boolean().default(false),
});
export type ExportRequest = z.infer<typeof exportRequest>;

export const exportIssue = z.object({
  severity: z.enum(['error', 'warning']),
  message: z.string(),
  personId: z.int().nullable(),
  imageId: z.int().nullable(),
});

export const exportCheck = z.object({
  people: z.int(),
  images: z.int(),
  /** False with a body that is not SMPL: an SMPL trainer may then use the 2D points only. */
  writesSmpl: z.boolean(),
  /** Formats that this body cannot be written in, whether they were asked for or not. */
  refused: z.array(z.object({ format: exportFormat, reason: z.string() })),
  issues: z.array(exportIssue),
  /** Files and folders that the export would write; folders end in a slash. */
  files: z.array(z.string()),
});
export type ExportCheck = z.infer<typeof exportCheck>;
