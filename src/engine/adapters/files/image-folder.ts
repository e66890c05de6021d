/** A folder on disk. Nothing is ever written into it. */
import { createHash } from 'node:crypto';
import { constants, createReadStream } from 'node:fs';
import { access, readdir, stat } from 'node:fs/promises';
import { basename, join, posix } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { cameraOfImage } from '../../../core/camera/focal-length.ts';
import { StudioError } from '../../../core/common/errors.ts';
import type { FolderListing, ImageFolder } from '../../services/ports.ts';
import { looksLikeImage, readHeader } from '../images/image-file.ts';
import { inNaturalOrder } from './natural-order.ts';

/** @param path absolute */
export function openImageFolder(path: string): ImageFolder {
  const file = (name: string) => ({ path: join(path, name), name });
  return {
    name: basename(path),
    list: (signal) => listImages(path, signal),
    file,
    async readHeader(name) {
      const { width, height, focalLength35mm } = await readHeader(file(name));
      return { width, height, camera: cameraOfImage(width, height, focalLength35mm) };
    },
    stamp: (name) => unlessGone(() => stampOf(join(path, name))),
    sha256: (name) => unlessGone(() => hashOf(join(path, name))),
  };
}

async function stampOf(path: string): Promise<string> {
  const { size, mtimeMs } = await stat(path);
  return `${size} ${mtimeMs}`;
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

/** A file that may not be read is as good as gone. */
async function unlessGone<Value>(read: () => Promise<Value>): Promise<Value | undefined> {
  try {
    return await read();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    return undefined;
  }
}

/** @throws StudioError `folder/unreadable` when it is not a folder that can be read */
export async function requireFolder(path: string): Promise<void> {
  try {
    if (!(await stat(path)).isDirectory()) throw new Error('it is a file');
    await access(path, constants.R_OK | constants.X_OK);
  } catch (error) {
    throw unreadable(error, path);
  }
}

async function listImages(root: string, signal: AbortSignal): Promise<FolderListing> {
  await requireFolder(root);
  const names: string[] = [];
  const unreadableFolders: { name: string; message: string }[] = [];
  const folders = [''];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    signal.throwIfAborted();
    try {
      const entries = await readdir(join(root, folder), { withFileTypes: true });
      for (const entry of entries) {
        const name = posix.join(folder, entry.name);
        if (entry.name.startsWith('.')) continue;
        if (entry.isDirectory()) folders.push(name);
        else if (looksLikeImage(entry.name)) names.push(name);
      }
    } catch (error) {
      if (folder === '') throw unreadable(error, root);
      unreadableFolders.push({ name: folder, message: reasonOf(error) });
    }
  }
  return { names: inNaturalOrder(names), unreadable: unreadableFolders };
}

function reasonOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOENT') return 'it is not there';
  if (code === 'EACCES' || code === 'EPERM') return 'it may not be read';
  return error instanceof Error ? error.message : String(error);
}

function unreadable(error: unknown, path: string): StudioError<'folder/unreadable'> {
  const reason = reasonOf(error);
  const message =
    `The folder cannot be opened: ${reason}. Nothing was changed, and what was done before is kept. ` +
    `Check the folder, then open it again.\nFolder: ${path}`;
  return new StudioError('folder/unreadable', message, { reason }, { cause: error });
}
