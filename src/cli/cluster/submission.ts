/** How the shards of a run are started: which command a shard is, and on which engine. */
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { RunFolder } from '../../engine/adapters/cluster/run-folder.ts';
import { submitScript } from '../../engine/adapters/cluster/slurm.ts';
import type { RunOrder, Submission } from '../../engine/services/shards/run-records.ts';
import { slurmScript } from '../../engine/services/shards/slurm-script.ts';
import type { Options } from '../options.ts';
import { CHECKPOINT_SECONDS, invalid, wholeOption } from './cluster-options.ts';

/** Runs a shard when the index is added, or in the environment. */
export function shardCommand(
  { folder, shards, predict }: RunOrder,
  { shardOptions }: Submission,
  out: string,
): string[] {
  const program = [process.execPath, ...process.execArgv, process.argv[1] ?? ''];
  const part = ['--shards', String(shards), '--out', out];
  return [...program, 'shard', folder, ...part, ...predict, ...shardOptions, '--json'];
}

/** As the options say; nothing is started yet. @throws StudioError `input/invalid` */
export function wantedSubmission(options: Options): Submission {
  const { engine } = options;
  const shardOptions = shardOptionsOf(options);
  if (engine === 'slurm')
    return { engine, options: sbatchOptions(options), shardOptions, jobs: [] };
  if (engine !== 'local') throw invalid('--engine is slurm or local');
  const atOnce = wholeOption('--at-once', options['at-once'], { from: 1, to: 1000 });
  return { engine, options: [String(atOnce)], shardOptions, jobs: [] };
}

function shardOptionsOf({ checkpoint, scratch }: Options): string[] {
  const seconds = wholeOption('--checkpoint', checkpoint, CHECKPOINT_SECONDS);
  const place = scratch === undefined ? [] : ['--scratch', resolve(scratch)];
  return ['--checkpoint', String(seconds), ...place];
}

function sbatchOptions(options: Options): string[] {
  const named = [
    ['partition', options.partition],
    ['time', options.time],
    ['cpus-per-task', options.cpus],
    ['mem', options.memory],
    ['account', options.account],
  ] as const;
  const given = named.flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}=${value}`],
  );
  const all = [...given, ...(options.sbatch ?? [])];
  const wrong = all.find((option) => !/^--?\w[^\n\r]*$/.test(option));
  if (wrong !== undefined)
    throw invalid(`"${wrong}" is no option of sbatch: it has to begin with -`);
  return all;
}

/** What is submitted of a run. */
export interface Part {
  readonly run: RunFolder;
  readonly order: RunOrder;
  readonly indices: readonly number[];
  readonly submission: Submission;
}

export function scriptFor({ run, order, indices, submission }: Part): string {
  const home = process.env.SPIN_STUDIO_HOME;
  return slurmScript({
    runId: order.runId,
    indices,
    command: shardCommand(order, submission, run.path),
    workFolder: process.cwd(),
    logFolder: logFolderOf(run),
    options: submission.options,
    environment: home === undefined ? {} : { SPIN_STUDIO_HOME: home },
  });
}

export function logFolderOf(run: RunFolder): string {
  return join(run.path, 'logs');
}

/** @returns the job's id, which is kept with the run */
export async function submitArray(part: Part): Promise<string> {
  const { run, submission } = part;
  await mkdir(logFolderOf(run), { recursive: true });
  const job = await submitScript(scriptFor(part));
  await run.setSubmission({ ...submission, jobs: [...submission.jobs, job] });
  return job;
}
