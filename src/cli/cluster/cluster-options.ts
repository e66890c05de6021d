/** What the commands for clusters read from a command line. */
import { resolve } from 'node:path';
import { StudioError } from '../../core/common/errors.ts';
import { type RunFolder, runFolderAt } from '../../engine/adapters/cluster/run-folder.ts';
import { openImageFolder, requireFolder } from '../../engine/adapters/files/image-folder.ts';
import type { RunOrder } from '../../engine/services/shards/run-records.ts';
import type { Options } from '../options.ts';

export function invalid(issue: string): StudioError<'input/invalid'> {
  return new StudioError('input/invalid', `This cannot be: ${issue}. Nothing was started.`, {
    issues: [issue],
  });
}

/** @throws StudioError `input/invalid` */
export function wholeOption(
  name: string,
  text: string | undefined,
  { from, to }: { readonly from: number; readonly to: number },
): number {
  const value = Number(text);
  if (text !== undefined && /^\d+$/.test(text) && value >= from && value <= to) return value;
  throw invalid(`${name} is a whole number from ${from} to ${to}`);
}

/** The options of `predict` among these, so that another machine can be given the same. */
export function predictOptions(options: Options): string[] {
  const { preset, body, models } = options;
  const either = (name: 'image-evidence' | 'truncate-crops') => {
    const value = options[name];
    return value === undefined ? [] : [`--${value ? '' : 'no-'}${name}`];
  };
  return [
    ...(preset === undefined ? [] : ['--preset', preset]),
    ...(body === undefined ? [] : ['--body', body]),
    ...(models === undefined ? [] : ['--models', resolve(models)]),
    ...(options.fit ? [] : ['--no-fit']),
    ...either('image-evidence'),
    ...either('truncate-crops'),
  ];
}

/** Slurm's own limit of an array, as it comes. */
const MOST_SHARDS = 1000;

/** Pictures below a folder in their order. @throws StudioError `folder/unreadable` */
export async function namesBelow(folder: string): Promise<string[]> {
  await requireFolder(folder);
  return (await openImageFolder(folder).list(new AbortController().signal)).names;
}

/** @throws StudioError `input/invalid` when there are fewer pictures */
export function shardsFor(options: Options, pictures: number): number {
  const shards = wholeOption('--shards', options.shards, { from: 1, to: MOST_SHARDS });
  if (shards <= pictures) return shards;
  throw invalid(
    pictures === 0
      ? 'there are no pictures below the folder'
      : `--shards is at most the number of pictures, ${pictures}`,
  );
}

/** @throws StudioError `cluster/no-run` */
export function existingRun(path: string | undefined): { run: RunFolder; order: RunOrder } {
  if (path === undefined)
    throw invalid('the RUN is needed, the folder given as --out to its shards');
  const run = runFolderAt(resolve(path));
  const order = run.order();
  if (order !== undefined) return { run, order };
  const message = `There is no run of shards here; nothing was changed. Name the folder that was given as --out.\nFolder: ${run.path}`;
  throw new StudioError('cluster/no-run', message, { folder: run.path });
}

export const CHECKPOINT_SECONDS = { from: 1, to: 86_400 };
