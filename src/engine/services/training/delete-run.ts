/** Takes away what a run has left on disk; its row with settings, curve and table stays. */
import type { StoredRun } from '../../../contract/training.ts';
import { StudioError } from '../../../core/common/errors.ts';
import type { OpenProject } from '../ports.ts';
import { requireRun } from './live-run.ts';
import { modelPath } from './model-path.ts';

/**
 * @returns the row as it is kept
 * @throws StudioError `train/not-found`; `train/in-use` for a model that is worked with, that rolling
 *   back would bring back, or that an unfinished run began with; `project/not-writable`
 */
export async function deleteRun(project: OpenProject, runId: number): Promise<StoredRun> {
  const run = requireRun(project, runId);
  if (run.deletedAt !== null) return run;
  requireFree(project, runId);
  await project.models.remove(runId);
  const gone = { ...run, modelHash: null, offer: null, deletedAt: new Date().toISOString() };
  project.store.training.saveRun(gone);
  return gone;
}

function requireFree(project: OpenProject, runId: number): void {
  const { store } = project;
  const [inUse, before] = modelPath(project).slice(-2).toReversed();
  const goesOn = store.training.runs().find(
    ({ status, regressor, deletedAt }) =>
      // An unfinished run goes on from the model that it began with.
      regressor.runId === runId && deletedAt === null && !['finished', 'stopped'].includes(status),
  );
  if (inUse === runId) throw needed(runId, 'the project works with its model');
  if (before === runId) throw needed(runId, 'rolling back would bring its model back');
  if (goesOn) throw needed(runId, `run ${goesOn.id}, which is not over, began with its model`);
}

function needed(runId: number, reason: string): StudioError<'train/in-use'> {
  const message = `Run ${runId} was not deleted: ${reason}. Nothing was changed; use other models first.`;
  return new StudioError('train/in-use', message, { runId });
}
