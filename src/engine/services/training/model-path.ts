/** The way back through the models that a project has worked with. */
import type { OpenProject } from '../ports.ts';

/**
 * Runs whose models were taken up one after the other, the one in use last, null for what was
 * brought along. Who took up the one before again has gone back, not on. Models that are gone are
 * left out, but for the one in use.
 */
export function modelPath({ store, models }: OpenProject): readonly (number | null)[] {
  const path: (number | null)[] = [null];
  for (const runId of store.training.adoptions()) {
    if (path.at(-2) === runId) path.pop();
    else path.push(runId);
  }
  return path.filter(
    (runId, i) => runId === null || i === path.length - 1 || models.hasWeights(runId),
  );
}
