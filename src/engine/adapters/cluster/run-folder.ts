/** The folder of a run: an order, and for each shard a status and a project. */
import { existsSync, readFileSync } from 'node:fs';
import { link, readdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { z } from 'zod';
import { StudioError } from '../../../core/common/errors.ts';
import {
  type RunOrder,
  runOrder,
  type ShardStatus,
  type Submission,
  shardStatus,
  submission,
} from '../../services/shards/run-records.ts';
import { makeFolder, replaceFile } from '../files/replace-file.ts';

export interface RunFolder {
  readonly path: string;
  project(index: number): string;
  /** What an unfinished shard has put in safety. */
  partial(index: number): string;
  order(): RunOrder | undefined;
  /** @throws StudioError `cluster/other-run` when the folder is of something else */
  agreeOn(wanted: RunOrder): Promise<RunOrder>;
  status(index: number): ShardStatus | undefined;
  setStatus(status: ShardStatus): Promise<void>;
  /** Projects among those of shards that are none of this run's. */
  strangers(shards: number): Promise<string[]>;
  submission(): Submission | undefined;
  setSubmission(made: Submission): Promise<void>;
}

/** @param path absolute */
export function runFolderAt(path: string): RunFolder {
  const shardFile = (index: number, ending: string) =>
    join(path, `shard-${String(index).padStart(5, '0')}.${ending}`);
  const read = <Schema extends z.ZodType>(file: string, schema: Schema) =>
    readRecord(join(path, file), schema);
  return {
    path,
    project: (index) => shardFile(index, 'spin'),
    partial: (index) => shardFile(index, 'partial.spin'),
    order: () => read('run.json', runOrder),
    agreeOn: (wanted) => agreeOn(path, wanted),
    status: (index) => readRecord(shardFile(index, 'json'), shardStatus),
    setStatus: (status) => replaceFile(shardFile(status.index, 'json'), bytesOf(status)),
    async strangers(shards) {
      const ours = Array.from({ length: shards }, (_, index) => basename(shardFile(index, 'spin')));
      const there = (await readdir(path)).filter((name) =>
        /^shard-.*(?<!\.partial)\.spin$/.test(name),
      );
      return there.filter((name) => !ours.includes(name)).toSorted();
    },
    submission: () => read('submission.json', submission),
    setSubmission: (made) => replaceFile(join(path, 'submission.json'), bytesOf(made)),
  };
}

function bytesOf(record: unknown): Buffer {
  return Buffer.from(`${JSON.stringify(record, null, 1)}\n`);
}

/** @throws StudioError `format/invalid` */
function readRecord<Schema extends z.ZodType>(
  path: string,
  schema: Schema,
): z.infer<Schema> | undefined {
  if (!existsSync(path)) return undefined;
  try {
    return schema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const message = `A file of the run cannot be understood; nothing was changed. Delete it to do its shard again.\nFile: ${path}`;
    throw new StudioError('format/invalid', message, { source: path, issues: [reason] });
  }
}

/** Whoever comes first writes it; shards of a run start together. */
async function agreeOn(path: string, wanted: RunOrder): Promise<RunOrder> {
  makeFolder(path);
  const file = join(path, 'run.json');
  const own = join(path, `run.${process.pid}.${wanted.runId}.json`);
  if (!existsSync(file)) {
    await replaceFile(own, bytesOf(wanted));
    await link(own, file).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
    await rm(own);
  }
  const order = readRecord(file, runOrder) ?? wanted;
  const issues = differences(order, wanted);
  if (issues.length === 0) return order;
  const message =
    `The folder is of another run, which was left as it is: ${issues.join('; ')}. ` +
    `Choose another --out, or the same options.\nFolder: ${path}`;
  throw new StudioError('cluster/other-run', message, { issues });
}

function differences(there: RunOrder, wanted: RunOrder): string[] {
  const told = ({ folder, shards, predict }: RunOrder) => ({
    pictures: folder,
    shards: String(shards),
    options: predict.join(' '),
  });
  const [a, b] = [told(there), told(wanted)];
  return (Object.keys(a) as (keyof typeof a)[])
    .filter((key) => a[key] !== b[key])
    .map((key) => `its ${key} are "${a[key]}", not "${b[key]}"`);
}
