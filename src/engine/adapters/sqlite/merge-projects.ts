/**
 * Several projects into one, picture by picture in the order of a list, with a memory that does not
 * depend on how many there are. Ids are given anew in that order, as one run over the whole list
 * would have given them.
 */
import { existsSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { StudioError } from '../../../core/common/errors.ts';
import { compareNaturally } from '../files/natural-order.ts';
import { makeFolder } from '../files/replace-file.ts';
import { openDatabase } from './database.ts';
import { createCopier, type Row } from './merge-copier.ts';
import { MIGRATIONS } from './migrations.ts';

export interface MergeSource {
  /** Absolute. */
  readonly path: string;
  /** For a reader. */
  readonly label: string;
  /** Whether a picture is this project's to bring; all are when left out. */
  readonly owns?: (name: string) => boolean;
}

export interface MergeOrder {
  readonly sources: readonly MergeSource[];
  /** Absolute; written beside and renamed. */
  readonly target: string;
  readonly replace: boolean;
  /** How many there must be, when that is known. */
  readonly pictures?: number | undefined;
  readonly onPicture?: (done: number) => void;
}

/** Pictures in a transaction. */
const AT_ONCE = 10_000;

/**
 * @returns how many pictures the project lists
 * @throws StudioError `export/exists` unless `replace`, `cluster/mixed`, `cluster/doubled`,
 *   `cluster/incomplete`, `project/locked`, `project/not-writable`, `project/corrupt`, `disk/full`; the target is then as it was
 */
export async function mergeProjects(order: MergeOrder): Promise<number> {
  const { target, replace } = order;
  if (existsSync(target)) {
    if (!replace) throw alreadyThere(target);
    closeCleanly(target);
  }
  makeFolder(dirname(target));
  const partial = `${target}.partial`;
  await removeDatabase(partial);
  try {
    const pictures = writeMerged(order, partial);
    requireAll(order, pictures);
    const file = await open(partial, 'r+');
    await file.sync();
    await file.close();
    await rename(partial, target);
    return pictures;
  } catch (error) {
    await removeDatabase(partial);
    throw error;
  }
}

/** What still lay in its log would be taken for the new project's. */
function closeCleanly(path: string): void {
  openDatabase(path).close();
  if (!existsSync(`${path}-wal`)) return;
  const message = `The project is open in another window or program, and it was left as it is. Close it there, then merge.\nFile: ${path}`;
  throw new StudioError('project/locked', message, { holder: 'another program' });
}

function requireAll({ pictures: wanted }: MergeOrder, pictures: number): void {
  if (wanted === undefined || wanted === pictures) return;
  const message = `The projects have ${pictures} of ${wanted} pictures, and nothing was written. Do the shards again that were taken away or cut short.`;
  throw new StudioError('cluster/incomplete', message, { shards: [] });
}

async function removeDatabase(path: string): Promise<void> {
  for (const ending of ['', '-wal', '-shm', '-journal']) await rm(path + ending, { force: true });
}

function alreadyThere(file: string): StudioError<'export/exists'> {
  const message =
    'There is a project of this name already, and it was left as it is. Choose another name, or ' +
    `replace it.\nFile: ${file}`;
  return new StudioError('export/exists', message, { file });
}

interface Cursor {
  readonly source: MergeSource;
  readonly database: DatabaseSync;
  readonly rows: Iterator<Row>;
  row: Row;
}

function writeMerged({ sources, onPicture }: MergeOrder, path: string): number {
  const opened: Omit<Cursor, 'row' | 'rows'>[] = [];
  const target = openDatabase(path);
  try {
    target.exec(
      'PRAGMA foreign_keys = OFF; PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF',
    );
    for (const source of sources) opened.push({ source, database: openSource(source) });
    copyMeta(opened, target);
    target.exec('BEGIN');
    const copier = createCopier(target);
    let [count, listed] = [0, 0];
    for (const { source, database, row } of inOneOrder(opened)) {
      const position = Number(row.position) < 0 ? -1 : listed++;
      copyOrTell(() => copier.picture(database, row, position), source, String(row.name));
      onPicture?.(++count);
      if (count % AT_ONCE === 0) target.exec('COMMIT; BEGIN');
    }
    for (const { database } of opened) copier.rest(database);
    target.exec('COMMIT');
    return listed;
  } finally {
    for (const { database } of opened) database.close();
    target.close();
  }
}

/** Read only: a shard may lie on a network's disk, and whoever made it may still look at it. */
function openSource({ path, label }: MergeSource): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path, { readOnly: true });
    database.exec('PRAGMA cache_size = -256'); // KiB; there may be a thousand of them
    const found = Number(database.prepare('PRAGMA user_version').get()?.user_version);
    if (found === MIGRATIONS.length) return database;
    const groups = [`${label}: format ${found}, here ${MIGRATIONS.length}`];
    const message = `A project is of another format: ${groups[0]}. Nothing was written. Open it in this version once, or do it again.\nFile: ${path}`;
    throw new StudioError('cluster/mixed', message, { groups });
  } catch (error) {
    database?.close();
    if (error instanceof StudioError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    const message = `${label} cannot be read: ${reason}. Nothing was written. Do this shard again.\nFile: ${path}`;
    throw new StudioError('project/corrupt', message, { reason });
  }
}

/** Folder, body and video are those of the first; another body is refused. */
function copyMeta(opened: readonly Omit<Cursor, 'row' | 'rows'>[], target: DatabaseSync): void {
  const metaOf = (database: DatabaseSync) =>
    database.prepare('SELECT key, value FROM meta ORDER BY key').all() as Row[];
  const bodies = Map.groupBy(
    opened,
    ({ database }) => metaOf(database).find(({ key }) => key === 'body')?.value,
  );
  if (bodies.size > 1) {
    const groups = [...bodies].map(
      ([body, those]) => `${those.map(({ source }) => source.label).join(', ')}: ${body}`,
    );
    const message = `The projects are of different bodies, and nothing was written:\n${groups.join('\n')}\nFit them with one body first.`;
    throw new StudioError('cluster/mixed', message, { groups });
  }
  const insert = target.prepare('INSERT OR REPLACE INTO meta VALUES (?, ?)');
  for (const { key, value } of opened.slice(0, 1).flatMap(({ database }) => metaOf(database)))
    insert.run(key as SQLInputValue, value as SQLInputValue);
}

/** All pictures of all projects; each is asked for the next one only when its last was taken. */
function* inOneOrder(opened: readonly Omit<Cursor, 'row' | 'rows'>[]): Generator<Cursor> {
  const waiting: Cursor[] = [];
  for (const { source, database } of opened)
    advance({ source, database, rows: picturesOf(database), row: {} }, waiting);
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    yield next;
    advance(next, waiting);
  }
}

/** Along an index, so that none is sorted; those that have gone from the folder come last. */
function* picturesOf(database: DatabaseSync): Generator<Row> {
  const listed = database.prepare('SELECT * FROM image WHERE position >= 0 ORDER BY position');
  yield* listed.iterate() as Iterable<Row>;
  const gone = database.prepare('SELECT * FROM image WHERE position < 0').all() as Row[];
  yield* gone.toSorted(compareRows);
}

/** Puts it where its next picture belongs; `waiting` has its first picture last. */
function advance(cursor: Cursor, waiting: Cursor[]): void {
  for (let next = cursor.rows.next(); !next.done; next = cursor.rows.next()) {
    cursor.row = next.value;
    if (!belongs(cursor)) continue;
    let [low, high] = [0, waiting.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = waiting[middle];
      if (other !== undefined && compareRows(other.row, cursor.row) > 0) low = middle + 1;
      else high = middle;
    }
    waiting.splice(low, 0, cursor);
    return;
  }
}

function compareRows(a: Row, b: Row): number {
  const gone = Number(Number(a.position) < 0) - Number(Number(b.position) < 0);
  return gone || compareNaturally(String(a.name), String(b.name));
}

/** A shard that was opened in the studio lists the other shards' pictures too, untouched. */
function belongs({ source, row }: Cursor): boolean {
  const name = String(row.name);
  if (source.owns?.(name) ?? true) return true;
  const isUntouched = row.looked === 0 && row.people === 0 && row.empty === 0;
  if (isUntouched) return false;
  throw doubled(name, `${source.label} holds a picture that belongs to another shard`);
}

function doubled(name: string, what: string): StudioError<'cluster/doubled'> {
  const message = `${what}, and nothing was written. Take away the project that does not belong here.\nPicture: ${name}`;
  return new StudioError('cluster/doubled', message, { name });
}

const UNIQUE = 2067;

function copyOrTell(copy: () => void, { label }: MergeSource, name: string): void {
  try {
    copy();
  } catch (error) {
    if ((error as { errcode?: number }).errcode !== UNIQUE) throw error;
    throw doubled(name, `${label} holds a picture that another project holds too`);
  }
}
