/** Settings as a small readable JSON file in the user's configuration folder. */
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { StudioError } from '../../../core/common/errors.ts';
import type { SettingsFile } from '../../services/settings.ts';

export function createSettingsFile(folder: string): SettingsFile {
  const path = join(folder, 'settings.json');
  return {
    read() {
      try {
        return readFileSync(path, 'utf8');
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
        throw error;
      }
    },
    write(text) {
      try {
        mkdirSync(folder, { recursive: true });
        writeThrough(`${path}.partial`, text);
        renameSync(`${path}.partial`, path);
      } catch (error) {
        throw writeProblem(error, path);
      }
    },
    setAside() {
      const time = new Date().toISOString().replaceAll(':', '.');
      const aside = join(folder, `settings.broken-${time}.json`);
      try {
        renameSync(path, aside);
      } catch {
        return tilde(path); // nothing can be written there, so nothing will be written over it either
      }
      return tilde(aside);
    },
  };
}

function tilde(path: string): string {
  return path.replace(homedir(), '~');
}

/** On the disk, not in a cache of the system. */
function writeThrough(path: string, text: string): void {
  const file = openSync(path, 'w');
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function writeProblem(error: unknown, path: string): unknown {
  const { code } = error as NodeJS.ErrnoException;
  const what = 'The setting was not changed; the earlier ones are as they were.';
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    const message = `The disk is full. ${what} Free some space and choose again.\nFile: ${path}`;
    return new StudioError('disk/full', message, { target: path }, { cause: error });
  }
  if (code === undefined) return error;
  const message = `The settings cannot be written (${code}). ${what} Allow writing there.\nFile: ${path}`;
  return new StudioError('settings/not-writable', message, { reason: code }, { cause: error });
}
