/** Finds people in images that no person has worked on: one job, to which images can be added. */

import type { ImagePrediction, PictureAnswer } from '../../contract/compute-contract.ts';
import { NO_CONSTRAINTS } from '../../contract/constraints.ts';
import type { Job } from '../../contract/job.ts';
import type { FitPreset } from '../../contract/person.ts';
import { counted } from '../../core/common/counted.ts';
import { isStudioError, type StudioError } from '../../core/common/errors.ts';
import type { EventHub } from './event-hub.ts';
import type { JobContext, JobResult, Jobs } from './jobs.ts';
import type { OpenProject, Predictor } from './ports.ts';
import { publishImage, requireImage, type Session } from './session.ts';

export interface Predictions {
  /** These first, or all that are untouched when `imageIds` is null; a running job keeps its choice. */
  predict(imageIds: readonly number[] | null, choice?: Partial<PredictionChoice>): Job;
}

export interface PredictionChoice {
  /** How people are fitted; null leaves them with what the regressor says. */
  readonly preset: FitPreset | null;
  /** Whether more than points is read from the picture for the fit. */
  readonly imageEvidence: boolean;
}

/** Their people pass the network together when nobody is fitted. */
const PICTURES_AT_ONCE = 8;

interface Parts {
  readonly session: Session;
  readonly hub: EventHub;
  readonly jobs: Jobs;
  readonly predictor: Predictor;
  /** Whether more than points is read where nothing else is said. */
  readonly imageEvidence: () => boolean;
}

/** The running job and the images that still wait for it. */
interface Queue {
  readonly project: OpenProject;
  readonly jobId: string;
  readonly waiting: Set<number>;
}

export function createPredictions(parts: Parts): Predictions {
  let queue: Queue | undefined;
  return {
    predict(imageIds, choice = {}) {
      const project = parts.session.current();
      const untouched = project.store.images.untouched();
      const wanted = imageIds === null ? untouched : onlyUntouched(imageIds, untouched);
      const running = queue && parts.jobs.list().find(({ id }) => id === queue?.jobId);
      if (queue?.project === project && running?.status === 'running' && queue.waiting.size > 0) {
        putFirst(queue, imageIds === null ? [] : wanted, wanted);
        return running;
      }
      const waiting = new Set(wanted);
      const usual = { preset: 'anchored' as const, imageEvidence: parts.imageEvidence() };
      const job = parts.jobs.start({
        kind: 'predict',
        title: `Find people in ${counted(wanted.length, 'picture')}`,
        run: (context) => work(parts, project, { ...usual, ...choice, waiting }, context),
      });
      queue = { project, jobId: job.id, waiting };
      return job;
    },
  };
}

function onlyUntouched(imageIds: readonly number[], untouched: readonly number[]): number[] {
  const allowed = new Set(untouched);
  return imageIds.filter((id) => allowed.has(id));
}

/** What the user looks at goes before what can wait. */
function putFirst({ waiting }: Queue, first: readonly number[], all: readonly number[]): void {
  const later = [...waiting, ...all];
  waiting.clear();
  for (const id of [...first, ...later]) waiting.add(id);
}

async function work(
  parts: Parts,
  project: OpenProject,
  { waiting, ...choice }: PredictionChoice & { waiting: Set<number> },
  context: JobContext,
): Promise<JobResult> {
  const began = performance.now();
  let [done, people] = [0, 0];
  while (waiting.size > 0 && !context.signal.aborted) {
    const imageIds = [...waiting].slice(0, choice.preset === null ? PICTURES_AT_ONCE : 1);
    for (const imageId of imageIds) waiting.delete(imageId);
    context.setTotal(done + imageIds.length + waiting.size);
    people += await predictSome(parts, project, { imageIds, ...choice }, context);
    done += imageIds.length;
    for (const _ of imageIds) context.step();
  }
  waiting.clear();
  const seconds = (performance.now() - began) / 1000;
  const figures = {
    people,
    seconds,
    picturesPerSecond: done / seconds,
    peoplePerSecond: people / seconds,
  };
  return { message: `${counted(done, 'picture')} looked through.`, figures };
}

/** @returns how many people were found */
async function predictSome(
  { hub, predictor }: Parts,
  project: OpenProject,
  { imageIds, preset, imageEvidence }: PredictionChoice & { imageIds: readonly number[] },
  { fail, signal }: JobContext,
): Promise<number> {
  const files = imageIds.map((id) => project.folder.file(requireImage(project, id).name));
  const answers =
    preset === null
      ? await predictor.regressPictures(files)
      : await Promise.all(
          files.map((file) => orProblem(predictor.predict(file, preset, imageEvidence))),
        );
  if (signal.aborted) return 0;
  let people = 0;
  for (const [i, imageId] of imageIds.entries()) {
    const { prediction = null, problem = null } = answers[i] ?? {};
    if (prediction !== null) storePrediction(project, imageId, prediction);
    if (problem !== null) {
      fail(files[i]?.name ?? '', problem);
      project.store.images.setProblem(imageId, problem);
    }
    people += prediction?.people.length ?? 0;
    publishImage(hub, project, imageId);
  }
  return people;
}

/** What is wrong with one picture does not keep the others from being looked at. */
async function orProblem(prediction: Promise<ImagePrediction>): Promise<PictureAnswer> {
  try {
    return { prediction: await prediction, problem: null };
  } catch (error) {
    if (!isStudioError(error) || concernsAll(error)) throw error;
    return { prediction: null, problem: error.message };
  }
}

/** The next picture would fail for the same reason. */
function concernsAll({ code }: StudioError): boolean {
  return code === 'disk/full' || code === 'compute/backend' || /^(model|format)\//.test(code);
}

function storePrediction(project: OpenProject, imageId: number, prediction: ImagePrediction) {
  const { people, width, height, camera } = prediction;
  const contents = people.map((found) => ({
    ...found,
    constraints: NO_CONSTRAINTS,
    state: 'predicted' as const,
    reason: null,
  }));
  // Refused when a person was faster: theirs stays.
  if (!project.store.people.replaceMachine(imageId, contents)) return;
  project.store.images.setLooked(imageId, { width, height, camera });
}
