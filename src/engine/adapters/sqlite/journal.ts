/** Undo and redo: an entry says which people's heads moved from where to where. */
import type { DatabaseSync } from 'node:sqlite';
import type { HistoryState } from '../../../contract/project.ts';
import type { Store } from '../../services/store.ts';
import { inTransaction } from './database.ts';
import { refreshImage } from './image-table.ts';

export interface HeadMove {
  readonly person: number;
  /** Revisions; null is no head, a person that is not there. */
  readonly from: number | null;
  readonly to: number | null;
}

const NEXT_UNDO = 'SELECT * FROM journal WHERE undone = 0 ORDER BY id DESC LIMIT 1';
const NEXT_REDO = 'SELECT * FROM journal WHERE undone = 1 ORDER BY id ASC LIMIT 1';

/** A new step ends what could be redone. */
export function writeEntry(
  database: DatabaseSync,
  label: string,
  imageId: number,
  moves: readonly HeadMove[],
): void {
  database.exec('DELETE FROM journal WHERE undone = 1');
  database
    .prepare('INSERT INTO journal (label, image, moves) VALUES (?, ?, ?)')
    .run(label, imageId, JSON.stringify(moves));
}

export function createHistory(database: DatabaseSync): Store['history'] {
  const describe = (sql: string): HistoryState['undo'] => {
    const row = database.prepare(sql).get();
    return row === undefined ? null : { label: String(row.label), imageId: Number(row.image) };
  };
  return {
    state: () => ({ undo: describe(NEXT_UNDO), redo: describe(NEXT_REDO) }),
    undo: () => step(database, NEXT_UNDO, ({ from }) => from),
    redo: () => step(database, NEXT_REDO, ({ to }) => to),
  };
}

function step(
  database: DatabaseSync,
  sql: string,
  headOf: (move: HeadMove) => number | null,
): number[] {
  return inTransaction(database, () => {
    const entry = database.prepare(sql).get();
    if (entry === undefined) return [];
    const setHead = database.prepare('UPDATE person SET head = ? WHERE id = ?');
    const moves = JSON.parse(String(entry.moves)) as HeadMove[];
    for (const move of moves) setHead.run(headOf(move), move.person);
    database.prepare('UPDATE journal SET undone = 1 - undone WHERE id = ?').run(Number(entry.id));
    const images = new Set([Number(entry.image), ...imagesOf(database, moves)]);
    for (const imageId of images) refreshImage(database, imageId);
    return [...images];
  });
}

function imagesOf(database: DatabaseSync, moves: readonly HeadMove[]): number[] {
  const imageOf = database.prepare('SELECT image FROM person WHERE id = ?');
  return moves.map(({ person }) => Number(imageOf.get(person)?.image));
}
