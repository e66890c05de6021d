import type { DatabaseSync } from 'node:sqlite';
import type { Store } from '../../services/store.ts';
import { openDatabase } from './database.ts';
import { createImageTable } from './image-table.ts';
import { createHistory } from './journal.ts';
import { createPersonTable } from './person-table.ts';

/** Opens or creates the project in a file. @throws StudioError `project/…` */
export function openStore(path: string): Store {
  const database = openDatabase(path);
  return {
    imageFolder: imageFolderOf(database),
    images: createImageTable(database),
    people: createPersonTable(database),
    history: createHistory(database),
    close: () => database.close(),
  };
}

function imageFolderOf(database: DatabaseSync): Store['imageFolder'] {
  return {
    get() {
      const row = database.prepare("SELECT value FROM meta WHERE key = 'imageFolder'").get();
      return row && String(row.value);
    },
    set(path) {
      if (this.get() === path) return;
      database.prepare("INSERT OR REPLACE INTO meta VALUES ('imageFolder', ?)").run(path);
    },
  };
}
