/** Trainings in the compute process: one at a time; what was asked meanwhile is answered between batches. */
import * as tf from '@tensorflow/tfjs-core';
import type { ComparisonRow } from '../../../contract/training.ts';
import type {
  InstantQuery,
  LearningPerson,
  TrainMessage,
  TrainQuery,
} from '../../../contract/training-compute.ts';
import { loopFitter } from '../../../core/train/loop-fitter.ts';
import type { TrainableRegressor, Weights } from '../../../core/train/trainable-regressor.ts';
import { removeCheckpoints } from './checkpoint.ts';
import { createFitPeople } from './fit-people.ts';
import { instantWeights, previewInstant } from './instant.ts';
import { learnInLoop, passesOf, replayShare } from './learn.ts';
import { readPeople } from './learning-people.ts';
import { namesMissing } from './missing-pictures.ts';
import { changedWeights, saveModel } from './model-file.ts';
import { createOutbox } from './outbox.ts';
import { createProgress } from './progress.ts';
import { createReady } from './ready.ts';
import { compareWeights, reportOf } from './report.ts';
import type { TeachingParts } from './teaching-parts.ts';

/** Asked between batches. */
export interface Control {
  /** End with the best epoch. */
  aborted: boolean;
  /** Nobody listens any more: no model is made. */
  isGivenUp: boolean;
}

export interface Teaching {
  train(query: TrainQuery): AsyncGenerator<TrainMessage, void>;
  stop(): void;
  instant(query: InstantQuery): Promise<{ row: ComparisonRow | null }>;
}

export function createTeaching(parts: TeachingParts): Teaching {
  let control: Control | undefined;
  const ready = createReady(parts);
  return {
    async *train(query) {
      const own: Control = { aborted: false, isGivenUp: false };
      control = own;
      const outbox = createOutbox<TrainMessage>();
      try {
        yield* outbox.read(teach(parts, query, own, outbox.put));
      } finally {
        // The reader has gone, or it is over anyway.
        own.isGivenUp = true;
        own.aborted = true;
      }
    },
    stop() {
      if (control !== undefined) control.aborted = true;
    },
    async instant({ people, start, imageFolder }) {
      const { kept, given } = await ready.get(start, { people, imageFolder, depth: 'head' });
      const lesson = { ...kept, tape: parts.tape(), people };
      const row = await previewInstant(lesson, parts.mesh).finally(given);
      return { row: row ?? null };
    },
  };
}

/** @throws what has ended the training before its time */
async function teach(
  parts: TeachingParts,
  query: TrainQuery,
  control: Control,
  put: (message: TrainMessage) => void,
): Promise<void> {
  const people = await readPeople(query.runFolder);
  const { imageFolder, settings } = query;
  const depth = settings.recipe === 'spin' ? 'full' : 'head';
  const plain = await parts.trainable(query.start, { people, imageFolder, depth });
  const regressor = namesMissing(plain, people, imageFolder, (imageName) =>
    put({ kind: 'skipped', imageName }),
  );
  let learnt: Weights = {};
  try {
    const { weights, stopped } = await learn(parts, query, { people, regressor, control, put });
    learnt = weights;
    if (control.isGivenUp) return;
    put({ kind: 'progress', progress: { epoch: 0, phase: 'compare', done: 0, total: 1 } });
    const modelHash = await saveModel(query.runFolder, weights);
    const comparison = await compareWeights(parts.mesh, regressor, weights, people);
    put({ kind: 'end', stopped, modelHash, report: reportOf(query.startInfo, comparison) });
    await removeCheckpoints(query.runFolder);
  } finally {
    tf.dispose([regressor.weights, learnt]);
  }
}

interface Lesson {
  readonly people: readonly LearningPerson[];
  readonly regressor: TrainableRegressor;
  readonly control: Control;
  readonly put: (message: TrainMessage) => void;
}

/** @returns all weights of the best epoch */
async function learn(
  parts: TeachingParts,
  query: TrainQuery,
  { people, regressor, control, put }: Lesson,
): Promise<{ weights: Weights; stopped: string | null }> {
  const tape = parts.tape();
  if (query.settings.recipe === 'instant') {
    put({ kind: 'begun', curve: [], bestEpoch: 0 });
    const replay = parts.replay(query.start.kind, regressor);
    const weights = await instantWeights({ regressor, tape, people, replay });
    return { weights, stopped: null };
  }
  const progress = createProgress(put);
  const fitter = query.start.kind === 'lifter' ? loopFitter(parts.fitter) : parts.fitter;
  const fit = createFitPeople({ ...parts, fitter, tape }, people, (done, of) =>
    progress.tell('fit', done, of),
  );
  const learners = people.filter(({ role }) => role !== 'held-out').length;
  const rows = (passesOf(query) * learners) / (1 - replayShare(query));
  const watched = progress.watched(regressor, rows);
  const replay = parts.replay(query.start.kind, regressor);
  const lesson = { regressor: watched, tape, fit, replay, people, signal: control, put };
  const learnt = await learnInLoop({ ...lesson, onEpoch: progress.setEpoch }, query);
  return { weights: changedWeights(regressor.weights, learnt.weights), stopped: learnt.stopped };
}
