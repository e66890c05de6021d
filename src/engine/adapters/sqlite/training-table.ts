import type { DatabaseSync } from 'node:sqlite';
import { type StoredRun, storedRun } from '../../../contract/training.ts';
import type { PictureRole, Store } from '../../services/store.ts';
import { inTransaction } from './database.ts';

export function createTrainingTable(database: DatabaseSync): Store['training'] {
  const all = (sql: string, ...values: (string | number)[]) => database.prepare(sql).all(...values);
  return {
    runs: () => all('SELECT * FROM run ORDER BY id DESC').map(runOf),
    run: (runId) => all('SELECT * FROM run WHERE id = ?', runId).map(runOf)[0],
    addRun: (run) => inTransaction(database, () => addRun(database, run)),
    saveRun: ({ id, ...content }) =>
      inTransaction(database, () => {
        const update = database.prepare('UPDATE run SET content = ? WHERE id = ?');
        update.run(JSON.stringify(content), id);
      }),
    adoptions: () =>
      all('SELECT run FROM adoption ORDER BY id').map(({ run }) =>
        run === null ? null : Number(run),
      ),
    adopt: (runId) =>
      inTransaction(database, () => {
        const insert = database.prepare('INSERT INTO adoption (run, at) VALUES (?, ?)');
        insert.run(runId, new Date().toISOString());
      }),
    ...hashesOf(database),
  };
}

function hashesOf(
  database: DatabaseSync,
): Pick<Store['training'], 'pictureHash' | 'setPictureHash' | 'pictureRoles' | 'setPictureRoles'> {
  return {
    pictureHash(imageId, stamp) {
      const sql = 'SELECT sha256 FROM picture_hash WHERE image = ? AND stamp = ?';
      const row = database.prepare(sql).get(imageId, stamp);
      return row && String(row.sha256);
    },
    setPictureHash(imageId, stamp, sha256) {
      const insert = 'INSERT OR REPLACE INTO picture_hash (image, stamp, sha256) VALUES (?, ?, ?)';
      database.prepare(insert).run(imageId, stamp, sha256);
    },
    pictureRoles() {
      const rows = database.prepare('SELECT sha256, role FROM picture_role').all();
      return new Map(rows.map(({ sha256, role }) => [String(sha256), role as PictureRole]));
    },
    setPictureRoles: (hashes, role) =>
      inTransaction(database, () => {
        const insert = database.prepare('INSERT OR IGNORE INTO picture_role VALUES (?, ?)');
        for (const hash of hashes) insert.run(hash, role);
      }),
  };
}

function runOf({ id, content }: Record<string, unknown>): StoredRun {
  return storedRun.parse({ id: Number(id), ...JSON.parse(String(content)) });
}

function addRun(database: DatabaseSync, run: Omit<StoredRun, 'id'>): StoredRun {
  const insert = database.prepare('INSERT INTO run (content) VALUES (?)');
  const { lastInsertRowid } = insert.run(JSON.stringify(run));
  return { ...run, id: Number(lastInsertRowid) };
}
