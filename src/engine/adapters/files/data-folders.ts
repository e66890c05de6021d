/** Where the program keeps what is not the user's own file. */
import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import envPaths from 'env-paths';

export interface DataFolders {
  /** Projects; lost when deleted. */
  readonly data: string;
  /** Thumbnails; made again when deleted. */
  readonly cache: string;
  /** Settings. */
  readonly config: string;
}

/** `SPIN_STUDIO_HOME` puts all into one folder. */
export function dataFolders(): DataFolders {
  const home = process.env.SPIN_STUDIO_HOME;
  if (home === undefined) return envPaths('spin-studio', { suffix: '' });
  return { data: join(home, 'data'), cache: join(home, 'cache'), config: join(home, 'config') };
}

/** The project file that belongs to an image folder, below the user's data folder. */
export function projectFileOf(imageFolder: string, { data }: DataFolders): string {
  const path = resolve(imageFolder);
  const hash = createHash('sha256').update(path).digest('hex').slice(0, 8);
  const folder = join(data, 'projects');
  mkdirSync(folder, { recursive: true });
  return join(folder, `${basename(path)}-${hash}.spin`);
}

/** Beside the project file. */
export function exportFolderOf(projectFile: string): string {
  return join(dirname(projectFile), `${basename(projectFile, '.spin')}-exports`);
}
