import { z } from 'zod';
import { bodyFit } from './person.ts';

/** A bone, named by the skeleton joint (0 … 23) at its far end, and where that end lies. */
const turnedBone = z.object({
  joint: z.int().min(1).max(23),
  direction: z.enum(['towards', 'away']),
});

/** A body that the points allow too. */
export const bodyCandidate = z.object({
  fit: bodyFit,
  /** Probability among the candidates. */
  weight: z.number(),
  /** "left forearm towards the camera"; how it differs from the body that is shown. */
  label: z.string(),
  /** Bones that point the other way in depth than those of the body that is shown. */
  turned: z.array(turnedBone),
  /** False for the body that the points alone give, offered where they contradict the regression. */
  isAnchored: z.boolean(),
});
export type BodyCandidate = z.infer<typeof bodyCandidate>;

/** What a person may choose between. The body that is shown is the first. */
export const bodyCandidates = z.object({
  /** Of the person that they were worked out for. */
  revision: z.int(),
  candidates: z.array(bodyCandidate),
  /** Index of the candidate that is too close to the first for the machine to decide; null for none. */
  rival: z.int().nullable(),
});
export type BodyCandidates = z.infer<typeof bodyCandidates>;
