/** Learning as the page sees it: runs, the regressor in use, and what the user asks for. */
import type { RegressorInUse, TrainingRun, TrainingSettings } from '../../contract/training.ts';
import { client, type StudioClient } from '../client/connection.ts';
import { attempt, say, studio, type TrainingState } from './studio-state.ts';
import { mainRow, runSentence } from './training-words.ts';

export function setTraining(part: Partial<TrainingState>): void {
  studio.setState({ training: { ...studio.getState().training, ...part } });
}

/** All of it, for a project that has just been opened. */
export async function loadTraining(from: StudioClient): Promise<void> {
  const [runs, regressor] = await Promise.all([
    attempt(from.training.runs({})),
    attempt(from.training.regressor({})),
  ]);
  setTraining({
    runs: runs ?? [],
    regressor: regressor ?? null,
    runId: runs?.[0]?.id ?? null,
    instant: null,
    report: null,
  });
}

/** What the engine tells of a run; its end is said where the user is. */
export function takeRun(run: TrainingRun): void {
  const { training, workspace } = studio.getState();
  const before = training.runs.find(({ id }) => id === run.id);
  const others = training.runs.filter(({ id }) => id !== run.id);
  const runs = [run, ...others].toSorted((a, b) => b.id - a.id);
  setTraining({ runs, runId: before === undefined ? run.id : training.runId });
  const hasEnded = before?.status === 'running' && run.status !== 'running';
  if (hasEnded && workspace !== 'train') say('info', `Run ${run.id}: ${runSentence(run)}`);
}

export function shownRun({ training: { runs, runId } }: { training: TrainingState }) {
  return runs.find(({ id }) => id === runId);
}

/** With the bodies of the people who became worse. */
export async function loadReport(runId: number): Promise<void> {
  const run = await attempt(client.training.run({ runId }));
  if (run !== undefined) setTraining({ report: run });
}

export async function startTraining(settings: TrainingSettings): Promise<void> {
  const run = await attempt(client.training.start(settings));
  if (run !== undefined) show(run);
}

export async function resumeTraining(runId: number, batchSize: number | null): Promise<void> {
  const run = await attempt(client.training.resume({ runId, batchSize }));
  if (run !== undefined) show(run);
}

function show(run: TrainingRun): void {
  takeRun(run);
  setTraining({ runId: run.id });
}

export async function stopTraining(runId: number): Promise<void> {
  await attempt(client.training.stop({ runId }));
}

/** For good: said in words, and the row stays with its curve and table. */
export async function deleteRun(runId: number): Promise<void> {
  const run = await attempt(client.training.delete({ runId }));
  if (run === undefined) return;
  takeRun(run);
  say('info', `The files of run ${runId} were deleted. Its curve and its table stay.`);
}

export async function adoptRun(runId: number | null, repredict: boolean): Promise<void> {
  await taken(client.training.adopt({ runId, repredict }));
}

export async function rollBack(): Promise<void> {
  await taken(client.training.rollBack({}));
}

async function taken(answer: Promise<RegressorInUse>): Promise<void> {
  const regressor = await attempt(answer);
  if (regressor === undefined) return;
  setTraining({ regressor });
  const runs = await attempt(client.training.runs({}));
  if (runs !== undefined) setTraining({ runs });
}

/** The one line under the picture: what the last layer would gain from the people accepted so far. */
export function instantSentence({ instant }: TrainingState): string | null {
  const row = instant?.row;
  if (instant == null || row == null) return null;
  return `Learning from ${instant.training} would bring ${mainRow(row)} on ${instant.heldOut} held out`;
}
