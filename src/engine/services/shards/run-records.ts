/** What the shards of a run tell each other, as small JSON files in its folder. */
import { z } from 'zod';

/** What all shards of a run have in common. */
export const runOrder = z.object({
  /** Tells its jobs from everybody else's. */
  runId: z.string().regex(/^[0-9a-f]{8}$/),
  /** Absolute. */
  folder: z.string(),
  shards: z.int().positive(),
  /** Options of `predict`. */
  predict: z.array(z.string()),
});
export type RunOrder = z.infer<typeof runOrder>;

/** Results of different ones do not belong together. */
const versions = z.object({
  studio: z.string(),
  body: z.string(),
  regressor: z.string(),
  /** What the networks ran on. */
  backend: z.string(),
  /** What was read from the pictures. */
  reading: z.string(),
});
export type Versions = z.infer<typeof versions>;

export const shardStatus = z.object({
  index: z.int().nonnegative(),
  state: z.enum(['running', 'stopped', 'done', 'failed']),
  /** Why it failed; of a shard, not of a picture. */
  reason: z.string().nullable(),
  pictures: z.int(),
  done: z.int(),
  failed: z.int(),
  /** The first pictures that could not be used. */
  problems: z.array(z.object({ name: z.string(), message: z.string() })),
  /** Of work, all attempts together. */
  seconds: z.number(),
  /** Of this attempt; null before the first picture. */
  picturesPerSecond: z.number().nullable(),
  host: z.string(),
  /** Other kinds may differ in a number's last digit. */
  processor: z.string(),
  pid: z.int(),
  job: z.string().nullable(),
  /** Of the whole folder, not of the shard alone. */
  listing: z.object({ pictures: z.int(), sha256: z.string() }),
  versions: versions.nullable(),
  updatedAt: z.iso.datetime(),
});
export type ShardStatus = z.infer<typeof shardStatus>;

export const submission = z.object({
  engine: z.enum(['slurm', 'local']),
  /** Options of sbatch; of the pool, how many at a time. */
  options: z.array(z.string()),
  /** Of a shard, besides those of the order. */
  shardOptions: z.array(z.string()),
  jobs: z.array(z.string()),
});
export type Submission = z.infer<typeof submission>;
