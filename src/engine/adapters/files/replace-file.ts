/** Files that are either the old one or the new one, whatever happens. */
import { mkdirSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { StudioError } from '../../../core/common/errors.ts';

/**
 * Writes beside the place, through to the disk, and renames.
 *
 * @throws StudioError `disk/full` or `project/not-writable`; the older file is as it was
 */
export async function replaceFile(path: string, bytes: Uint8Array): Promise<void> {
  const partial = `${path}.partial`;
  try {
    const file = await open(partial, 'w');
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(partial, path);
  } catch (error) {
    await rm(partial, { force: true }).catch(() => undefined); // what matters is the first error
    throw writeProblem(error, path);
  }
}

/** @throws StudioError `disk/full` or `project/not-writable` */
export function makeFolder(path: string): string {
  try {
    mkdirSync(path, { recursive: true });
    return path;
  } catch (error) {
    throw writeProblem(error, path);
  }
}

/** One that is not there is none to remove. @throws StudioError `project/not-writable` */
export async function removeFolder(path: string): Promise<void> {
  try {
    await rm(path, { recursive: true, force: true });
  } catch (error) {
    throw writeProblem(error, path);
  }
}

function writeProblem(error: unknown, path: string): unknown {
  const { code } = error as NodeJS.ErrnoException;
  // EFBIG: a limit of the system's own on how large files may become.
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG') {
    const message =
      'The disk is full, so this was not written; what was there before is as it was. Free some ' +
      `space and go on.\nFile: ${path}`;
    return new StudioError('disk/full', message, { target: path }, { cause: error });
  }
  if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM' || code === 'ENOTDIR') {
    const message = `This may not be written; what was there before is as it was. Allow writing there.\nFile: ${path}`;
    return new StudioError('project/not-writable', message, { reason: code }, { cause: error });
  }
  return error;
}
