import type { DatabaseSync } from 'node:sqlite';
import { bodySource, EMBEDDED_BODY } from '../../../contract/body-source.ts';
import { type VideoChoice, videoChoice } from '../../../contract/video.ts';
import type { Store } from '../../services/store.ts';
import { openDatabase } from './database.ts';
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
    imageFolder: imageFolderOf(database),
    video: videoOf(database),
    body: bodyOf(database),
    images: createImageTable(database),
    people: createPersonTable(database),
    training: createTrainingTable(database),
    history: createHistory(database),
    masks: createMaskTable(database),
    review: createReviewTable(database),
    close: () => database.close(),
  };
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
