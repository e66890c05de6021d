import { z } from 'zod';
import { imageCounts, imageRow } from './image.ts';
import { job } from './job.ts';
import { person } from './person.ts';
import { settingsState } from './settings.ts';
import { backendInfo, bodyModelInfo } from './system.ts';
import { instantPreview, regressorInUse, trainingRun } from './training.ts';

export const projectInfo = z.object({
  /** Name of the folder. */
  name: z.string(),
  imageCount: z.int(),
  counts: imageCounts,
  /** True for the embedded sample, whose truth is known. */
  isSample: z.boolean(),
});
export type ProjectInfo = z.infer<typeof projectInfo>;

export const historyState = z.object({
  /** What the next undo or redo would do, in words; null when there is nothing. */
  undo: z.object({ label: z.string(), imageId: z.int() }).nullable(),
  redo: z.object({ label: z.string(), imageId: z.int() }).nullable(),
});
export type HistoryState = z.infer<typeof historyState>;

/** What the engine tells every open page; each value replaces what the page knew. */
export const studioEvent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('project'), project: projectInfo.nullable() }),
  z.object({ kind: z.literal('image'), image: imageRow }),
  z.object({ kind: z.literal('people'), imageId: z.int(), people: z.array(person) }),
  z.object({ kind: z.literal('history'), history: historyState }),
  z.object({ kind: z.literal('job'), job }),
  /** How a training stands, without the bodies of its report. */
  z.object({ kind: z.literal('run'), run: trainingRun }),
  z.object({ kind: z.literal('regressor'), regressor: regressorInUse }),
  z.object({ kind: z.literal('instant'), instant: instantPreview }),
  /** What the networks run on; null while the compute process starts. */
  /** Another body is fitted from now on. */
  z.object({ kind: z.literal('body'), bodyModel: bodyModelInfo }),
  z.object({ kind: z.literal('backend'), backend: backendInfo.nullable() }),
  z.object({ kind: z.literal('settings'), settings: settingsState }),
  /** Many images changed: read the list again. */
  z.object({ kind: z.literal('list') }),
  z.object({
    kind: z.literal('notice'),
    severity: z.enum(['warning', 'error']),
    message: z.string(),
  }),
]);
export type StudioEvent = z.infer<typeof studioEvent>;
