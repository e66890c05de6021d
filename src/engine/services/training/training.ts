/** Learning, as the page and the command line ask for it. */
import type { Job } from '../../../contract/job.ts';
import type { BackendInfo } from '../../../contract/system.ts';
import type {
  RegressorInfo,
  StoredRun,
  TrainingPlan,
  TrainingRun,
} from '../../../contract/training.ts';
import { StudioError } from '../../../core/common/errors.ts';
import type { EventHub } from '../event-hub.ts';
import type { OpenProject } from '../ports.ts';
import type { Session } from '../session.ts';
import { type PlanQuery, planTraining } from './plan.ts';
import { createRegressors, type Regressors, runInUse } from './regressors.ts';

export interface Training extends Regressors {
  plan(query: PlanQuery): Promise<TrainingPlan>;
  /** Newest first, without the bodies of their reports. */
  runs(): TrainingRun[];
  /** @throws StudioError `train/not-found` */
  run(runId: number): TrainingRun;
}

export interface TrainingParts {
  readonly session: Session;
  readonly hub: EventHub;
  /** The regressor that was brought along. */
  readonly base: () => Promise<RegressorInfo>;
  readonly backend: () => BackendInfo | null;
  readonly repredict: () => Job;
}

export function createTraining(parts: TrainingParts): Training {
  const { session, backend } = parts;
  const regressors = createRegressors(parts);
  return {
    ...regressors,
    async plan(query) {
      const project = session.current();
      const { previous: _, untouched: __, ...regressor } = await regressors.inUse();
      return planTraining(project, query, { regressor, backend: backend() });
    },
    runs() {
      const project = session.current();
      return project.store.training.runs().map((run) => withoutBodies(shownRun(project, run)));
    },
    run: (runId) => shownRun(session.current(), requireRun(session.current(), runId)),
  };
}

/** @throws StudioError `train/not-found` */
export function requireRun({ store }: OpenProject, runId: number): StoredRun {
  const run = store.training.run(runId);
  if (run !== undefined) return run;
  throw new StudioError('train/not-found', `There is no run ${runId} in this project.`, { runId });
}

/** A run that nobody works on any more was interrupted. */
function shownRun(project: OpenProject, run: StoredRun): TrainingRun {
  const status = run.status === 'running' ? 'interrupted' : run.status;
  const isInUse = runInUse(project) === run.id;
  return { ...run, status, isInUse, jobId: null, progress: null, secondsLeft: null };
}

function withoutBodies(run: TrainingRun): TrainingRun {
  return run.report === null ? run : { ...run, report: { ...run.report, worsePeople: [] } };
}
