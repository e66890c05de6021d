/** Whether the shards of a run belong together, before they are made one. */
import { StudioError } from '../../../core/common/errors.ts';
import type { ShardStatus } from './run-records.ts';

/**
 * @param statuses by index, undefined for one that nobody has begun
 * @param missing shards without a project
 * @param strangers projects in the folder that are no shard of the run
 * @returns them all, done
 * @throws StudioError `cluster/incomplete`, `cluster/doubled`, `cluster/mixed`,
 *   `cluster/folder-changed`, each with a list
 */
export function checkShards(
  statuses: readonly (ShardStatus | undefined)[],
  missing: readonly number[],
  strangers: readonly string[],
): ShardStatus[] {
  const done = statuses.filter((status) => status?.state === 'done') as ShardStatus[];
  requireAll(statuses, missing);
  if (strangers[0] !== undefined) throw doubled(strangers);
  requireSameVersions(done);
  requireSameListing(done);
  return done;
}

function requireAll(
  statuses: readonly (ShardStatus | undefined)[],
  missing: readonly number[],
): void {
  const wrongs = statuses.map((status, index) => wrongWith(status, missing.includes(index)));
  const shards = wrongs.flatMap((wrong, index) => (wrong === undefined ? [] : [index]));
  if (shards.length === 0) return;
  const told = shards.map((index) => `Shard ${index}: ${wrongs[index]}`);
  const message = `Not all shards are done, and nothing was written:\n${told.join('\n')}\nDo these again, then merge.`;
  throw new StudioError('cluster/incomplete', message, { shards });
}

function wrongWith(status: ShardStatus | undefined, isMissing: boolean): string | undefined {
  if (status === undefined) return 'not begun';
  if (status.state === 'done') return isMissing ? 'its project is gone' : undefined;
  return status.reason === null ? status.state : `${status.state}: ${status.reason}`;
}

function doubled(strangers: readonly string[]): StudioError<'cluster/doubled'> {
  const message = `There are projects in the folder that are no shard of this run, and nothing was written: ${strangers.join(', ')}. Take away what does not belong here.`;
  return new StudioError('cluster/doubled', message, { name: String(strangers[0]) });
}

function requireSameVersions(done: readonly ShardStatus[]): void {
  const groups = groupsOf(done, ({ versions }) =>
    Object.entries(versions ?? {})
      .map(([what, version]) => `${what} ${version}`)
      .join(', '),
  );
  if (groups.length < 2) return;
  const lines = groups.map(({ what, shards }) => `Shards ${shards.join(', ')}: ${what}`);
  const message = `The shards were made by different versions or with different bodies, and nothing was written:\n${lines.join('\n')}\nDo the ones again that should be otherwise, with --replace.`;
  throw new StudioError('cluster/mixed', message, { groups: lines });
}

/** Those of the smaller groups saw another folder than most. */
function requireSameListing(done: readonly ShardStatus[]): void {
  const groups = groupsOf(done, ({ listing }) => listing.sha256);
  const others = groups.slice(1).flatMap(({ shards }) => shards);
  if (others.length === 0) return;
  const shards = others.toSorted((a, b) => a - b);
  const message = `The folder of the pictures changed while the shards ran, and nothing was written: shards ${shards.join(', ')} saw other pictures than the rest. Run all shards again; those that saw what is there now are skipped, and no picture is looked at twice.`;
  throw new StudioError('cluster/folder-changed', message, { shards });
}

/** Largest first. */
function groupsOf(done: readonly ShardStatus[], key: (status: ShardStatus) => string) {
  return [...Map.groupBy(done, key)]
    .map(([what, those]) => ({ what, shards: those.map(({ index }) => index) }))
    .toSorted((a, b) => b.shards.length - a.shards.length);
}
