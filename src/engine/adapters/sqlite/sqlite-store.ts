import type { DatabaseSync } from 'node:sqlite';
import { bodySource, EMBEDDED_BODY } from '../../../contract/body-source.ts';
import { type VideoChoice, videoChoice } from '../../../contract/video.ts';
import type { Store } from '../../services/store.ts';
import { openDatabase, storeError } from './database.ts';
import { createImageTable } from './image-table.ts';
import { createHistory } from './journal.ts';
import { createMaskTable } from './mask-table.ts';
import { createPersonTable } from './person-table.ts';
import { createReviewTable } from './review-table.ts';
import { createTrainingTable } from './training-table.ts';

/** Opens or creates the project in a file. @throws StudioError `project/…` */
export function openStore(path: string): Store {
  const database = openDatabase(path);
  return {
    imageFolder: guarded(imageFolderOf(database), path),
    video: guarded(videoOf(database), path),
    body: guarded(bodyOf(database), path),
    images: guarded(createImageTable(database), path),
    people: guarded(createPersonTable(database), path),
    training: guarded(createTrainingTable(database), path),
    history: guarded(createHistory(database), path),
    masks: guarded(createMaskTable(database), path),
    review: guarded(createReviewTable(database), path),
    close: () => database.close(),
  };
}

/** Damage that is met in use is told as damage, wherever it is. */
function guarded<Table extends object>(table: Table, path: string): Table {
  const methods = Object.entries(table).map(([name, method]) => [
    name,
    (...values: unknown[]) => {
      try {
        return method.apply(table, values);
      } catch (error) {
        throw storeError(error, path);
      }
    },
  ]);
  return Object.fromEntries(methods) as Table;
}

function imageFolderOf(database: DatabaseSync): Store['imageFolder'] {
  return {
    get: () => metaOf(database, 'imageFolder'),
    set(path) {
      if (this.get() !== path) setMeta(database, 'imageFolder', path);
    },
  };
}

const UNSAID: VideoChoice = { setting: 'auto', framesPerSecond: 30 };

function videoOf(database: DatabaseSync): Store['video'] {
  return {
    get() {
      const text = metaOf(database, 'video');
      return text === undefined ? UNSAID : videoChoice.parse(JSON.parse(text));
    },
    set: (choice) => setMeta(database, 'video', JSON.stringify(choice)),
  };
}

function bodyOf(database: DatabaseSync): Store['body'] {
  return {
    get() {
      const text = metaOf(database, 'body');
      return text === undefined ? EMBEDDED_BODY : bodySource.parse(JSON.parse(text));
    },
    set: (source) => setMeta(database, 'body', JSON.stringify(source)),
  };
}

function metaOf(database: DatabaseSync, key: string): string | undefined {
  const row = database.prepare('SELECT value FROM meta WHERE key = ?').get(key);
  return row && String(row.value);
}

function setMeta(database: DatabaseSync, key: string, value: string): void {
  database.prepare('INSERT OR REPLACE INTO meta VALUES (?, ?)').run(key, value);
}
