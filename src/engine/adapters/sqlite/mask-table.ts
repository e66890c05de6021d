import type { DatabaseSync } from 'node:sqlite';
import type { Store } from '../../services/store.ts';

/** Runs lie as little-endian 32-bit integers, which this program's hosts all have. */
export function createMaskTable(database: DatabaseSync): Store['masks'] {
  return {
    get(personId) {
      const row = database
        .prepare('SELECT width, height, runs FROM mask WHERE person = ?')
        .get(personId);
      if (row === undefined) return undefined;
      const runs = Int32Array.from(new Int32Array((row.runs as Uint8Array).slice().buffer));
      return { width: Number(row.width), height: Number(row.height), runs };
    },
    set(personId, { width, height, runs }) {
      const bytes = new Uint8Array(runs.buffer, runs.byteOffset, runs.byteLength);
      database
        .prepare('INSERT OR REPLACE INTO mask VALUES (?, ?, ?, ?)')
        .run(personId, width, height, bytes);
    },
  };
}
