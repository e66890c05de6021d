import type { Store } from '../../services/store.ts';
import { openDatabase } from './database.ts';
import { createImageTable } from './image-table.ts';
import { createHistory } from './journal.ts';
import { createPersonTable } from './person-table.ts';

/** Opens or creates the project in a file. @throws StudioError `project/…` */
export function openStore(path: string): Store {
  const database = openDatabase(path);
  return {
    images: createImageTable(database),
    people: createPersonTable(database),
    history: createHistory(database),
    close: () => database.close(),
  };
}
