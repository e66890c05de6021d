/** `submit FOLDER --shards N --out DIR`: all shards, by Slurm or by this machine; `retry RUN`: the rest. */
import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { runFolderAt } from '../../engine/adapters/cluster/run-folder.ts';
import { existingRun, invalid, namesBelow, predictOptions, shardsFor } from './cluster-options.ts';
import { runPool } from './local-pool.ts';
import type { ClusterInvocation } from './shard-command.ts';
import { lookAtRun } from './status-command.ts';
import { type Part, scriptFor, submitArray, wantedSubmission } from './submission.ts';

export async function runSubmit(invocation: ClusterInvocation): Promise<number> {
  const { options, reporter, folder } = invocation;
  if (folder === undefined) throw invalid('the FOLDER of the pictures is needed');
  if (options.out === undefined) throw invalid('--out DIR is needed');
  const submission = wantedSubmission(options);
  const shards = shardsFor(options, (await namesBelow(folder)).length);
  const run = runFolderAt(resolve(options.out));
  const runId = randomBytes(4).toString('hex');
  const wanted = { runId, folder, shards, predict: predictOptions(options) };
  const indices = Array.from({ length: shards }, (_, index) => index);
  if (options['dry-run']) {
    const script = scriptFor({ run, order: run.order() ?? wanted, indices, submission });
    reporter.result(script, { script, submitted: false });
    return 0;
  }
  const order = await run.agreeOn(wanted);
  const jobs = run.submission()?.jobs ?? [];
  return start(invocation, { run, order, indices, submission: { ...submission, jobs } });
}

export async function runRetry(invocation: ClusterInvocation): Promise<number> {
  const { run, order } = existingRun(invocation.folder);
  const submission = run.submission();
  if (submission === undefined) throw invalid('nothing was submitted for this run: use submit');
  const { shards } = await lookAtRun(run, order, submission);
  const isQueued = (reason: string | null) => submission.engine === 'slurm' && reason !== null;
  const indices = shards
    .filter(({ state, reason }) => state === 'failed' || (state === 'waiting' && !isQueued(reason)))
    .map(({ index }) => index);
  if (indices.length === 0) {
    invocation.reporter.result('There is nothing to do again.', { shards: [], submitted: false });
    return 0;
  }
  return start(invocation, { run, order, indices, submission });
}

async function start({ reporter }: ClusterInvocation, part: Part): Promise<number> {
  const { run, order, indices, submission } = part;
  if (submission.engine === 'slurm') {
    const job = await submitArray(part);
    const text = `Submitted job ${job} with ${indices.length} shards. "status ${run.path}" tells how far it is.`;
    reporter.result(text, { job, shards: indices, submitted: true });
    return 0;
  }
  await run.setSubmission(submission);
  await runPool(part, reporter);
  const { shards, ...summary } = await lookAtRun(run, order, submission);
  const { done } = summary.counts;
  const unusable = shards.reduce((sum, line) => sum + line.unusable, 0);
  const text = `${done} of ${order.shards} shards are done.${unusable > 0 ? ` ${unusable} pictures could not be used.` : ''}`;
  reporter.result(text, { ...summary, unusable });
  if (done < order.shards) return 1;
  return unusable > 0 ? 3 : 0;
}
