import { z } from 'zod';
import { personState } from './person.ts';

export const reviewOrder = z.enum(['worst', 'useful', 'random']);

/** What a rule finds, and what else speaks against a label. */
export const reviewIssue = z.enum([
  'left-right-swap',
  'duplicate',
  'limb-ratio',
  'joint-limit',
  'outside-image',
  'marked',
  'noted',
  /** Fitted with another body than the project's. */
  'stale',
]);
export type ReviewIssue = z.infer<typeof reviewIssue>;

export const reviewChoice = z.object({
  order: reviewOrder.default('worst'),
  /** Only people with one of these; everyone when there is none. */
  issues: z.array(reviewIssue).default([]),
  /** Of the random order. */
  seed: z.int().default(1),
});
export type ReviewChoice = z.infer<typeof reviewChoice>;

/** A queue keeps its order while it is worked through. */
export const reviewQueue = z.object({
  queueId: z.int(),
  total: z.int(),
  /** Undecided people with each issue, whatever was chosen. */
  issues: z.record(reviewIssue, z.int()),
});
export type ReviewQueue = z.infer<typeof reviewQueue>;

export const reviewEntry = z.object({
  /** Place in the queue, from 0. */
  index: z.int(),
  personId: z.int(),
  imageId: z.int(),
  imageName: z.string(),
  state: personState,
  issues: z.array(reviewIssue),
  /** Why the person is in this place. */
  why: z.string(),
  errorPx: z.number().nullable(),
});
export type ReviewEntry = z.infer<typeof reviewEntry>;

export const reviewPage = z.object({ left: z.int(), rows: z.array(reviewEntry) });

/** A sample that stands for all people under an error. */
export const bulkAudit = z.object({
  auditId: z.int(),
  underPx: z.number(),
  /** All of them, the sample too. */
  people: z.int(),
  /** A queue of the sample. */
  queue: reviewQueue,
  audited: z.int(),
  wrong: z.int(),
  left: z.int(),
  /** What the sample says so far; null before the first decision. */
  sentence: z.string().nullable(),
});
export type BulkAudit = z.infer<typeof bulkAudit>;
