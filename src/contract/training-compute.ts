/**
 * What the engine asks of the compute process to learn. People lie in a file of the run's folder, which
 * is also the record of what was learnt from; progress comes back as a stream.
 */
import { z } from 'zod';
import { bodyParameters } from './body-parameters.ts';
import { constraints } from './constraints.ts';
import { imageEvidence } from './image-evidence.ts';
import { jointSetName, keypoint } from './keypoint.ts';
import { fitPreset, pinhole } from './person.ts';
import { regressorChoice } from './regressor.ts';
import {
  comparisonRow,
  regressorInfo,
  trainingEpoch,
  trainingReport,
  trainingRun,
  trainingSettings,
} from './training.ts';

export const learningPerson = z.object({
  personId: z.int(),
  imageId: z.int(),
  imageName: z.string(),
  /** Of the picture's bytes. */
  imageSha256: z.string(),
  /** Taught by what a person has seen; asked only; taught by the best fit that was found so far. */
  role: z.enum(['training', 'held-out', 'untouched']),
  jointSet: jointSetName,
  keypoints: z.array(keypoint),
  constraints,
  camera: pinhole,
  preset: fitPreset,
  regression: bodyParameters.nullable(),
  imageEvidence: imageEvidence.nullable(),
  fit: bodyParameters,
  /** 3D truth, of the sample's renders; it is compared with and never learnt from. */
  truth: bodyParameters.nullable(),
});
export type LearningPerson = z.infer<typeof learningPerson>;

/** The file `people.json` of a run; its SHA-256 is the snapshot's id. */
export const learningPeople = z.object({
  bodyModel: z.object({ name: z.string(), hash: z.string() }),
  people: z.array(learningPerson),
});
export type LearningPeople = z.infer<typeof learningPeople>;

/** Name of that file in the run's folder. */
export const PEOPLE_FILE = 'people.json';

export const trainQuery = z.object({
  runId: z.int(),
  /** Absolute, with the people's file in it; checkpoint and model are written there. */
  runFolder: z.string(),
  imageFolder: z.string(),
  settings: trainingSettings,
  /** What it begins with and is compared with. */
  start: regressorChoice,
  startInfo: regressorInfo,
  /** Goes on from the run's checkpoint; from the start when it has none. */
  resume: z.boolean(),
});
export type TrainQuery = z.infer<typeof trainQuery>;

export const trainMessage = z.discriminatedUnion('kind', [
  /** First: how far an earlier part of the run has come. */
  z.object({ kind: z.literal('begun'), curve: z.array(trainingEpoch), bestEpoch: z.int() }),
  z.object({ kind: z.literal('progress'), progress: trainingRun.shape.progress }),
  /** An epoch is over, and on disk. */
  z.object({ kind: z.literal('epoch'), epoch: trainingEpoch, bestEpoch: z.int() }),
  /** A picture could not be read any more. */
  z.object({ kind: z.literal('skipped'), imageName: z.string() }),
  /** Last. */
  z.object({
    kind: z.literal('end'),
    /** Why it ended before its last epoch, as a sentence; null when it did not. */
    stopped: z.string().nullable(),
    modelHash: z.string(),
    report: trainingReport,
  }),
]);
export type TrainMessage = z.infer<typeof trainMessage>;
export type TrainEnd = Extract<TrainMessage, { kind: 'end' }>;

export const instantQuery = z.object({
  people: z.array(learningPerson),
  imageFolder: z.string(),
  start: regressorChoice,
});
export type InstantQuery = z.infer<typeof instantQuery>;

/** Null when nothing can be said of any of the held-out people. */
export const instantAnswer = z.object({ row: comparisonRow.nullable() });
