/** Writes the files of an export: all of them or none. */
import { existsSync } from 'node:fs';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { StudioError } from '../../../core/common/errors.ts';
import type { ExportFile, ExportFiles } from '../../services/ports.ts';

export function createExportFiles(): ExportFiles {
  return {
    async write(folder, files, replace) {
      const present = files.find(({ name }) => existsSync(join(folder, name)));
      if (present !== undefined && !replace) throw alreadyThere(present.name, folder);
      const partial = ({ name }: ExportFile) => join(folder, `${name}.partial`);
      try {
        await mkdir(folder, { recursive: true });
        for (const file of files) await writeThrough(partial(file), file.bytes);
        for (const file of files) await compare(file, await readFile(partial(file)));
        for (const file of files) await rename(partial(file), join(folder, file.name));
      } catch (error) {
        for (const file of files) await rm(partial(file), { force: true });
        throw writeProblem(error, folder);
      }
      return folder.replace(homedir(), '~');
    },
  };
}

/** On the disk, not in a cache of the system. */
async function writeThrough(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'w');
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function compare({ name, difference }: ExportFile, bytes: Uint8Array): Promise<void> {
  const found = difference(bytes);
  if (found === undefined) return;
  const message =
    `The export was given up: ${name} reads otherwise than it was written (${found}). Earlier ` +
    'exports are as they were. Check the disk and export again.';
  throw new StudioError('export/verification', message, { file: name, difference: found });
}

function alreadyThere(file: string, folder: string): StudioError<'export/exists'> {
  const message =
    `There is an export of this name already, and it was left as it is. Choose another name, or ` +
    `replace it.\nFile: ${join(folder, file)}`;
  return new StudioError('export/exists', message, { file });
}

function writeProblem(error: unknown, folder: string): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    const message =
      'The disk is full, so the export was not written; earlier exports and the project are as ' +
      `they were. Free some space and export again.\nFolder: ${folder}`;
    return new StudioError('disk/full', message, { target: folder }, { cause: error });
  }
  if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM' || code === 'ENOTDIR') {
    const message =
      'The export folder cannot be written; the project is as it was. Allow writing there, or ' +
      `choose another folder.\nFolder: ${folder}`;
    return new StudioError('project/not-writable', message, { reason: String(code) });
  }
  return error;
}
