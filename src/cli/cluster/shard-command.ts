/** `shard FOLDER --shards N --index I --out DIR`: one part of a folder, into a project of its own. */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { runFolderAt } from '../../engine/adapters/cluster/run-folder.ts';
import { VERSION } from '../../engine/adapters/version.ts';
import { listingOf, shardOf } from '../../engine/services/shards/partition.ts';
import type { ShardStatus } from '../../engine/services/shards/run-records.ts';
import type { Options } from '../options.ts';
import type { Reporter } from '../reporter.ts';
import { invalid, namesBelow, predictOptions, shardsFor, wholeOption } from './cluster-options.ts';
import type { ShardWork } from './shard.ts';
import { workOnShard } from './shard-work.ts';

export interface ClusterInvocation {
  readonly options: Options;
  readonly reporter: Reporter;
  /** What follows the command; absolute. */
  readonly folder: string | undefined;
}

export async function runShard(invocation: ClusterInvocation): Promise<number> {
  const work = await prepare(invocation);
  const before = work.run.status(work.index);
  if (!work.options.replace && isFinished(work, before)) {
    work.reporter.result(`Shard ${work.index} is done already.`, { ...before, skipped: true });
    return 0;
  }
  return workOnShard(work, before);
}

async function prepare({ options, reporter, folder }: ClusterInvocation): Promise<ShardWork> {
  const { out } = options;
  if (folder === undefined) throw invalid('the FOLDER of the pictures is needed');
  if (out === undefined) throw invalid('--out DIR is needed');
  const names = await namesBelow(folder);
  const shards = shardsFor(options, names.length);
  const index = indexOf(options, shards);
  const run = runFolderAt(resolve(out));
  const runId = randomBytes(4).toString('hex');
  await run.agreeOn({ runId, folder, shards, predict: predictOptions(options) });
  const pictures = names.filter((name) => shardOf(name, shards) === index).length;
  const listing = listingOf(names);
  return { folder, shards, index, run, listing, pictures, options, reporter };
}

/** Else the environment says it: a Slurm array, or an Indexed Job of Kubernetes. */
function indexOf({ index }: Options, shards: number): number {
  const { SLURM_ARRAY_TASK_ID, JOB_COMPLETION_INDEX } = process.env;
  const given = index ?? SLURM_ARRAY_TASK_ID ?? JOB_COMPLETION_INDEX;
  return wholeOption('--index', given, { from: 0, to: shards - 1 });
}

function isFinished({ run, index, listing }: ShardWork, status: ShardStatus | undefined): boolean {
  return (
    status?.state === 'done' &&
    status.versions?.studio === VERSION &&
    status.listing.sha256 === listing.sha256 &&
    existsSync(run.project(index))
  );
}
