/** Finds people in images that no person has worked on: one job, to which images can be added. */

import type { ImagePrediction } from '../../contract/compute-contract.ts';
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
  readonly preset: FitPreset;
  /** Whether more than points is read from the picture for the fit. */
  readonly imageEvidence: boolean;
}

const USUAL: PredictionChoice = { preset: 'anchored', imageEvidence: true };

interface Parts {
  readonly session: Session;
  readonly hub: EventHub;
  readonly jobs: Jobs;
  readonly predictor: Predictor;
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
      const job = parts.jobs.start({
        kind: 'predict',
        title: `Find people in ${counted(wanted.length, 'picture')}`,
        run: (context) => work(parts, project, { ...USUAL, ...choice, waiting }, context),
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
  let done = 0;
  for (;;) {
    const [imageId] = waiting;
    if (imageId === undefined || context.signal.aborted) break;
    waiting.delete(imageId);
    context.setTotal(done + 1 + waiting.size);
    await predictImage(parts, project, { imageId, ...choice }, context);
    done++;
    context.step();
  }
  waiting.clear();
  return { message: `${counted(done, 'picture')} looked through.` };
}

async function predictImage(
  { hub, predictor }: Parts,
  project: OpenProject,
  { imageId, preset, imageEvidence }: PredictionChoice & { imageId: number },
  { fail, signal }: JobContext,
): Promise<void> {
  const { name } = requireImage(project, imageId);
  try {
    const prediction = await predictor.predict(project.folder.file(name), preset, imageEvidence);
    if (!signal.aborted) storePrediction(project, imageId, prediction);
  } catch (error) {
    if (!isStudioError(error) || concernsAll(error)) throw error;
    fail(name, error.message);
    project.store.images.setProblem(imageId, error.message);
  }
  if (!signal.aborted) publishImage(hub, project, imageId);
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
