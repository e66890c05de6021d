import { describe, expect, it } from 'vitest';
import type { ShardStatus } from './run-records.ts';
import { type QueuedTask, runStatus } from './run-status.ts';

const now = new Date('2026-11-25T12:00:00Z');

function status(
  index: number,
  state: ShardStatus['state'],
  more: Partial<ShardStatus> = {},
): ShardStatus {
  return {
    ...{
      index,
      state,
      reason: null,
      pictures: 100,
      done: 100,
      failed: 0,
      problems: [],
      seconds: 1,
    },
    ...{ picturesPerSecond: 2, host: 'node1', processor: 'x', pid: 1, job: null, versions: null },
    listing: { pictures: 400, sha256: '' },
    updatedAt: now.toISOString(),
    ...more,
  };
}

function statesOf(statuses: readonly (ShardStatus | undefined)[], queue?: [number, QueuedTask][]) {
  const known = { statuses, queue: queue && new Map(queue), now };
  return runStatus(known).shards.map(({ state, reason }) => [state, reason]);
}

describe('how far a run is', () => {
  it('is summed up with the speed of those that run', () => {
    const running = { done: 50, picturesPerSecond: 2.5 };
    const statuses = [
      status(0, 'done'),
      status(1, 'running', running),
      status(2, 'running', running),
    ];
    const { counts, done, pictures, picturesPerSecond, secondsLeft } = runStatus({
      statuses: [...statuses, undefined],
      queue: undefined,
      now,
    });
    expect({ counts, done, pictures, picturesPerSecond, secondsLeft }).toEqual({
      counts: { waiting: 1, running: 2, done: 1, failed: 0 },
      ...{ done: 200, pictures: 400, picturesPerSecond: 5, secondsLeft: 40 },
    });
  });

  it('without a queue, one that has been silent for long is taken for dead', () => {
    const updatedAt = '2026-11-25T11:57:59.000Z';
    expect(
      statesOf([
        status(0, 'running'),
        status(1, 'running', { updatedAt }),
        status(2, 'failed', { reason: 'disk full' }),
      ]),
    ).toEqual([
      ['running', null],
      ['failed', `no sign of life since ${updatedAt}: killed, or its machine is gone`],
      ['failed', 'disk full'],
    ]);
  });

  it('the queue knows who is alive, and the file what was wrong', () => {
    const task = (state: string, reason = 'None') => ({ state, reason });
    expect(
      statesOf(
        [
          status(0, 'running'),
          status(1, 'stopped'),
          status(2, 'running'),
          status(3, 'failed', { reason: 'disk full' }),
          undefined,
          status(5, 'done'),
        ],
        [
          [0, task('TIMEOUT', 'TimeLimit')],
          [1, task('PENDING', 'ReqNodeNotAvail')],
          [2, task('NODE_FAIL')],
          [3, task('FAILED', 'NonZeroExitCode')],
          [4, task('COMPLETED')],
          [5, task('CANCELLED')],
        ],
      ),
    ).toEqual([
      ['failed', 'timeout (TimeLimit)'],
      ['waiting', 'ReqNodeNotAvail'],
      ['failed', 'node fail'],
      ['failed', 'disk full'],
      ['failed', 'the task ended before its shard was done'],
      ['done', null],
    ]);
  });
});
