/** Copies rows from project to project with new ids. Columns go by name: later ones come along. */
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import type { EmptyMove, HeadMove } from './journal.ts';

export type Row = Record<string, SQLInputValue>;

interface Copier {
  /** A picture with its people, all that the history knows of them, and their silhouettes. */
  picture(from: DatabaseSync, row: Row, position: number): void;
  /** What belongs to no picture: the history, and what pictures were used for. */
  rest(from: DatabaseSync): void;
}

/** What of one project has been given new ids, as far as its history speaks of it. */
interface Renamed {
  readonly hasHistory: boolean;
  /** The revisions that it speaks of, by person. */
  readonly historic: ReadonlyMap<number, ReadonlySet<number>>;
  readonly images: Map<number, number>;
  readonly people: Map<number, number>;
  readonly revisions: Map<number, number>;
  readonly read: Reads;
}

type Reads = Readonly<Record<'people' | 'revision' | 'mask' | 'hash', StatementSync>>;

export function createCopier(target: DatabaseSync): Copier {
  const insert = createInsert(target);
  const known = new Map<DatabaseSync, Renamed>();
  const next = { image: 1, person: 1, revision: 1, journal: 1 };
  const renamedOf = (from: DatabaseSync) => {
    const present = known.get(from) ?? startRenaming(from);
    known.set(from, present);
    return present;
  };
  const copyPerson = (renamed: Renamed, { id, head, ...row }: Row, image: number) => {
    const person = next.person++;
    const past = renamed.historic.get(Number(id));
    if (past !== undefined) renamed.people.set(Number(id), person);
    const kept = new Set([...(past ?? []), ...(head === null ? [] : [Number(head)])]);
    let newHead: number | null = null;
    for (const old of [...kept].toSorted((a, b) => a - b)) {
      const revision = next.revision++;
      insert('revision', { ...(renamed.read.revision.get(old) as Row), id: revision, person });
      if (past !== undefined) renamed.revisions.set(old, revision);
      if (old === head) newHead = revision;
    }
    insert('person', { ...row, id: person, image, head: newHead });
    const mask = renamed.read.mask.get(Number(id)) as Row | undefined;
    if (mask !== undefined) insert('mask', { ...mask, person });
  };
  return {
    picture(from, row, position) {
      const renamed = renamedOf(from);
      const image = next.image++;
      insert('image', { ...row, id: image, position });
      if (renamed.hasHistory) renamed.images.set(Number(row.id), image);
      for (const person of renamed.read.people.all(Number(row.id)) as Row[]) {
        const isThere = person.head !== null || renamed.historic.has(Number(person.id));
        if (isThere) copyPerson(renamed, person, image);
      }
      const hash = renamed.read.hash.get(Number(row.id)) as Row | undefined;
      if (hash !== undefined) insert('picture_hash', { ...hash, image });
    },
    rest(from) {
      const renamed = renamedOf(from);
      for (const entry of from.prepare('SELECT * FROM journal ORDER BY id').iterate()) {
        insert('journal', renameEntry(entry as Row, renamed, next.journal++));
      }
      const roles = from.prepare('SELECT sha256, role FROM picture_role ORDER BY sha256');
      const keep = target.prepare('INSERT OR IGNORE INTO picture_role VALUES (?, ?)');
      for (const { sha256, role } of roles.iterate() as Iterable<Row>) {
        keep.run(sha256 ?? null, role ?? null);
      }
    },
  };
}

function startRenaming(from: DatabaseSync): Renamed {
  return {
    hasHistory: from.prepare('SELECT 1 FROM journal LIMIT 1').get() !== undefined,
    historic: historyOf(from),
    images: new Map(),
    people: new Map(),
    revisions: new Map(),
    read: {
      people: from.prepare('SELECT * FROM person WHERE image = ? ORDER BY id'),
      revision: from.prepare('SELECT * FROM revision WHERE id = ?'),
      mask: from.prepare('SELECT * FROM mask WHERE person = ?'),
      hash: from.prepare('SELECT * FROM picture_hash WHERE image = ?'),
    },
  };
}

function historyOf(from: DatabaseSync): Map<number, Set<number>> {
  const past = new Map<number, Set<number>>();
  for (const { moves } of from.prepare('SELECT moves FROM journal').iterate()) {
    for (const move of JSON.parse(String(moves)) as (HeadMove | EmptyMove)[]) {
      if ('image' in move) continue;
      const { person, from: before, to } = move;
      const revisions = past.get(person) ?? new Set();
      for (const revision of [before, to]) if (revision !== null) revisions.add(revision);
      past.set(person, revisions);
    }
  }
  return past;
}

function renameEntry(entry: Row, { images, people, revisions }: Renamed, id: number): Row {
  const renamed = (revision: number | null) =>
    revision === null ? null : (revisions.get(revision) ?? null);
  const moves = (JSON.parse(String(entry.moves)) as (HeadMove | EmptyMove)[]).map((move) =>
    'image' in move
      ? { ...move, image: images.get(move.image) }
      : { person: people.get(move.person), from: renamed(move.from), to: renamed(move.to) },
  );
  const image = images.get(Number(entry.image)) ?? null;
  return { ...entry, id, image, moves: JSON.stringify(moves) };
}

/** One prepared statement a table. */
function createInsert(target: DatabaseSync): (table: string, row: Row) => void {
  const statements = new Map<string, { columns: string[]; statement: StatementSync }>();
  return (table, row) => {
    let known = statements.get(table);
    if (known === undefined) {
      const columns = Object.keys(row);
      const marks = columns.map(() => '?').join(', ');
      const sql = `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${marks})`;
      known = { columns, statement: target.prepare(sql) };
      statements.set(table, known);
    }
    known.statement.run(...known.columns.map((column) => row[column] ?? null));
  };
}
