/** What a training does as a job: gather, learn, and go on when the process that learns dies. */

import type { StoredRun, TrainingReport } from '../../../contract/training.ts';
import type { TrainEnd, TrainMessage, TrainQuery } from '../../../contract/training-compute.ts';
import { counted } from '../../../core/common/counted.ts';
import { hasCode } from '../../../core/common/errors.ts';
import type { JobContext, JobResult } from '../jobs.ts';
import type { LiveRun } from './live-run.ts';
import { pictureHash } from './picture-hashes.ts';
import type { RunParts } from './run-parts.ts';
import { changedHeldOut, readSnapshot, takeSnapshot } from './snapshot.ts';

/** So often in a row, without a whole epoch between, the process may die. */
const MAX_DEATHS = 3;

type Heard = Exclude<TrainMessage, TrainEnd>;

export interface Work {
  readonly live: LiveRun;
  readonly query: Omit<TrainQuery, 'resume' | 'settings'>;
  readonly isPausing: () => boolean;
}

/** @throws what has ended the run before its time; the run's own record says it too */
export async function workOn(parts: RunParts, work: Work, context: JobContext): Promise<JobResult> {
  const { live } = work;
  try {
    if (live.run().snapshot.id === '') await gather(parts, live, context);
    context.signal.throwIfAborted();
    context.setTotal(epochsLeft(live.run()));
    await learn(parts, work, context);
    return { message: live.run().message ?? '' };
  } catch (error) {
    live.change(endOf(error, live.run(), work, context.signal));
    throw error;
  }
}

function epochsLeft({ settings, curve }: StoredRun): number {
  return settings.epochs - (curve.at(-1)?.epoch ?? 0);
}

async function gather(parts: RunParts, live: LiveRun, { signal }: JobContext): Promise<void> {
  const onPerson = (done: number, total: number) =>
    live.setProgress({ epoch: 0, phase: 'gather', done, total });
  const snapshot = await takeSnapshot(live.project, live.run(), parts.bodyModel(), {
    signal,
    onPerson,
  });
  live.change({ snapshot });
}

async function learn(parts: RunParts, { live, query }: Work, context: JobContext): Promise<void> {
  for (let deaths = 0; ; ) {
    const { curve, settings } = live.run();
    try {
      const question = { ...query, settings, resume: curve.length > 0 };
      const hears = (message: Heard) => hear(live, context, message);
      await end(live, await parts.teacher.train(question, hears, context.signal));
      return;
    } catch (error) {
      deaths = live.run().curve.length > curve.length ? 1 : deaths + 1;
      if (!hasCode(error, 'compute/crashed') || deaths >= MAX_DEATHS) throw error;
      const from = live.run().curve.at(-1)?.epoch ?? 0;
      const message = `${error.message} The training goes on from epoch ${from}.`;
      parts.hub.publish({ kind: 'notice', severity: 'warning', message });
    }
  }
}

function hear(live: LiveRun, context: JobContext, message: Heard): void {
  const run = live.run();
  switch (message.kind) {
    case 'begun':
      live.change({ curve: message.curve, bestEpoch: message.bestEpoch });
      break;
    case 'progress':
      live.setProgress(message.progress);
      break;
    case 'epoch':
      live.change({ curve: [...run.curve, message.epoch], bestEpoch: message.bestEpoch });
      if (message.epoch.epoch > 0) context.step();
      break;
    case 'skipped':
      if (run.skipped.includes(message.imageName)) break;
      live.change({ skipped: [...run.skipped, message.imageName] });
      context.fail(message.imageName, 'The picture cannot be read any more; it was left out.');
  }
}

async function end(
  live: LiveRun,
  { stopped, modelHash, report: compared }: TrainEnd,
): Promise<void> {
  const report = await refuseChanged(live, compared);
  const verdict = sentenceOf(report);
  live.change({
    status: stopped === null ? 'finished' : 'stopped',
    endedAt: new Date().toISOString(),
    message: stopped === null ? verdict : `${stopped} ${verdict}`,
    offer: null,
    modelHash,
    report,
  });
}

/** Figures on other people than those that were kept aside would say nothing. */
async function refuseChanged(live: LiveRun, report: TrainingReport): Promise<TrainingReport> {
  const { project } = live;
  const people = await readSnapshot(project, live.run().id);
  const changed = await changedHeldOut(project, people, (id) => pictureHash(project, id));
  if (changed.length === 0) return report;
  const refusal =
    `The comparison is refused: ${counted(changed.length, 'held-out picture')} changed while the ` +
    `training ran (${changed.slice(0, 3).join(', ')}). The model is kept; train again to compare.`;
  const nothing = { rows: [], better: 0, same: 0, worse: 0, worsePeople: [] };
  return { ...report, ...nothing, verdict: 'refused', refusal };
}

function sentenceOf({
  rows: [main],
  verdict,
  refusal,
  better,
  same,
  worse,
}: TrainingReport): string {
  if (main === undefined) return refusal ?? 'Nobody could be compared.';
  const word = { better: 'Better', same: 'No clear difference', worse: 'Worse', refused: '' }[
    verdict
  ];
  const figures = `${main.label} ${main.current.toFixed(1)} → ${main.next.toFixed(1)}`;
  return `${word}: ${figures} on ${counted(main.people, 'held-out person', 'held-out people')} (${better} better, ${same} the same, ${worse} worse).`;
}

function endOf(
  error: unknown,
  { settings }: StoredRun,
  { isPausing }: Work,
  signal: AbortSignal,
): Partial<StoredRun> {
  const endedAt = new Date().toISOString();
  if (signal.aborted) {
    const goesOn = 'It can go on from its last whole epoch.';
    if (isPausing()) return { status: 'interrupted', endedAt, message: `Interrupted. ${goesOn}` };
    return { status: 'cancelled', endedAt, message: `Cancelled. ${goesOn}` };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { status: 'failed', endedAt, message, offer: offerOf(error, settings.batchSize) };
}

/** A smaller batch, where memory was or may have been the matter. */
function offerOf(error: unknown, batchSize: number): StoredRun['offer'] {
  const isMemory = hasCode(error, 'train/out-of-memory') || hasCode(error, 'compute/crashed');
  const smaller = Math.floor(batchSize / 2);
  return isMemory && smaller >= 1 ? { batchSize: smaller } : null;
}
