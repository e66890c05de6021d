/** Finds people in images that no person has worked on: one job, to which images can be added. */

import type { ImagePrediction, PictureAnswer } from '../../contract/compute-contract.ts';
import { NO_CONSTRAINTS } from '../../contract/constraints.ts';
import type { Job } from '../../contract/job.ts';
import type { FitPreset } from '../../contract/person.ts';
import { counted } from '../../core/common/counted.ts';
import { isStudioError, StudioError } from '../../core/common/errors.ts';
import type { EventHub } from './event-hub.ts';
import { isUnderWay, type JobContext, type JobResult, type Jobs } from './jobs.ts';
import type { OpenProject, Predictor } from './ports.ts';
import { publishImage, requireImage, type Session } from './session.ts';

export interface Predictions {
  /** These first, or all that are untouched when `imageIds` is null; a running job keeps its choice. */
  predict(imageIds: readonly number[] | null, choice?: Partial<PredictionChoice>): Job;
  /** Those that have failed in an ended job, once more. @throws StudioError `job/not-found` */
  retry(jobId: string): Job;
}

export interface PredictionChoice {
  /** How people are fitted; null leaves them with what the regressor says. */
  readonly preset: FitPreset | null;
  /** Whether more than points is read from the picture for the fit. */
  readonly imageEvidence: boolean;
  /**
   * Their people pass the network together when nobody is fitted. In other company a number's last
   * digit may be another one: with 1 a picture's people are the same whatever else there is.
   */
  readonly picturesAtOnce: number;
}

const PICTURES_AT_ONCE = 8;

interface Parts {
  readonly session: Session;
  readonly hub: EventHub;
  readonly jobs: Jobs;
  readonly predictor: Predictor;
  /** Whether more than points is read where nothing else is said. */
  readonly imageEvidence: () => boolean;
}

/** A job and its images. */
interface Queue {
  readonly project: OpenProject;
  readonly waiting: Set<number>;
  /** Still untouched, but not to be looked through twice. */
  readonly underWay: Set<number>;
  readonly failed: Set<number>;
  readonly choice: PredictionChoice;
}

export function createPredictions(parts: Parts): Predictions {
  const queues = new Map<string, Queue>();
  const live = (project: OpenProject) =>
    parts.jobs.list().flatMap((job) => {
      const queue = queues.get(job.id);
      return queue?.project === project && isUnderWay(job) ? [{ job, queue }] : [];
    });
  const start = (project: OpenProject, wanted: readonly number[], choice: PredictionChoice) => {
    const waiting = new Set(wanted);
    const queue = {
      project,
      waiting,
      underWay: new Set<number>(),
      failed: new Set<number>(),
      choice,
    };
    const total = Object.values(project.store.images.counts()).reduce((sum, n) => sum + n, 0);
    const job = parts.jobs.start({
      kind: 'predict',
      title: `Find people in ${counted(wanted.length, 'picture')}`,
      guard: `only untouched pictures: ${wanted.length} of ${total}`,
      isPausable: true,
      run: (context) => work(parts, queue, context),
    });
    queues.set(job.id, queue);
    return job;
  };
  return {
    predict(imageIds, choice = {}) {
      const project = parts.session.current();
      const present = live(project);
      const underWay = new Set(present.flatMap(({ queue }) => [...queue.underWay]));
      const untouched = project.store.images.untouched().filter((id) => !underWay.has(id));
      const wanted = imageIds === null ? untouched : onlyUntouched(imageIds, untouched);
      const running = present.find(
        ({ job, queue }) =>
          job.status === 'running' && (queue.waiting.size > 0 || wanted.length === 0),
      );
      if (running !== undefined) {
        putFirst(running.queue, imageIds === null ? [] : wanted, wanted);
        return running.job;
      }
      // Who is shown goes ahead of a paused job, which then need not look there.
      for (const { queue } of present) for (const id of wanted) queue.waiting.delete(id);
      const usual = {
        preset: 'anchored' as const,
        imageEvidence: parts.imageEvidence(),
        picturesAtOnce: PICTURES_AT_ONCE,
      };
      return start(project, wanted, { ...usual, ...choice });
    },
    retry(jobId) {
      const queue = queues.get(jobId);
      const project = parts.session.current();
      if (queue?.project !== project)
        throw new StudioError('job/not-found', 'This job is over and forgotten.', { jobId });
      const wanted = onlyUntouched([...queue.failed], project.store.images.untouched());
      queue.failed.clear();
      return start(project, wanted, queue.choice);
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
  { project, waiting, underWay, failed, choice }: Queue,
  context: JobContext,
): Promise<JobResult> {
  const began = performance.now();
  let [done, people] = [0, 0];
  while (waiting.size > 0 && !context.signal.aborted) {
    await context.rested();
    if (context.signal.aborted) break;
    const imageIds = [...waiting].slice(0, choice.preset === null ? choice.picturesAtOnce : 1);
    for (const imageId of imageIds) {
      waiting.delete(imageId);
      underWay.add(imageId);
    }
    context.setTotal(done + imageIds.length + waiting.size);
    const batch = { imageIds, failed, ...choice };
    people += await unlessCancelled(predictSome(parts, project, batch, context), context.signal);
    underWay.clear();
    if (context.signal.aborted) break;
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

/** Who cancels does not wait for the picture under way: its answer is dropped. */
function unlessCancelled(work: Promise<number>, signal: AbortSignal): Promise<number> {
  const cancelled = new Promise<number>((resolve) => {
    signal.addEventListener('abort', () => resolve(0), { once: true });
  });
  return Promise.race([work, cancelled]);
}

interface Batch extends PredictionChoice {
  readonly imageIds: readonly number[];
  /** Those that fail are added. */
  readonly failed: Set<number>;
}

/** @returns how many people were found */
async function predictSome(
  { hub, predictor }: Parts,
  project: OpenProject,
  { imageIds, failed, preset, imageEvidence }: Batch,
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
      failed.add(imageId);
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
