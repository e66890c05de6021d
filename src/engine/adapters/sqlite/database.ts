/** A project's file: SQLite with a write-ahead log, opened with care for what is in it. */
import { DatabaseSync } from 'node:sqlite';
import { ZodError } from 'zod';
import { isStudioError, StudioError } from '../../../core/common/errors.ts';
import { MIGRATIONS } from './migrations.ts';

/** "SPIN" in ASCII: tells a project from any other SQLite file. */
const APPLICATION_ID = 0x5350494e;

/**
 * Opens or creates a project.
 *
 * @throws StudioError `project/corrupt`, `project/newer-version` or `project/not-writable`; the
 *   file is never overwritten
 */
export function openDatabase(path: string): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path, { timeout: 2000 });
    checkFile(database, path);
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON');
    migrate(database);
    return database;
  } catch (error) {
    database?.close();
    throw isStudioError(error) ? error : openError(error, path);
  }
}

function pragma(database: DatabaseSync, name: string): number | string | undefined {
  const row = database.prepare(`PRAGMA ${name}`).get();
  return row === undefined ? undefined : (Object.values(row)[0] as number | string);
}

function checkFile(database: DatabaseSync, path: string): void {
  const version = Number(pragma(database, 'user_version'));
  if (version > MIGRATIONS.length) {
    throw new StudioError(
      'project/newer-version',
      `The project was made by a newer SPIN Studio (format ${version}; this one knows ${MIGRATIONS.length}). ` +
        `Nothing was changed. Update the program to open it.\nFile: ${path}`,
      { found: version, supported: MIGRATIONS.length },
    );
  }
  const application = pragma(database, 'application_id');
  const foreign = application !== APPLICATION_ID && Number(pragma(database, 'page_count')) > 0;
  if (foreign) throw corrupt(path, 'it is not a SPIN Studio project');
  const check = pragma(database, 'quick_check');
  if (check !== 'ok') throw corrupt(path, String(check));
  if (version > 0 && !sameSchema(database, version)) {
    throw corrupt(path, 'its tables are not those of a project');
  }
}

/** As the migrations leave it: with other tables, what is asked of them later would fail midway. */
function sameSchema(database: DatabaseSync, version: number): boolean {
  const fresh = new DatabaseSync(':memory:');
  try {
    for (const statements of MIGRATIONS.slice(0, version)) fresh.exec(statements);
    return schemaOf(fresh) === schemaOf(database);
  } finally {
    fresh.close();
  }
}

/** Tables that SQLite adds for itself are left out. */
function schemaOf(database: DatabaseSync): string {
  const sql = `SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY name`;
  return JSON.stringify(database.prepare(sql).all());
}

function migrate(database: DatabaseSync): void {
  const version = Number(pragma(database, 'user_version'));
  for (const [index, statements] of MIGRATIONS.entries()) {
    if (index < version) continue;
    database.exec(
      `BEGIN; ${statements}; PRAGMA user_version = ${index + 1}; PRAGMA application_id = ${APPLICATION_ID}; COMMIT`,
    );
  }
}

/** SQLite's primary result codes (https://www.sqlite.org/rescode.html). */
const READ_ONLY = 8;
const CORRUPT = 11;
const FULL = 13;
const CANNOT_OPEN = 14;
const BAD_FORMAT = 24;
const NOT_A_DATABASE = 26;
const DAMAGE: readonly (number | undefined)[] = [CORRUPT, BAD_FORMAT, NOT_A_DATABASE];
/** What SQLite says of damage where its code says only that something is wrong. */
const DAMAGE_WORDS = /unsupported file format|malformed/;

function codeOf(error: unknown): number | undefined {
  const code = (error as { errcode?: unknown }).errcode;
  return typeof code === 'number' ? code & 0xff : undefined;
}

function openError(error: unknown, path: string): unknown {
  const reason = error instanceof Error ? error.message : String(error);
  const code = codeOf(error);
  if (isDamage(error)) return corrupt(path, reason);
  if (code === READ_ONLY || code === CANNOT_OPEN) {
    const message =
      `The project cannot be written: ${reason}. Nothing was changed. Allow writing there, or choose ` +
      `another place with --project.\nFile: ${path}`;
    return new StudioError('project/not-writable', message, { reason });
  }
  return writeError(error, path);
}

function isDamage(error: unknown): boolean {
  const code = codeOf(error);
  const words = error instanceof Error ? error.message : '';
  return DAMAGE.includes(code) || (code !== undefined && DAMAGE_WORDS.test(words));
}

/** What an error of a project that is open means to the user; bugs pass. */
export function storeError(error: unknown, path: string): unknown {
  if (isDamage(error)) return corrupt(path, (error as Error).message);
  const isUnreadable = error instanceof SyntaxError || error instanceof ZodError;
  return isUnreadable ? corrupt(path, 'a value in it cannot be read') : error;
}

/** What a failed write means to the user; other errors pass. */
export function writeError(error: unknown, path: string): unknown {
  if (codeOf(error) !== FULL) return error;
  const message =
    'The disk is full, so the last step was not saved; all earlier ones are. ' +
    `Free some space and do it again.\nFile: ${path}`;
  return new StudioError('disk/full', message, { target: path }, { cause: error });
}

function corrupt(path: string, reason: string): StudioError<'project/corrupt'> {
  const message =
    `The project cannot be opened: ${reason}. It was left as it is, and so were the pictures. ` +
    `Restore a copy of it, or open the folder with another --project.\nFile: ${path}`;
  return new StudioError('project/corrupt', message, { reason });
}

/** All or nothing. */
export function inTransaction<Value>(database: DatabaseSync, work: () => Value): Value {
  database.exec('BEGIN IMMEDIATE');
  try {
    const value = work();
    database.exec('COMMIT');
    return value;
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw writeError(error, database.location() ?? 'memory');
  }
}
