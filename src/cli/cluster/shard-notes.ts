/** What a shard tells of itself while it is worked on: its status file, written now and then. */
import { cpus, hostname } from 'node:os';
import type { Job } from '../../contract/job.ts';
import type { ShardStatus } from '../../engine/services/shards/run-records.ts';
import type { ShardWork } from './shard.ts';

export interface ShardNotes {
  /** Writes what is known, and this. */
  tell(part: Partial<ShardStatus>): Promise<void>;
  /** Is written with the next that is told. */
  progress(job: Job): void;
  now(): ShardStatus;
}

const KEPT_PROBLEMS = 20;

/** @param before of an attempt that this one goes on with */
export function keepNotes(work: ShardWork, before: ShardStatus | undefined): ShardNotes {
  const began = performance.now();
  const seconds = () => (performance.now() - began) / 1000;
  const secondsBefore = before?.seconds ?? 0;
  let status = startOf(work);
  let writing = Promise.resolve();
  return {
    tell(part) {
      const updatedAt = new Date().toISOString();
      status = { ...status, ...part, seconds: secondsBefore + seconds(), updatedAt };
      const told = status;
      writing = writing.catch(() => undefined).then(() => work.run.setStatus(told)); // a failed one was told
      return writing;
    },
    progress({ kind, done, total, failed, problems }) {
      if (kind !== 'predict' || total === null) return;
      status = {
        ...status,
        done: work.pictures - total + done,
        failed,
        problems: problems.slice(0, KEPT_PROBLEMS),
        picturesPerSecond: done === 0 ? null : done / seconds(),
      };
    },
    now: () => status,
  };
}

function startOf({ index, pictures, listing }: ShardWork): ShardStatus {
  return {
    index,
    state: 'running',
    reason: null,
    pictures,
    done: 0,
    failed: 0,
    problems: [],
    seconds: 0,
    picturesPerSecond: null,
    host: hostname(),
    processor: cpus()[0]?.model ?? 'unknown',
    pid: process.pid,
    job: jobOfEnvironment(),
    listing,
    versions: null,
    updatedAt: '',
  };
}

function jobOfEnvironment(): string | null {
  const { SLURM_ARRAY_JOB_ID, SLURM_ARRAY_TASK_ID } = process.env;
  return SLURM_ARRAY_JOB_ID === undefined ? null : `${SLURM_ARRAY_JOB_ID}_${SLURM_ARRAY_TASK_ID}`;
}
