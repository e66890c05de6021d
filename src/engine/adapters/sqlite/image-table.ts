import type { DatabaseSync } from 'node:sqlite';
import { type ImageRow, type ImageState, imageState } from '../../../contract/image.ts';
import type { ImageHeader, ImageQuery, Store, StoredImage } from '../../services/store.ts';
import { inTransaction } from './database.ts';
import { addRegularExpressions, filterOf, ORDERS } from './image-filter.ts';
import { isEmpty, moveEmpty, refreshImage } from './image-state.ts';
import { writeEntry } from './journal.ts';

const COLUMNS = 'id, name, width, height, state, people, problem';
const UNDECIDED = ['unlabelled', 'predicted', 'edited', 'fitted', 'nobody'];

export function createImageTable(database: DatabaseSync): Store['images'] {
  addRegularExpressions(database);
  const count = database.prepare('SELECT count(*) AS n FROM image WHERE position >= 0');
  return {
    replaceList: (names) => replaceList(database, names),
    page: (query) => page(database, query),
    get: (imageId) => get(database, imageId),
    names: () => names(database),
    neighbour: (...args) => neighbour(database, ...args),
    counts: () => ({ ...emptyCounts(), ...countsByState(database, Number(count.get()?.n)) }),
    untouched: () => untouched(database),
    setHeader: (imageId, header) => setHeader(database, imageId, header),
    setHeaders: (headers) =>
      inTransaction(database, () => {
        for (const [imageId, header] of headers) setHeader(database, imageId, header);
      }),
    setLooked(imageId, header) {
      setHeader(database, imageId, header);
      database.prepare('UPDATE image SET looked = 1, problem = NULL WHERE id = ?').run(imageId);
      refreshImage(database, imageId);
    },
    setProblem(imageId, problem) {
      database.prepare('UPDATE image SET problem = ? WHERE id = ?').run(problem, imageId);
      refreshImage(database, imageId);
    },
    setEmpty: (label, imageId, empty) =>
      inTransaction(database, () => {
        const wasEmpty = isEmpty(database, imageId);
        if (wasEmpty === empty) return;
        moveEmpty(database, imageId, empty);
        writeEntry(database, label, imageId, [{ image: imageId, wasEmpty, isEmpty: empty }]);
      }),
  };
}

function setHeader(
  database: DatabaseSync,
  imageId: number,
  { width, height, camera }: ImageHeader,
): void {
  database
    .prepare('UPDATE image SET width = ?, height = ?, camera = ? WHERE id = ?')
    .run(width, height, JSON.stringify(camera), imageId);
}

/** A vanished picture keeps its row and its people, out of the list, until it comes back. */
function replaceList(database: DatabaseSync, names: readonly string[]): void {
  const insert = database.prepare(
    'INSERT INTO image (name, position) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET position = excluded.position',
  );
  inTransaction(database, () => {
    database.exec('UPDATE image SET position = -1');
    for (const [position, name] of names.entries()) insert.run(name, position);
  });
}

function page(database: DatabaseSync, query: ImageQuery): { total: number; rows: ImageRow[] } {
  const { where, values } = filterOf(query);
  const total = database.prepare(`SELECT count(*) AS n FROM image WHERE ${where}`).get(...values);
  const rows = database
    .prepare(
      `SELECT ${COLUMNS} FROM image WHERE ${where} ORDER BY ${ORDERS[query.sort ?? 'name']} LIMIT ? OFFSET ?`,
    )
    .all(...values, query.limit, query.offset);
  return { total: Number(total?.n), rows: rows as unknown as ImageRow[] };
}

function get(database: DatabaseSync, imageId: number): StoredImage | undefined {
  const row = database.prepare(`SELECT ${COLUMNS}, camera FROM image WHERE id = ?`).get(imageId);
  if (row === undefined) return undefined;
  const camera = row.camera === null ? null : JSON.parse(String(row.camera));
  return { ...(row as unknown as ImageRow), camera };
}

function names(database: DatabaseSync): { id: number; name: string }[] {
  return database
    .prepare('SELECT id, name FROM image WHERE position >= 0 ORDER BY position')
    .all()
    .map(({ id, name }) => ({ id: Number(id), name: String(name) }));
}

function neighbour(
  database: DatabaseSync,
  imageId: number,
  step: number,
  undecidedOnly: boolean,
): ImageRow | undefined {
  const here = database.prepare('SELECT position FROM image WHERE id = ?').get(imageId);
  if (here === undefined || step === 0) return undefined;
  const [comparison, order] = step > 0 ? ['>', 'ASC'] : ['<', 'DESC'];
  const states = undecidedOnly ? `AND state IN ('${UNDECIDED.join("', '")}')` : '';
  const row = database
    .prepare(
      `SELECT ${COLUMNS} FROM image WHERE position >= 0 AND position ${comparison} ? ${states}
       ORDER BY position ${order} LIMIT 1 OFFSET ?`,
    )
    .get(Number(here.position), Math.abs(step) - 1);
  return row as unknown as ImageRow | undefined;
}

function emptyCounts(): Record<ImageState, number> {
  return Object.fromEntries(imageState.options.map((state) => [state, 0])) as Record<
    ImageState,
    number
  >;
}

function countsByState(database: DatabaseSync, total: number): Partial<Record<ImageState, number>> {
  if (total === 0) return {};
  const rows = database
    .prepare('SELECT state, count(*) AS n FROM image WHERE position >= 0 GROUP BY state')
    .all();
  return Object.fromEntries(rows.map(({ state, n }) => [String(state), Number(n)]));
}

function untouched(database: DatabaseSync): number[] {
  const rows = database
    .prepare(
      `SELECT id FROM image WHERE position >= 0 AND empty = 0 AND id NOT IN (
         SELECT person.image FROM person JOIN revision ON revision.id = person.head
         WHERE revision.state NOT IN ('unlabelled', 'predicted') OR revision.source IS NOT NULL
           OR revision.marked = 1 OR revision.note IS NOT NULL
       ) AND looked = 0 ORDER BY position`,
    )
    .all();
  return rows.map(({ id }) => Number(id));
}
