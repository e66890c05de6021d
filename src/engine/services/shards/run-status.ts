/** How far a run is: what its shards say, and what the queue says of those that cannot speak. */
import type { ShardStatus } from './run-records.ts';

export type ShardState = 'waiting' | 'running' | 'done' | 'failed';

/** What Slurm knows of a shard's task. */
export interface QueuedTask {
  /** Slurm's word: PENDING, RUNNING, TIMEOUT, NODE_FAIL, … */
  readonly state: string;
  readonly reason: string;
}

export interface ShardLine {
  readonly index: number;
  readonly state: ShardState;
  readonly reason: string | null;
  readonly pictures: number | null;
  readonly done: number;
  /** Pictures that could not be used. */
  readonly unusable: number;
  readonly host: string | null;
}

export interface RunStatus {
  readonly shards: readonly ShardLine[];
  readonly counts: Readonly<Record<ShardState, number>>;
  readonly pictures: number | null;
  readonly done: number;
  /** Of the shards that run; null when none does or none has a picture yet. */
  readonly picturesPerSecond: number | null;
  /** At this speed; null when it is not known. */
  readonly secondsLeft: number | null;
}

/** A shard that runs tells so every five seconds; a network's disk may be slow, and clocks differ. */
const SILENT_SECONDS = 120;

interface Known {
  readonly statuses: readonly (ShardStatus | undefined)[];
  /** By shard; undefined when no queue is asked. */
  readonly queue: ReadonlyMap<number, QueuedTask> | undefined;
  readonly now: Date;
}

export function runStatus({ statuses, queue, now }: Known): RunStatus {
  const shards = statuses.map((status, index) => lineOf(index, status, queue?.get(index), now));
  const count = (wanted: ShardState) => shards.filter(({ state }) => state === wanted).length;
  const pictures = statuses.find((status) => status !== undefined)?.listing.pictures ?? null;
  const done = shards.reduce((sum, line) => sum + line.done, 0);
  const rate = shards
    .filter(({ state }) => state === 'running')
    .reduce((sum, { index }) => sum + (statuses[index]?.picturesPerSecond ?? 0), 0);
  const counts = {
    waiting: count('waiting'),
    running: count('running'),
    done: count('done'),
    failed: count('failed'),
  };
  return {
    shards,
    counts,
    pictures,
    done,
    picturesPerSecond: rate > 0 ? rate : null,
    secondsLeft: rate > 0 && pictures !== null ? (pictures - done) / rate : null,
  };
}

function lineOf(
  index: number,
  status: ShardStatus | undefined,
  task: QueuedTask | undefined,
  now: Date,
): ShardLine {
  return {
    index,
    ...stateOf(status, task, now),
    pictures: status?.pictures ?? null,
    done: status?.done ?? 0,
    unusable: status?.failed ?? 0,
    host: status?.host ?? null,
  };
}

type Told = Pick<ShardLine, 'state' | 'reason'>;

/** What is done is done; else the queue knows better than a file who is alive. */
function stateOf(status: ShardStatus | undefined, task: QueuedTask | undefined, now: Date): Told {
  if (status?.state === 'done') return { state: 'done', reason: null };
  if (task !== undefined) {
    if (WAITING.has(task.state)) return { state: 'waiting', reason: task.reason };
    if (RUNNING.has(task.state)) return { state: 'running', reason: null };
    return { state: 'failed', reason: status?.state === 'failed' ? status.reason : endOf(task) };
  }
  if (status === undefined) return { state: 'waiting', reason: null };
  if (status.state !== 'running') return { state: 'failed', reason: status.reason };
  const silence = (now.getTime() - Date.parse(status.updatedAt)) / 1000;
  if (silence <= SILENT_SECONDS) return { state: 'running', reason: null };
  const reason = `no sign of life since ${status.updatedAt}: killed, or its machine is gone`;
  return { state: 'failed', reason };
}

const WAITING = new Set(['PENDING', 'REQUEUED', 'REQUEUE_HOLD', 'SPECIAL_EXIT', 'CONFIGURING']);
const RUNNING = new Set(['RUNNING', 'COMPLETING', 'SUSPENDED', 'STOPPED']);

function endOf({ state, reason }: QueuedTask): string {
  const word = state.toLowerCase().replaceAll('_', ' ');
  if (state === 'COMPLETED') return 'the task ended before its shard was done';
  return reason === '' || reason === 'None' ? word : `${word} (${reason})`;
}
