/** Writes the files of an export: all of them or none. */
import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { mkdir, open, readdir, rename, rm, rmdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { assert } from '../../../core/common/assert.ts';
import { StudioError } from '../../../core/common/errors.ts';
import type { ExportFile, ExportFiles, ExportOrder, WrittenFile } from '../../services/ports.ts';

export function createExportFiles(): ExportFiles {
  return {
    async write(order) {
      const { folder, parts, replace } = order;
      const present = parts.find((part) => existsSync(join(folder, part)));
      if (present !== undefined && !replace) throw alreadyThere(present, folder);
      const isNew = !existsSync(folder);
      try {
        await removePartials(order); // of an export that was killed
        const files = await writePartials(order);
        for (const part of parts) await putInPlace(join(folder, part));
        return { place: folder.replace(homedir(), '~'), files };
      } catch (error) {
        await removePartials(order);
        if (isNew) await removeIfEmpty(folder);
        throw writeProblem(error, folder);
      }
    },
  };
}

async function writePartials({ folder, parts, files }: ExportOrder): Promise<WrittenFile[]> {
  const written: WrittenFile[] = [];
  await mkdir(folder, { recursive: true });
  for await (const file of files(written)) {
    const part = parts.find((one) =>
      one.endsWith('/') ? file.name.startsWith(one) : file.name === one,
    );
    const steps = file.name.split('/');
    assert(part !== undefined && !steps.includes('..'), `${file.name} is no part of the export`);
    const path = join(folder, `${steps[0]}.partial`, ...steps.slice(1));
    await mkdir(dirname(path), { recursive: true });
    const sha256 = await writeThrough(path, file);
    await compare(file, path);
    written.push({ name: file.name, sha256 });
  }
  return written;
}

async function removePartials({ folder, parts }: ExportOrder): Promise<void> {
  for (const part of parts)
    await rm(partialOf(join(folder, part)), { recursive: true, force: true });
}

async function removeIfEmpty(folder: string): Promise<void> {
  if (existsSync(folder) && (await readdir(folder)).length === 0) await rmdir(folder);
}

function partialOf(path: string): string {
  return `${withoutSlash(path)}.partial`;
}

function withoutSlash(path: string): string {
  return path.replace(/\/$/, '');
}

/** What was there before goes when the new one has its name. */
async function putInPlace(path: string): Promise<void> {
  const [partial, target] = [partialOf(path), withoutSlash(path)];
  const old = `${target}.old`;
  await rm(old, { recursive: true, force: true });
  if (existsSync(target)) await rename(target, old);
  if (existsSync(partial)) await rename(partial, target);
  await rm(old, { recursive: true, force: true });
}

/** On the disk, not in a cache of the system. @returns SHA-256 of what was written */
async function writeThrough(path: string, { content }: ExportFile): Promise<string> {
  const hash = createHash('sha256');
  const file = await open(path, 'w');
  try {
    for await (const piece of content()) {
      hash.update(piece);
      await file.writeFile(piece);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return hash.digest('hex');
}

async function compare({ name, difference }: ExportFile, path: string): Promise<void> {
  const found = await difference(createReadStream(path));
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
