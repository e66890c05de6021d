/** Undo and redo: an entry says which people's heads moved from where to where. */
import type { DatabaseSync } from 'node:sqlite';
import type { HistoryState } from '../../../contract/project.ts';
import type { Store } from '../../services/store.ts';
import { inTransaction } from './database.ts';
import { moveEmpty, refreshImage } from './image-state.ts';

export interface HeadMove {
  readonly person: number;
  /** Revisions; null is no head, a person that is not there. */
  readonly from: number | null;
  readonly to: number | null;
}

/** "Nobody is here", said or taken back. */
export interface EmptyMove {
  readonly image: number;
  readonly wasEmpty: boolean;
  readonly isEmpty: boolean;
}

type Move = HeadMove | EmptyMove;

const NEXT_UNDO = 'SELECT * FROM journal WHERE undone = 0 ORDER BY id DESC LIMIT 1';
const NEXT_REDO = 'SELECT * FROM journal WHERE undone = 1 ORDER BY id ASC LIMIT 1';

/** A new step ends what could be redone. */
export function writeEntry(
  database: DatabaseSync,
  label: string,
  imageId: number,
  moves: readonly Move[],
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
    undo: () => step(database, NEXT_UNDO, back),
    redo: () => step(database, NEXT_REDO, (move) => move),
  };
}

function back(move: Move): Move {
  return 'image' in move
    ? { ...move, wasEmpty: move.isEmpty, isEmpty: move.wasEmpty }
    : { ...move, from: move.to, to: move.from };
}

function step(database: DatabaseSync, sql: string, directed: (move: Move) => Move): number[] {
  return inTransaction(database, () => {
    const entry = database.prepare(sql).get();
    if (entry === undefined) return [];
    const setHead = database.prepare('UPDATE person SET head = ? WHERE id = ?');
    const moves = (JSON.parse(String(entry.moves)) as Move[]).map(directed);
    for (const move of moves) {
      if ('image' in move) moveEmpty(database, move.image, move.isEmpty);
      else setHead.run(move.to, move.person);
    }
    database.prepare('UPDATE journal SET undone = 1 - undone WHERE id = ?').run(Number(entry.id));
    const images = new Set([Number(entry.image), ...imagesOf(database, moves)]);
    for (const imageId of images) refreshImage(database, imageId);
    return [...images];
  });
}

function imagesOf(database: DatabaseSync, moves: readonly Move[]): number[] {
  const imageOf = database.prepare('SELECT image FROM person WHERE id = ?');
  return moves.map((move) =>
    'image' in move ? move.image : Number(imageOf.get(move.person)?.image),
  );
}
