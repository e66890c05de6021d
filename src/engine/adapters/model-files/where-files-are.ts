/** Finds a body's files again after their folder was moved; their hashes are compared on loading. */
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { BodySource } from '../../../contract/body-source.ts';
import { modelFileNames } from './scan-folder.ts';

type File = NonNullable<BodySource['prior']>;

/** Files that are where they were stay; one that is gone is looked for by its name. */
export function whereFilesAre(source: BodySource, folder: string | null): BodySource {
  const { smpl, prior, spin } = source;
  if (smpl === null || folder === null) return source;
  const find = (file: File) => (existsSync(file.path) ? file : found(file, folder));
  return {
    ...source,
    smpl: { model: find(smpl.model), extraJoints: find(smpl.extraJoints) },
    prior: prior && find(prior),
    spin: spin && { ...find(spin), ...(spin.mean && { mean: find(spin.mean) }) },
  };
}

function found(file: File, folder: string): File {
  if (!existsSync(folder)) return file;
  const name = modelFileNames(folder).find((each) => basename(each) === basename(file.path));
  return name === undefined ? file : { ...file, path: join(folder, name) };
}
