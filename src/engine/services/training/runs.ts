/** Trainings: one at a time, a job each, kept with the project at every step. */
import { EMBEDDED_REGRESSOR, type RegressorChoice } from '../../../contract/regressor.ts';
import type { BackendInfo } from '../../../contract/system.ts';
import type {
  RegressorInfo,
  StoredRun,
  TrainingRun,
  TrainingSettings,
} from '../../../contract/training.ts';
import { StudioError } from '../../../core/common/errors.ts';
import type { OpenProject } from '../ports.ts';
import { deleteRun } from './delete-run.ts';
import { keepAside } from './kept-aside.ts';
import { type LiveRun, requireRun, shownAtRest, startLiveRun, withoutBodies } from './live-run.ts';
import { hindranceOf, NEEDED_PEOPLE, recipeHindrance } from './plan.ts';
import { choiceOf, spinChoice } from './regressors.ts';
import { workOn } from './run-job.ts';
import type { RunParts } from './run-parts.ts';
import type { BodyModelName } from './snapshot.ts';
import { acceptedLearners } from './who-learns.ts';

export interface Runs {
  /** Newest first, without the bodies of their reports. */
  list(): TrainingRun[];
  /** @throws StudioError `train/not-found` */
  get(runId: number): TrainingRun;
  /** @throws StudioError `train/too-few-people`, `train/busy`, `train/needs-native` */
  start(settings: TrainingSettings): Promise<TrainingRun>;
  /** @throws StudioError `train/no-checkpoint` for a run that has come to its end */
  resume(runId: number, batchSize: number | null): Promise<TrainingRun>;
  stop(runId: number): Promise<void>;
  /** @throws StudioError `train/not-found`, `train/busy`, `train/in-use` */
  delete(runId: number): Promise<TrainingRun>;
  /** What is cancelled from now on is only interrupted: the program ends. */
  pause(): void;
}

export function createRuns(parts: RunParts): Runs {
  let live: LiveRun | undefined;
  let isPausing = false;
  const { session } = parts;
  const isLive = (run: StoredRun) =>
    live?.project === session.peek() &&
    live?.run().id === run.id &&
    live.run().status === 'running';
  const shown = (run: StoredRun) =>
    live !== undefined && isLive(run) ? live.shown() : shownAtRest(session.current(), run);
  const begin = (project: OpenProject, run: StoredRun, start: RegressorChoice) => {
    const begun = startLiveRun(parts, project, run);
    live = begun;
    const query = queryOf(project, run, start);
    const job = parts.jobs.start({
      kind: 'train',
      title: `Train, run ${run.id}`,
      run: (context) => workOn(parts, { live: begun, query, isPausing: () => isPausing }, context),
    });
    begun.setJob(job.id);
    begun.change({ status: 'running', endedAt: null, message: null, offer: null });
    return begun.shown();
  };
  return {
    list: () =>
      session
        .current()
        .store.training.runs()
        .map((run) => withoutBodies(shown(run))),
    get: (runId) => shown(requireRun(session.current(), runId)),
    async start(settings) {
      const project = session.current();
      requireIdle(live);
      const start = parts.asWished(choiceOf(project));
      const run = { ...(await newRun(parts, project, settings)), ...seenAs(start) };
      return begin(project, project.store.training.addRun(run), start);
    },
    async resume(runId, batchSize) {
      const project = session.current();
      requireIdle(live);
      const run = requireRun(project, runId);
      requireUnfinished(run);
      const settings = { ...run.settings, batchSize: batchSize ?? run.settings.batchSize };
      return begin(project, { ...run, settings }, { ...startOf(project, run), ...seenAs(run) });
    },
    async stop(runId) {
      if (live !== undefined && isLive(requireRun(session.current(), runId)))
        await parts.teacher.stop();
    },
    async delete(runId) {
      const project = session.current();
      if (isLive(requireRun(project, runId))) requireIdle(live);
      const run = withoutBodies(shown(await deleteRun(project, runId)));
      parts.hub.publish({ kind: 'run', run });
      return run;
    },
    pause() {
      isPausing = true;
    },
  };
}

/** A run ends with the crops that it began with, whatever the settings say by then. */
function seenAs({ truncatesCrops = false }: Pick<RegressorChoice, 'truncatesCrops'>) {
  return { truncatesCrops };
}

function queryOf(project: OpenProject, run: StoredRun, start: RegressorChoice) {
  return {
    runId: run.id,
    runFolder: project.models.ofRun(run.id),
    imageFolder: project.store.imageFolder.get() ?? '',
    start,
    startInfo: run.regressor,
  };
}

/**
 * The model that a run began with, whatever is in use by now.
 *
 * @throws StudioError `train/no-model` when it was a file that the project has no more
 */
function startOf(project: OpenProject, { id, regressor }: StoredRun): RegressorChoice {
  const { kind, runId, hash } = regressor;
  if (runId !== null) return { kind, weights: project.models.weights(runId) };
  if (kind === 'lifter') return EMBEDDED_REGRESSOR;
  const { spin } = project.store.body.get();
  if (spin?.sha256 === hash) return spinChoice(spin);
  const message = `Run ${id} cannot go on: it began with a file of SPIN that the project does not use any more. Choose that file again, or start a new run.`;
  throw new StudioError('train/no-model', message, { runId: id });
}

async function newRun(
  { backend, regressor, codeVersion, bodyModel }: RunParts,
  project: OpenProject,
  settings: TrainingSettings,
): Promise<Omit<StoredRun, 'id' | 'truncatesCrops'>> {
  await requirePeople(project, bodyModel());
  const begins = await regressor();
  const { name } = await requireBackend(settings, begins, await backend());
  return {
    settings,
    status: 'running',
    startedAt: new Date().toISOString(),
    endedAt: null,
    regressor: begins,
    backend: name,
    codeVersion,
    snapshot: { id: '', training: 0, heldOut: 0, untouched: 0 },
    curve: [],
    bestEpoch: 0,
    skipped: [],
    message: null,
    offer: null,
    report: null,
    modelHash: null,
    deletedAt: null,
  };
}

async function requirePeople(project: OpenProject, body: BodyModelName): Promise<void> {
  const learners = await acceptedLearners(project, body);
  const split = keepAside(learners.accepted, project.store.training.pictureRoles());
  const hindrance = hindranceOf(learners, split);
  if (hindrance === null) return;
  throw new StudioError('train/too-few-people', `${hindrance} Nothing was trained or changed.`, {
    needed: NEEDED_PEOPLE,
    found: learners.accepted.length,
  });
}

function requireBackend(
  { recipe }: TrainingSettings,
  regressor: RegressorInfo,
  backend: BackendInfo,
): BackendInfo {
  const hindrance = recipeHindrance(recipe, regressor, backend);
  if (hindrance === null) return backend;
  throw new StudioError('train/needs-native', hindrance, { backend: backend.name });
}

function requireIdle(live: LiveRun | undefined): void {
  if (live?.run().status !== 'running') return;
  const { id } = live.run();
  const message = `Run ${id} is under way. Stop it, or wait for its end, before another begins.`;
  throw new StudioError('train/busy', message, { runId: id });
}

function requireUnfinished({ id, status, deletedAt }: StoredRun): void {
  if (deletedAt === null && status !== 'finished' && status !== 'stopped') return;
  const what = deletedAt === null ? 'has come to its end' : 'was deleted';
  const message = `Run ${id} ${what}, so there is nothing to go on with. Start a new one from its model.`;
  throw new StudioError('train/no-checkpoint', message, { runId: id });
}
