/** `status RUN`: how far the shards of a run are. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { RunFolder } from '../../engine/adapters/cluster/run-folder.ts';
import { tasksOf } from '../../engine/adapters/cluster/slurm.ts';
import type { RunOrder, Submission } from '../../engine/services/shards/run-records.ts';
import { type RunStatus, runStatus } from '../../engine/services/shards/run-status.ts';
import { existingRun } from './cluster-options.ts';
import type { ClusterInvocation } from './shard-command.ts';
import { statusTable } from './status-table.ts';

const WATCH_MS = 5000;
const CLEAR = '\x1b[2J\x1b[H';

export async function runRunStatus(invocation: ClusterInvocation): Promise<number> {
  const { options, reporter, folder } = invocation;
  const { run, order } = existingRun(folder);
  const submission = await withJob(run, options.job);
  for (;;) {
    const status = await lookAtRun(run, order, submission);
    const isOver = status.counts.waiting + status.counts.running === 0;
    if (!options.watch || isOver) {
      reporter.result(statusTable(status), { ...status });
      return status.counts.failed > 0 ? 3 : 0;
    }
    reporter.note({ kind: 'status', ...status }, CLEAR + statusTable(status));
    await sleep(WATCH_MS);
  }
}

/** An array that somebody submitted themselves is one of the run's from then on. */
async function withJob(run: RunFolder, job: string | undefined): Promise<Submission | undefined> {
  const submission = run.submission();
  if (job === undefined || submission?.jobs.includes(job)) return submission;
  const none = { engine: 'slurm' as const, options: [], shardOptions: [], jobs: [] };
  const before = submission ?? none;
  return { ...before, jobs: [...before.jobs, job] };
}

/** @throws StudioError `cluster/no-slurm`, `cluster/foreign-job` */
export async function lookAtRun(
  run: RunFolder,
  order: RunOrder,
  submission: Submission | undefined,
): Promise<RunStatus> {
  const asks = submission !== undefined && submission.jobs.length > 0;
  const queue = asks ? await tasksOf(submission.jobs, order.runId) : undefined;
  const statuses = Array.from({ length: order.shards }, (_, index) => run.status(index));
  return runStatus({ statuses, queue, now: new Date() });
}
