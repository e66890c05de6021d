/** Slurm, by its own commands. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { StudioError } from '../../../core/common/errors.ts';
import type { QueuedTask } from '../../services/shards/run-status.ts';
import { jobName } from '../../services/shards/slurm-script.ts';

const run = promisify(execFile);

/** @returns the id of the array's job @throws StudioError `cluster/no-slurm` */
export async function submitScript(script: string): Promise<string> {
  const out = await slurm('sbatch', ['--parsable'], script);
  return out.trim().split(';')[0] ?? '';
}

/**
 * The tasks of these jobs by shard, the newest of each; jobs that Slurm has forgotten have none.
 *
 * @throws StudioError `cluster/no-slurm`, `cluster/foreign-job` when one has another name
 */
export async function tasksOf(
  jobs: readonly string[],
  runId: string,
): Promise<Map<number, QueuedTask>> {
  const tasks = new Map<number, QueuedTask>();
  for (const job of jobs) {
    for (const line of await linesOf(job)) {
      const [name, index, state = '', ...reason] = line.split('|');
      if (name !== jobName(runId)) throw foreign(job);
      tasks.set(Number(index), { state, reason: reason.join('|') });
    }
  }
  return tasks;
}

async function linesOf(job: string): Promise<string[]> {
  if (!/^\d+$/.test(job)) throw foreign(job);
  try {
    const format = ['-o', '%j|%K|%T|%r'];
    const out = await slurm('squeue', ['-h', '-r', '-t', 'all', '-j', job, ...format]);
    return out.split('\n').filter((line) => line !== '');
  } catch (error) {
    if (String(error).includes('Invalid job id')) return [];
    throw error;
  }
}

/** Of the task that this process is: it waits for more time, and goes on then. */
export async function requeueOwnTask(): Promise<boolean> {
  const { SLURM_ARRAY_JOB_ID, SLURM_ARRAY_TASK_ID } = process.env;
  if (SLURM_ARRAY_JOB_ID === undefined) return false;
  await slurm('scontrol', ['requeue', `${SLURM_ARRAY_JOB_ID}_${SLURM_ARRAY_TASK_ID}`]);
  return true;
}

async function slurm(command: string, args: readonly string[], input = ''): Promise<string> {
  try {
    const running = run(command, [...args]);
    running.child.stdin?.on('error', () => undefined); // its exit tells
    running.child.stdin?.end(input);
    return (await running).stdout;
  } catch (error) {
    throw slurmError(command, error);
  }
}

function slurmError(command: string, error: unknown): StudioError<'cluster/no-slurm'> {
  const { code, stderr = '' } = error as { code?: unknown; stderr?: string };
  const isMissing = code === 'ENOENT';
  const reason = isMissing ? 'the command is not there' : stderr.trim() || String(error);
  const advice = isMissing
    ? 'Run this on a machine that can submit to Slurm, or with --engine local.'
    : 'Nothing was submitted. Mend that, then do it again.';
  const message = `Slurm's ${command} did not work: ${reason}. ${advice}`;
  return new StudioError('cluster/no-slurm', message, { command, reason }, { cause: error });
}

function foreign(jobId: string): StudioError<'cluster/foreign-job'> {
  const message = `Job ${jobId} is not one of this run, and it was left alone. "squeue --me" lists yours.`;
  return new StudioError('cluster/foreign-job', message, { jobId });
}
