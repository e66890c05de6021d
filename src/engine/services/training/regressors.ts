/** Which regressor a project works with. Models are taken up one after the other; none is overwritten. */
import type { BodySource } from '../../../contract/body-source.ts';
import type { Job } from '../../../contract/job.ts';
import { EMBEDDED_REGRESSOR, type RegressorChoice } from '../../../contract/regressor.ts';
import type { RegressorInfo, RegressorInUse, StoredRun } from '../../../contract/training.ts';
import { StudioError } from '../../../core/common/errors.ts';
import type { EventHub } from '../event-hub.ts';
import type { OpenProject } from '../ports.ts';
import type { Session } from '../session.ts';
import { modelPath } from './model-path.ts';

export interface Regressors {
  inUse(): Promise<RegressorInUse>;
  /** @throws StudioError `train/no-model` */
  adopt(runId: number | null, repredict: boolean): Promise<RegressorInUse>;
  rollBack(): Promise<RegressorInUse>;
}

export interface RegressorParts {
  readonly session: Session;
  readonly hub: EventHub;
  /** The regressor that was brought along. */
  readonly base: () => Promise<RegressorInfo>;
  /** Lets the regressor look at untouched people again. */
  readonly repredict: () => Job;
}

export function createRegressors(parts: RegressorParts): Regressors {
  const { session, hub, repredict } = parts;
  const change = async (project: OpenProject, runId: number | null) => {
    if (runId !== null) requireModel(project, runId);
    if (runId !== runInUse(project)) project.store.training.adopt(runId);
    const regressor = await inUse(parts, project);
    hub.publish({ kind: 'regressor', regressor });
    return regressor;
  };
  return {
    inUse: () => inUse(parts, session.current()),
    async adopt(runId, wantsRepredict) {
      const regressor = await change(session.current(), runId);
      if (wantsRepredict) repredict();
      return regressor;
    },
    rollBack: () => change(session.current(), runBefore(session.current())),
  };
}

/** The run whose model the project works with; null for what was brought along. */
export function runInUse({ store }: OpenProject): number | null {
  return store.training.adoptions().at(-1) ?? null;
}

/** What the open project regresses with, for the compute process. */
export function choiceOf(project: OpenProject | undefined): RegressorChoice {
  const runId = project === undefined ? null : runInUse(project);
  const run = runId === null ? undefined : project?.store.training.run(runId);
  if (project === undefined) return EMBEDDED_REGRESSOR;
  const { smpl, spin } = project.store.body.get();
  // What learnt to say bodies of SMPL says nothing to another one.
  if (run === undefined || (run.regressor.kind === 'spin' && smpl === null)) {
    return spin === null ? EMBEDDED_REGRESSOR : spinChoice(spin);
  }
  return { kind: run.regressor.kind, weights: project.models.weights(run.id) };
}

/** SPIN's network as the user's own files have it. */
export function spinChoice({ path, mean }: NonNullable<BodySource['spin']>): RegressorChoice {
  return { kind: 'spin', weights: path, ...(mean && { mean: mean.path }) };
}

/** SPIN's network of the user's own; undefined where the embedded lifter regresses. */
export function baseRegressor(project: OpenProject | undefined): RegressorInfo | undefined {
  const spin = project?.store.body.get().spin ?? undefined;
  return spin && { kind: 'spin', name: 'SPIN', hash: spin.sha256, runId: null };
}

function runBefore(project: OpenProject): number | null {
  return modelPath(project).at(-2) ?? null;
}

/** A model by its run, as the page names it. */
export function regressorOfRun(
  { store }: OpenProject,
  base: RegressorInfo,
  runId: number | null,
): RegressorInfo {
  const run = runId === null ? undefined : store.training.run(runId);
  if (run === undefined) return base;
  const { kind } = run.regressor;
  return {
    kind,
    name: `${baseName(run.regressor)}, run ${run.id}`,
    hash: run.modelHash ?? '',
    runId,
  };
}

/** Run 3 that began with run 2 of the lifter is the lifter, run 3. */
function baseName({ name }: RegressorInfo): string {
  return name.split(', run ')[0] ?? name;
}

async function inUse({ base }: RegressorParts, project: OpenProject): Promise<RegressorInUse> {
  const brought = await base();
  const hasPrevious = modelPath(project).length > 1;
  return {
    ...regressorOfRun(project, brought, runInUse(project)),
    previous: hasPrevious ? regressorOfRun(project, brought, runBefore(project)) : null,
    untouched: project.store.people.untouched().length,
  };
}

function requireModel({ store, models }: OpenProject, runId: number): void {
  const run = store.training.run(runId);
  const hasFile = models.hasWeights(runId);
  if (run != null && run.modelHash !== null && hasFile) return;
  const reason = whyNoModel(run);
  throw new StudioError(
    'train/no-model',
    `Run ${runId} cannot be used: ${reason}. The project works on with the model it had.`,
    { runId },
  );
}

function whyNoModel(run: StoredRun | undefined): string {
  if (run === undefined) return 'there is no such run';
  if (run.deletedAt !== null) return 'its files were deleted';
  return run.modelHash === null ? 'it has left no model' : 'the file of its weights is gone';
}
