/** The licensed files that a user may have: what was found in their folder, and what a project uses. */
import { z } from 'zod';

export const bodyName = z.enum(['mhbody', 'smpl-neutral', 'smpl-male', 'smpl-female']);
export type BodyName = z.infer<typeof bodyName>;

export const modelKind = z.enum([
  'smpl-body',
  'pose-prior',
  'extra-joints',
  'h36m-joints',
  'mean-parameters',
  'spin-checkpoint',
  'other',
]);
export type ModelKind = z.infer<typeof modelKind>;

export const modelFinding = z.object({
  severity: z.enum(['error', 'warning', 'note']),
  message: z.string(),
});
export type ModelFinding = z.infer<typeof modelFinding>;

export const modelFile = z.object({
  /** Path below the folder, with `/`. */
  name: z.string(),
  kind: modelKind,
  /** What it is, in words: "SMPL body, neutral, v1.0.0". */
  title: z.string(),
  /** The body that it is; null for another kind or an unknown gender. */
  body: bodyName.nullable(),
  /** False when something is wrong with it; the findings say what. */
  isUsable: z.boolean(),
  bytes: z.number(),
  /** Lower-case hex; null when it could not be read. */
  sha256: z.string().nullable(),
  findings: z.array(modelFinding),
  /** Under whose licence such a file is; null when it is not known. */
  licence: z.string().nullable(),
});
export type ModelFile = z.infer<typeof modelFile>;

export const missingModel = z.object({
  kind: modelKind,
  title: z.string(),
  /** What it is needed for and where it is to be had. */
  message: z.string(),
  licence: z.string(),
});
export type MissingModel = z.infer<typeof missingModel>;

/** What a project fits. */
export const bodyUse = z.object({
  body: bodyName,
  hash: z.string(),
  prior: z.enum(['embedded', 'smplify']),
  /** What was brought along to regress. */
  regressor: z.enum(['lifter', 'spin']),
});
export type BodyUse = z.infer<typeof bodyUse>;

export const modelReport = z.object({
  /** The user's own folder; null when none was chosen. */
  folder: z.string().nullable(),
  files: z.array(modelFile),
  missing: z.array(missingModel),
  /** Bodies that projects can use now, the embedded one first. */
  bodies: z.array(bodyName),
  hasPosePrior: z.boolean(),
});
export type ModelReport = z.infer<typeof modelReport>;
