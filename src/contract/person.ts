import { z } from 'zod';
import { bodyParameters } from './body-parameters.ts';
import { constraints } from './constraints.ts';
import { imageEvidence } from './image-evidence.ts';
import { box, jointSetName, keypoint } from './keypoint.ts';

export const personState = z.enum([
  'unlabelled',
  'predicted',
  'edited',
  'fitted',
  'accepted',
  'rejected',
]);
export type PersonState = z.infer<typeof personState>;

export const pinhole = z.object({
  focalLength: z.number().positive(),
  principalX: z.number(),
  principalY: z.number(),
});

/** How a body is fitted: near the regression, or as SPIN does. */
export const fitPreset = z.enum(['anchored', 'spin-energy', 'spin-exact']);
export type FitPreset = z.infer<typeof fitPreset>;

export const bodyFit = z.object({
  ...bodyParameters.shape,
  camera: pinhole,
  /** Mean distance of the used keypoints and the body's joints, pixels of the image. */
  meanErrorPx: z.number(),
  /** The same per keypoint, in the order of the joint set; null where a point is not used. */
  errorsPx: z.array(z.number().nullable()),
  preset: fitPreset,
  /**
   * SPIN's score under its presets: mean over its 49 joints of the robust squared error times the
   * squared confidence, pixels² of a 224 crop; SPIN trusts a fit below 100.
   */
  spinScore: z.number().optional(),
  bodyModel: z.object({ name: z.string(), hash: z.string() }),
});
export type BodyFit = z.infer<typeof bodyFit>;

/** Where an imported person comes from. */
export const personSource = z.object({
  /** As the import called it: coco, openpose, spin, eft, hmr2, camerahmr. */
  format: z.string(),
  /** Name of the file. */
  file: z.string(),
  /** Tells this person from the others of the file. */
  key: z.string(),
});
export type PersonSource = z.infer<typeof personSource>;

export const person = z.object({
  id: z.int(),
  imageId: z.int(),
  /** Goes up with every edit; names the state that a fit is for. */
  revision: z.int(),
  state: personState,
  /** Why it was rejected, when a reason was given. */
  reason: z.string().nullable(),
  jointSet: jointSetName,
  keypoints: z.array(keypoint),
  constraints,
  box,
  /** What the regressor said; the fit's start and anchor. */
  regression: bodyParameters.nullable(),
  /** What else was read from the picture; null when nothing was. */
  imageEvidence: imageEvidence.nullable(),
  fit: bodyFit.nullable(),
  /** Left out for people whom the studio's detector or a person has found. */
  source: personSource.optional(),
  /** Somebody wants to come back to this person; left out when not. */
  marked: z.literal(true).optional(),
  /** What somebody wrote about this person; left out when nothing. */
  note: z.string().optional(),
});
export type Person = z.infer<typeof person>;
