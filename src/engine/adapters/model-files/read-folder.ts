/** The folder with a user's licensed files, seen from the engine. */
import { extname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { type ModelReport, modelReport } from '../../../contract/models.ts';
import { StudioError } from '../../../core/common/errors.ts';

const ENTRY = join(import.meta.dirname, `scan-worker${extname(import.meta.filename)}`);

/** @throws StudioError `folder/unreadable` */
export function readModelFolder(folder: string): Promise<ModelReport> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(ENTRY, { workerData: folder });
    worker.once('message', (message) => resolve(modelReport.parse(message)));
    worker.once('error', (error) => reject(unreadable(folder, error)));
    worker.once('exit', (code) => {
      if (code !== 0) reject(unreadable(folder, new Error(`the search ended with ${code}`)));
    });
  });
}

function unreadable(folder: string, cause: Error): StudioError<'folder/unreadable'> {
  const message =
    `The folder cannot be looked through: ${cause.message}. Nothing was changed; choose another.\n` +
    `Folder: ${folder}`;
  return new StudioError('folder/unreadable', message, { reason: cause.message }, { cause });
}
