/**
 * Learning from what people have accepted: what a training would use, its runs with their curves and
 * reports, and the regressor that a project works with.
 */
import { z } from 'zod';
import { bodyParameters } from './body-parameters.ts';
import { pinhole } from './person.ts';
import { backendInfo } from './system.ts';

/**
 * How deep a training goes: one closed-form update of the last linear layer; gradient steps on the head
 * alone, over features that are worked out once; SPIN's own, all weights with a fit in each epoch.
 */
export const trainingRecipe = z.enum(['instant', 'head', 'spin']);
export type TrainingRecipe = z.infer<typeof trainingRecipe>;

export const trainingSettings = z.object({
  recipe: trainingRecipe,
  epochs: z.int().min(1).max(10_000),
  batchSize: z.int().min(1).max(4096),
  learningRate: z.number().positive().max(1),
  /** Stops after so many epochs without a better one on the held-out people. */
  patience: z.int().min(1).max(10_000),
  seed: z
    .int()
    .nonnegative()
    .max(2 ** 31 - 1),
  /** Untouched people learn along, by the best fit that was found of them so far. */
  useUntouched: z.boolean(),
});
export type TrainingSettings = z.infer<typeof trainingSettings>;

/** The regressor of a project: the one that was brought along, or one that a run has made of it. */
export const regressorInfo = z.object({
  /** The lifter that is embedded, or SPIN's network from the user's own file. */
  kind: z.enum(['lifter', 'spin']),
  /** "lifter", "lifter, run 3". */
  name: z.string(),
  /** SHA-256 of its weights' file. */
  hash: z.string(),
  /** Null for the one that was brought along. */
  runId: z.int().nullable(),
});
export type RegressorInfo = z.infer<typeof regressorInfo>;

export const regressorInUse = regressorInfo.extend({
  /** What rolling back would bring back; null when nothing was ever adopted. */
  previous: regressorInfo.nullable(),
  /** People whom nobody has touched: a new regressor may look at them again. */
  untouched: z.int(),
});
export type RegressorInUse = z.infer<typeof regressorInUse>;

export const excludedPerson = z.object({
  personId: z.int(),
  imageId: z.int(),
  imageName: z.string(),
  reason: z.enum([
    'edited-after-acceptance',
    'no-body',
    'other-body',
    'picture-gone',
    'too-few-points',
  ]),
});
export type ExcludedPerson = z.infer<typeof excludedPerson>;

/** What would be learnt from, before it begins. */
export const trainingPlan = z.object({
  regressor: regressorInfo,
  /** Accepted people who can be learnt from; `held out` of them are only asked, never taught. */
  accepted: z.int(),
  heldOut: z.int(),
  /** Accepted people without whom there is no training. */
  needed: z.int(),
  /** Untouched people; they learn along where the settings say so. */
  untouched: z.int(),
  /** Rejected people; they are never learnt from. */
  rejected: z.int(),
  /** The first of them; `excludedCount` has their full number. */
  excluded: z.array(excludedPerson),
  excludedCount: z.int(),
  /** Held-out people whose 3D truth is known. */
  withTruth: z.int(),
  /** "Needs 20 accepted people, you have 7."; null when it can begin. */
  hindrance: z.string().nullable(),
  /** What each recipe would need here beyond people; null when it can be had. */
  recipes: z.array(z.object({ recipe: trainingRecipe, hindrance: z.string().nullable() })),
  presets: z.array(
    z.object({
      name: z.enum(['quick', 'standard']),
      settings: trainingSettings,
      minutes: z.number(),
    }),
  ),
  /** Of the settings that were asked about; null without any. */
  minutes: z.number().nullable(),
  backend: backendInfo.nullable(),
});
export type TrainingPlan = z.infer<typeof trainingPlan>;

export const trainingEpoch = z.object({
  /** From 1; 0 is the regressor as it was. */
  epoch: z.int(),
  /** Null for epoch 0. */
  trainLoss: z.number().nullable(),
  heldOutLoss: z.number(),
  /** Mean distance of the regressed bodies from the held-out people's points, pixels of a 224 crop. */
  heldOutErrorPx: z.number(),
  /** Fits in the loop that were better than the stored one; null when nothing is fitted. */
  fitsImproved: z.int().nullable(),
  seconds: z.number(),
});
export type TrainingEpoch = z.infer<typeof trainingEpoch>;

/** One line of the table; `change` is the mean or median of the people's own changes. */
export const comparisonRow = z.object({
  /**
   * reprojection: median distance, pixels, to points that a person has placed or confirmed, the main row;
   * pck: share of them within a tenth of the torso; wholeBody: share of people with all of them within
   * a fifth; mpjpe, paMpjpe, pve, pveTSc: millimetres, against 3D truth alone; agreement: mean joint
   * distance from the accepted bodies, millimetres, which are no truth.
   */
  measure: z.enum([
    'reprojection',
    'pck',
    'wholeBody',
    'mpjpe',
    'paMpjpe',
    'pve',
    'pveTSc',
    'agreement',
  ]),
  label: z.string(),
  unit: z.enum(['px', 'share', 'mm']),
  better: z.enum(['lower', 'higher']),
  /** Over how many people. */
  people: z.int(),
  current: z.number(),
  next: z.number(),
  change: z.number(),
  /** The 95 % interval of the change; null with too few people. */
  interval: z.object({ low: z.number(), high: z.number() }).nullable(),
});
export type ComparisonRow = z.infer<typeof comparisonRow>;

const regressedBody = z.object({ body: bodyParameters, errorPx: z.number() });

export const comparedPerson = z.object({
  personId: z.int(),
  imageId: z.int(),
  imageName: z.string(),
  camera: pinhole,
  /** What each regressor says of the person's points or picture, without a fit. */
  current: regressedBody,
  next: regressedBody,
});
export type ComparedPerson = z.infer<typeof comparedPerson>;

/** Before and after, on the held-out people. */
export const trainingReport = z.object({
  /** Against which the run was compared: the regressor it began with. */
  current: regressorInfo,
  /** The main row first; empty when the comparison was refused. */
  rows: z.array(comparisonRow),
  /** By the main row, from the whole interval: "same" when it holds zero. */
  verdict: z.enum(['better', 'same', 'worse', 'refused']),
  /** Why the comparison was refused: the held-out people are not those that were kept aside. */
  refusal: z.string().nullable(),
  better: z.int(),
  same: z.int(),
  worse: z.int(),
  /** The worse ones, worst first; at most 200. */
  worsePeople: z.array(comparedPerson),
});
export type TrainingReport = z.infer<typeof trainingReport>;

export const trainingRun = z.object({
  /** Counts from 1 in each project. */
  id: z.int(),
  settings: trainingSettings,
  /**
   * `interrupted`: the program ended in it, it can go on; `stopped`: ended early, by a person or since
   * the loss was no number, with the best epoch kept; `failed`: `message` says why, `offer` what may help.
   */
  status: z.enum(['running', 'interrupted', 'finished', 'stopped', 'cancelled', 'failed']),
  /** While it runs; `jobs.cancel` gives it up. */
  jobId: z.string().nullable(),
  /** ISO 8601, UTC. */
  startedAt: z.string(),
  endedAt: z.string().nullable(),
  /** What it began with. */
  regressor: regressorInfo,
  /** SPIN's network saw its crops so, from the first epoch to the last; see `regressorChoice`. */
  truncatesCrops: z.boolean().default(false),
  backend: z.string(),
  codeVersion: z.string(),
  /** SHA-256 of what was learnt from, as it was at the start. */
  snapshot: z.object({
    id: z.string(),
    training: z.int(),
    heldOut: z.int(),
    untouched: z.int(),
  }),
  curve: z.array(trainingEpoch),
  /** 0 while nothing is better than what it began with. */
  bestEpoch: z.int(),
  /** Within the epoch under way. */
  progress: z
    .object({
      epoch: z.int(),
      phase: z.enum(['gather', 'fit', 'learn', 'compare']),
      done: z.int(),
      total: z.int(),
    })
    .nullable(),
  secondsLeft: z.number().nullable(),
  /** Pictures that could not be read any more: left out. */
  skipped: z.array(z.string()),
  /** A sentence when it has ended. */
  message: z.string().nullable(),
  /** What `resume` may be asked with after a failure. */
  offer: z.object({ batchSize: z.int() }).nullable(),
  report: trainingReport.nullable(),
  /** SHA-256 of its model's weights; null when it has left nothing that could be used. */
  modelHash: z.string().nullable(),
  /** When its files were deleted, ISO 8601, UTC; the row stays. */
  deletedAt: z.string().nullable().default(null),
  isInUse: z.boolean(),
});
export type TrainingRun = z.infer<typeof trainingRun>;

/** The part of a run that is kept with the project. */
export const storedRun = trainingRun.omit({
  jobId: true,
  progress: true,
  secondsLeft: true,
  isInUse: true,
});
export type StoredRun = z.infer<typeof storedRun>;

/** What the closed-form update of the last layer would bring on the held-out people, at once. */
export const instantPreview = z.object({
  /** "Needs 20 accepted people, you have 7."; null with a row. */
  hindrance: z.string().nullable(),
  /** Accepted people that it learns from. */
  training: z.int(),
  heldOut: z.int(),
  row: comparisonRow.nullable(),
});
export type InstantPreview = z.infer<typeof instantPreview>;
