import type { RunStatus, ShardLine } from '../../engine/services/shards/run-status.ts';

/** For a reader: a line for each shard that is neither done nor simply waiting, and the sum. */
export function statusTable({ shards, counts, pictures, done, ...rates }: RunStatus): string {
  const told = shards.filter(
    ({ state, reason }) => state !== 'done' && !(state === 'waiting' && reason === null),
  );
  const { waiting, running, failed } = counts;
  return [
    ...(told.length === 0 ? [] : ['shard  state    pictures       host', ...told.map(rowOf)]),
    `${counts.done} of ${shards.length} shards done, ${running} running, ${waiting} waiting, ${failed} failed.`,
    `${done} of ${pictures ?? '?'} pictures${speedOf(rates)}`,
  ].join('\n');
}

function rowOf({ index, state, reason, pictures, done, host }: ShardLine): string {
  const cells = [
    String(index).padStart(5),
    state.padEnd(7),
    `${done} of ${pictures ?? '?'}`.padEnd(13),
    (host ?? '').padEnd(12),
    reason ?? '',
  ];
  return cells.join('  ').trimEnd();
}

function speedOf({
  picturesPerSecond,
  secondsLeft,
}: Pick<RunStatus, 'picturesPerSecond' | 'secondsLeft'>): string {
  if (picturesPerSecond === null) return '.';
  const left = secondsLeft === null ? '' : `, ${durationOf(secondsLeft)} left`;
  return `, ${picturesPerSecond.toFixed(1)} a second${left}.`;
}

function durationOf(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  if (seconds < 5400) return `${Math.ceil(seconds / 60)} min`;
  return `${(seconds / 3600).toFixed(1)} h`;
}
