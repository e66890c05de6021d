/** What the engine asks of its fitting thread. Internal; stateless: a query has all that it needs. */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { bodyParameters } from './body-parameters.ts';
import { bodyCandidates } from './candidate.ts';
import { keypointsInCamera } from './compute-contract.ts';
import { constraints } from './constraints.ts';
import { imageEvidence } from './image-evidence.ts';
import { bodyFit, fitPreset } from './person.ts';
import { bodyUncertainty } from './uncertainty.ts';

const fit = oc.errors({
  STUDIO: { data: z.object({ code: z.string(), data: z.unknown() }) },
});

export const fitQuery = keypointsInCamera.extend({
  regression: bodyParameters.nullable(),
  imageEvidence: imageEvidence.nullable(),
  preset: fitPreset,
  constraints,
  /** Index of the point in hand. */
  dragged: z.int().nullable(),
});
export type FitQuery = z.infer<typeof fitQuery>;

/** A body that a fit has found, and the picture's size in pixels. */
export const uncertaintyQuery = z.object({
  query: fitQuery,
  body: bodyParameters,
  width: z.int(),
  height: z.int(),
});
export type UncertaintyQuery = z.infer<typeof uncertaintyQuery>;

/** A piece of a video, one person at even intervals of time. */
export const sequenceQuery = z.object({
  framesPerSecond: z.number().positive(),
  frames: z.array(
    z.object({
      /** Null where the person was not found. */
      query: fitQuery.nullable(),
      body: bodyParameters,
      /** The body stays, and draws its neighbours. */
      isHeld: z.boolean(),
    }),
  ),
});
export type SequenceQuery = z.infer<typeof sequenceQuery>;

/** Where the person stands now; a fit wherever there is a query. */
export const sequenceAnswer = z.array(z.object({ body: bodyParameters, fit: bodyFit.nullable() }));
export type SequenceAnswer = z.infer<typeof sequenceAnswer>;

export const fitContract = {
  /** A warm refit within `budgetMs`; the best body found when the time is up. */
  live: fit
    .input(z.object({ query: fitQuery, start: bodyParameters, budgetMs: z.number() }))
    .output(z.object({ fit: bodyFit, milliseconds: z.number() })),
  /** The whole fit from each of the starts; from the mean pose when there is none. */
  full: fit.input(z.object({ query: fitQuery, starts: z.array(bodyParameters) })).output(bodyFit),
  /** What else the points allow beside the body that is shown. */
  candidates: fit
    .input(z.object({ query: fitQuery, shown: bodyParameters }))
    .output(bodyCandidates.omit({ revision: true })),
  /** How sure a fitted body is. */
  uncertainty: fit.input(uncertaintyQuery).output(bodyUncertainty),
  /** Fits all frames together. */
  sequence: fit.input(sequenceQuery).output(sequenceAnswer),
};
