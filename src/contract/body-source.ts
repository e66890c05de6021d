/** Where a project's body comes from. Internal: it holds paths, which no page sees. */
import { z } from 'zod';
import { bodyName } from './models.ts';

const file = z.object({ path: z.string(), sha256: z.string() });

export const bodySource = z.object({
  body: bodyName,
  /** The licensed files; null for the embedded body. */
  smpl: z.object({ model: file, extraJoints: file }).nullable(),
  /** SMPLify's mixture; null for the embedded prior. */
  prior: file.nullable(),
  /** SPIN's checkpoint, which regresses; null for the lifter. */
  spin: file
    .extend({
      /** smpl_mean_params.npz, which stands in where a checkpoint lacks its mean buffers. */
      mean: file.optional(),
    })
    .nullable(),
});
export type BodySource = z.infer<typeof bodySource>;

/** Whether two give the same fits, wherever their files are and whatever regresses. */
export function isSameBody(a: BodySource, b: BodySource): boolean {
  const hashes = ({ body, smpl, prior }: BodySource) =>
    [body, smpl?.model.sha256, smpl?.extraJoints.sha256, prior?.sha256].join(' ');
  return hashes(a) === hashes(b);
}

export const EMBEDDED_BODY: BodySource = { body: 'mhbody', smpl: null, prior: null, spin: null };
