/** What the runs of a project keep: `run-N/` below a folder beside the project's file. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { ModelFolder } from '../../services/ports.ts';
import { makeFolder, removeFolder, replaceFile } from './replace-file.ts';

/** Name of a run's model in its folder. */
export const MODEL_FILE = 'model.safetensors';

export function modelFolderOf(projectFile: string): ModelFolder {
  const root = join(dirname(projectFile), `${basename(projectFile, '.spin')}-models`);
  const place = (runId: number) => join(root, `run-${runId}`);
  return {
    ofRun: (runId) => makeFolder(place(runId)),
    weights: (runId) => join(place(runId), MODEL_FILE),
    hasWeights: (runId) => existsSync(join(place(runId), MODEL_FILE)),
    write: (runId, name, bytes) => replaceFile(join(makeFolder(place(runId)), name), bytes),
    read: (runId, name) => readFile(join(place(runId), name)),
    remove: (runId) => removeFolder(place(runId)),
  };
}
