/** The run that is under way: every change is kept with the project and told to the pages. */
import type { StoredRun, TrainingRun } from '../../../contract/training.ts';
import { StudioError } from '../../../core/common/errors.ts';
import type { EventHub } from '../event-hub.ts';
import type { OpenProject } from '../ports.ts';
import type { Session } from '../session.ts';
import { runInUse } from './regressors.ts';

export interface LiveRun {
  readonly project: OpenProject;
  readonly run: () => StoredRun;
  /** Kept with the project, as long as it is the open one, and told. */
  change(part: Partial<StoredRun>): void;
  /** Told only. */
  setProgress(progress: TrainingRun['progress']): void;
  setJob(jobId: string): void;
  shown(): TrainingRun;
}

interface Parts {
  readonly session: Session;
  readonly hub: EventHub;
}

export function startLiveRun(
  { session, hub }: Parts,
  project: OpenProject,
  first: StoredRun,
): LiveRun {
  let run = first;
  let progress: TrainingRun['progress'] = null;
  let jobId: string | null = null;
  const shown = () => ({
    ...run,
    jobId: run.status === 'running' ? jobId : null,
    progress: run.status === 'running' ? progress : null,
    secondsLeft: run.status === 'running' ? secondsLeft(run) : null,
    isInUse: runInUse(project) === run.id,
  });
  const tell = () => {
    if (session.peek() === project) hub.publish({ kind: 'run', run: withoutBodies(shown()) });
  };
  return {
    project,
    run: () => run,
    change(part) {
      run = { ...run, ...part };
      if (session.peek() === project) project.store.training.saveRun(run);
      tell();
    },
    setProgress(next) {
      progress = next;
      tell();
    },
    setJob(id) {
      jobId = id;
    },
    shown,
  };
}

/** By the epochs that are over; early stopping may end sooner. */
function secondsLeft({ curve, settings }: StoredRun): number | null {
  const epochs = curve.filter(({ epoch }) => epoch > 0);
  const last = epochs.at(-1);
  if (last === undefined) return null;
  const each = epochs.reduce((sum, { seconds }) => sum + seconds, 0) / epochs.length;
  return each * Math.max(0, settings.epochs - last.epoch);
}

/** A run that nobody works on any more was interrupted. */
export function shownAtRest(project: OpenProject, run: StoredRun): TrainingRun {
  const status = run.status === 'running' ? 'interrupted' : run.status;
  const isInUse = runInUse(project) === run.id;
  return { ...run, status, isInUse, jobId: null, progress: null, secondsLeft: null };
}

export function withoutBodies(run: TrainingRun): TrainingRun {
  return run.report === null ? run : { ...run, report: { ...run.report, worsePeople: [] } };
}

/** @throws StudioError `train/not-found` */
export function requireRun({ store }: OpenProject, runId: number): StoredRun {
  const run = store.training.run(runId);
  if (run !== undefined) return run;
  throw new StudioError('train/not-found', `There is no run ${runId} in this project.`, { runId });
}
