/**
 * The merge of a million pictures, by the command that a user runs: eight shards of made-up people, as
 * large as real ones, written one after the other and never held together.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { assert } from '../../src/core/common/assert.ts';
import { seededRandom } from '../../src/core/math/random.ts';
import { runFolderAt } from '../../src/engine/adapters/cluster/run-folder.ts';
import { openStore } from '../../src/engine/adapters/sqlite/sqlite-store.ts';
import { listingOf, shardOf } from '../../src/engine/services/shards/partition.ts';
import type { PersonContent } from '../../src/engine/services/store.ts';
import type { Report } from './fit.ts';
import { subjects } from './qc-subjects.ts';
import { contentOf } from './review.ts';

const SHARDS = 8;
/** Records in a transaction. */
const AT_ONCE = 50_000;

export async function benchMerge({ records = 1_000_000 }): Promise<Report> {
  assert(
    Number.isInteger(records) && records >= SHARDS,
    `--records is a whole number from ${SHARDS}`,
  );
  const home = mkdtempSync(join(tmpdir(), 'spin-merge-bench-'));
  try {
    const run = join(home, 'run');
    const began = performance.now();
    await makeRun(run, records);
    const makeSeconds = (performance.now() - began) / 1000;
    const target = join(home, 'merged.spin');
    const told = merged(home, run, target);
    requireOrder(target, records);
    return {
      records,
      shards: SHARDS,
      makeSeconds: Math.round(makeSeconds),
      bytesPerPicture: Math.round(statSync(target).size / records),
      recordsPerSecond: Math.round(records / told.seconds),
      ...told,
    };
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/** In the order of their numbers, which is the list's. */
function* namesOf(records: number): Generator<string> {
  for (let i = 0; i < records; i++) yield `picture_${String(i).padStart(7, '0')}.jpg`;
}

async function makeRun(path: string, records: number): Promise<void> {
  mkdirSync(path);
  const run = runFolderAt(path);
  await run.agreeOn({ runId: '00000000', folder: path, shards: SHARDS, predict: [] });
  const writers = Array.from({ length: SHARDS }, (_, index) => createWriter(run.project(index)));
  for (const name of namesOf(records)) writers[shardOf(name, SHARDS)]?.add(name);
  const listing = listingOf(namesOf(records));
  for (const [index, writer] of writers.entries()) {
    const pictures = writer.close();
    const versions = { studio: '', body: '', regressor: '', backend: '', reading: '' };
    await run.setStatus({
      ...{ index, state: 'done', reason: null, pictures, done: pictures, failed: 0, problems: [] },
      ...{ seconds: 0, picturesPerSecond: null, host: '', processor: '', pid: 1, job: null },
      ...{ listing, versions, updatedAt: new Date(0).toISOString() },
    });
  }
}

/** Each person is one of 200 by their columns; what a real run would have written. */
function createWriter(path: string) {
  const rows = drawnRows(path);
  const database = new DatabaseSync(path);
  database.exec(
    'PRAGMA foreign_keys = OFF; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN',
  );
  const image = database.prepare(
    "INSERT INTO image (id, name, position, width, height, camera, state, people, looked) VALUES (?, ?, ?, 640, 480, '{}', 'predicted', 1, 1)",
  );
  const person = database.prepare('INSERT INTO person (id, image, head) VALUES (?, ?, ?)');
  const columns = Object.keys(rows[0] ?? {});
  const revision = database.prepare(
    `INSERT INTO revision (id, person, ${columns.join(', ')}) VALUES (?, ?, ${columns.map(() => '?').join(', ')})`,
  );
  let count = 0;
  return {
    add(name: string) {
      image.run(++count, name, count - 1);
      person.run(count, count, count);
      revision.run(count, count, ...Object.values(rows[count % rows.length] ?? {}));
      if (count % AT_ONCE === 0) database.exec('COMMIT; BEGIN');
    },
    close() {
      database.exec('COMMIT');
      database.close();
      return count;
    },
  };
}

type Row = Record<string, Parameters<StatementSync['run']>[1]>;

/** Written by the store itself once, so that the columns are its own; the file is then empty again. */
function drawnRows(path: string): Row[] {
  const store = openStore(path);
  const people = subjects(200, seededRandom(8)).map(contentOf) as PersonContent[];
  store.images.replaceList(['drawn.jpg']);
  store.people.replaceMachine(1, people);
  store.close();
  const database = new DatabaseSync(path);
  const rows = database.prepare('SELECT * FROM revision').all();
  database.exec(
    'PRAGMA foreign_keys = OFF; DELETE FROM revision; DELETE FROM person; DELETE FROM image; VACUUM',
  );
  database.close();
  return rows.map(({ id, person, ...row }) => row as Row);
}

function merged(home: string, run: string, target: string) {
  const args = ['src/cli/main.ts', 'merge', run, '--project', target, '--json'];
  const env = { ...process.env, SPIN_STUDIO_HOME: home };
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', env });
  assert(status === 0, `the merge failed: ${stderr}`);
  const { seconds, peakMiB } = JSON.parse(String(stdout.trim().split('\n').at(-1)));
  return { seconds: Number(seconds), peakMiB: Number(peakMiB) };
}

/** Every picture once, in order, each with its own person. */
function requireOrder(path: string, records: number): void {
  const database = new DatabaseSync(path, { readOnly: true });
  const found = database
    .prepare(
      `SELECT count(*) AS n, min(image.id = position + 1 AND person.id = image.id AND revision.id = person.head
         AND revision.person = person.id AND name = printf('picture_%07d.jpg', position)) AS ordered
       FROM image JOIN person ON person.image = image.id JOIN revision ON revision.id = person.head`,
    )
    .get();
  database.close();
  assert(found?.n === records && found.ordered === 1, `not in order: ${JSON.stringify(found)}`);
}
