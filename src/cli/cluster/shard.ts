/** One part of a run, as it is asked for. */
import type { RunFolder } from '../../engine/adapters/cluster/run-folder.ts';
import type { Listing } from '../../engine/services/shards/partition.ts';
import type { Options } from '../options.ts';
import type { Reporter } from '../reporter.ts';

export interface ShardWork {
  /** Absolute. */
  readonly folder: string;
  readonly shards: number;
  readonly index: number;
  readonly run: RunFolder;
  readonly listing: Listing;
  /** Of this shard. */
  readonly pictures: number;
  readonly options: Options;
  readonly reporter: Reporter;
}
