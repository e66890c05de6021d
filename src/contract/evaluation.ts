import { z } from 'zod';

/** A number with the interval that holds it in 95 % of all such samples; null for too few pictures. */
const estimate = z.object({
  value: z.number(),
  low95: z.number().nullable(),
  high95: z.number().nullable(),
});

export const evaluationRequest = z.object({
  /** Name of one of the truth files in the project's folder. */
  truth: z.string(),
  /** Base name of the report's files: letters, digits, dot, dash and underscore. */
  name: z.string().regex(/^[\w.-]{1,80}$/),
  /** Write over the files of an earlier evaluation of this name. */
  replace: z.boolean().default(false),
});

/** What a page can choose: files beside the pictures that may hold their truth. */
export const truthChoice = z.object({
  files: z.array(z.string()),
  /** Why there is none, and what would be one; null when there are some. */
  hint: z.string().nullable(),
});

const methodName = z.enum(['regression', 'fit', 'file']);

/** The summary of an evaluation that has ended. */
export const evaluationSummary = z.object({
  people: z.int(),
  methods: z.array(methodName),
  metrics: z.array(
    z.object({
      /** With unit and root: "MPJPE (mm, root: mid hips)". */
      title: z.string(),
      group: z.enum(['pose', 'shape', 'image']),
      decimals: z.int(),
      isHigherBetter: z.boolean(),
      byMethod: z.partialRecord(methodName, estimate),
      /** Fit − regression of the same people. */
      change: estimate.nullable(),
    }),
  ),
  findings: z.array(z.string()),
});
export type EvaluationSummary = z.infer<typeof evaluationSummary>;
