/** `merge RUN`: the shards of a run into one project, the same as one run over all pictures makes. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { RunFolder } from '../../engine/adapters/cluster/run-folder.ts';
import { mergeProjects } from '../../engine/adapters/sqlite/merge-projects.ts';
import { openEngine } from '../../engine/open-engine.ts';
import { shardOf } from '../../engine/services/shards/partition.ts';
import { checkShards } from '../../engine/services/shards/run-checks.ts';
import type { RunOrder, ShardStatus } from '../../engine/services/shards/run-records.ts';
import { runExport } from '../commands.ts';
import { existingRun } from './cluster-options.ts';
import type { ClusterInvocation } from './shard-command.ts';

const PICTURES_PER_NOTE = 10_000;

export async function runMerge(invocation: ClusterInvocation): Promise<number> {
  const { options, reporter, folder } = invocation;
  const { run, order } = existingRun(folder);
  const began = performance.now();
  const statuses = await checkedStatuses(run, order);
  const target = resolve(options.project ?? join(run.path, 'merged.spin'));
  const pictures = await mergeProjects({
    sources: sourcesOf(run, order),
    target,
    replace: options.replace,
    pictures: statuses[0]?.listing.pictures,
    onPicture(done) {
      if (done % PICTURES_PER_NOTE === 0) reporter.note({ kind: 'merged', done }, `${done} merged`);
    },
  });
  const processors = [...new Set(statuses.map(({ processor }) => processor))].toSorted();
  const failed = statuses.reduce((sum, status) => sum + status.failed, 0);
  const text = `${order.shards} shards with ${pictures} pictures are one project.${differing(processors)}\nProject: ${target}`;
  reporter.result(text, {
    ...{ project: target, shards: order.shards, pictures, failed, processors },
    seconds: Math.round(performance.now() - began) / 1000,
    peakMiB: Math.round(process.resourceUsage().maxRSS / 1024),
  });
  return options.format === undefined ? 0 : exportMerged(invocation, target);
}

function differing(processors: readonly string[]): string {
  if (processors.length < 2) return '';
  return ` They are of different processors (${processors.join(', ')}): a single run may differ in the last digits of numbers.`;
}

/** @throws StudioError `cluster/incomplete`, `cluster/mixed`, `cluster/folder-changed` */
async function checkedStatuses(run: RunFolder, { shards }: RunOrder): Promise<ShardStatus[]> {
  const indices = Array.from({ length: shards }, (_, index) => index);
  const statuses = indices.map((index) => run.status(index));
  const missing = indices.filter((index) => !existsSync(run.project(index)));
  return checkShards(statuses, missing, await run.strangers(shards));
}

function sourcesOf(run: RunFolder, { shards }: RunOrder) {
  return Array.from({ length: shards }, (_, index) => ({
    path: run.project(index),
    label: `Shard ${index}`,
    owns: (name: string) => shardOf(name, shards) === index,
  }));
}

async function exportMerged(
  { options, reporter }: ClusterInvocation,
  project: string,
): Promise<number> {
  const engine = openEngine({
    host: 'cli',
    exportFolder: options.out && resolve(options.out),
    modelFolder: options.models && resolve(options.models),
  });
  try {
    const asked = { ...options, project, state: options.state ?? 'predicted' };
    return await runExport({ engine, reporter, options: asked, folder: undefined });
  } finally {
    await engine.close();
  }
}
