import type { DatabaseSync } from 'node:sqlite';
import { NO_CONSTRAINTS } from '../../../contract/constraints.ts';
import type { Person } from '../../../contract/person.ts';
import type { ImagePersonChange, PersonContent, Store } from '../../services/store.ts';
import { inTransaction } from './database.ts';
import { refreshImage } from './image-state.ts';
import { type HeadMove, writeEntry } from './journal.ts';

const SELECT = `SELECT person.id AS id, person.image AS imageId, revision.* FROM person
  JOIN revision ON revision.id = person.head`;
/**
 * The machine's newest result; for who was added by a box or imported, what there was first. No
 * revision is ever deleted, so nothing needs to be kept twice.
 */
const MACHINE = `SELECT person.id AS id, person.image AS imageId, revision.* FROM person
  JOIN revision ON revision.person = person.id WHERE person.id = ?
  ORDER BY revision.state = 'predicted' DESC,
    CASE revision.state WHEN 'predicted' THEN -revision.id ELSE revision.id END LIMIT 1`;
const IN_ORDER = `${SELECT} JOIN image ON image.id = person.image`;
const ORDER = 'ORDER BY image.position, person.id';
/** Whose decision was undone or taken back without another change is only undecided. */
const EDITED_AFTER_ACCEPTANCE = `revision.state IN ('edited', 'fitted') AND EXISTS (
  SELECT 1 FROM journal, json_each(journal.moves) AS move
  JOIN revision AS past ON past.id = json_extract(move.value, '$.to')
  WHERE journal.undone = 0 AND past.person = person.id AND past.state = 'accepted'
    AND (past.keypoints <> revision.keypoints OR past.constraints IS NOT revision.constraints))`;

/** An import that was undone has left nobody either, but no step that stands has removed them. */
const DELETED_SOURCES = `SELECT person.image AS imageId, past.source AS source
  FROM journal, json_each(journal.moves) AS move
  JOIN revision AS past ON past.id = json_extract(move.value, '$.from')
  JOIN person ON person.id = past.person
  WHERE journal.undone = 0 AND json_extract(move.value, '$.to') IS NULL
    AND person.head IS NULL AND past.source IS NOT NULL`;

export function createPersonTable(database: DatabaseSync): Store['people'] {
  return {
    list: (imageId) =>
      database
        .prepare(`${SELECT} WHERE person.image = ? ORDER BY person.id`)
        .all(imageId)
        .map(personOf),
    get(personId) {
      const row = database.prepare(`${SELECT} WHERE person.id = ?`).get(personId);
      return row && personOf(row);
    },
    machine(personId) {
      const row = database.prepare(MACHINE).get(personId);
      return row && personOf(row);
    },
    untouched: () =>
      database
        .prepare(`${IN_ORDER} WHERE image.position >= 0 AND revision.state = 'predicted' ${ORDER}`)
        .all()
        .map((row) => ({ id: Number(row.person), imageId: Number(row.imageId) })),
    acceptedStamp() {
      const row = database
        .prepare(
          `SELECT count(*) AS n, total(revision.id) AS heads FROM person
           JOIN revision ON revision.id = person.head WHERE revision.state = 'accepted'`,
        )
        .get();
      return `${row?.n} ${row?.heads}`;
    },
    editedAfterAcceptance: () =>
      database
        .prepare(`${IN_ORDER} WHERE image.position >= 0 AND ${EDITED_AFTER_ACCEPTANCE} ${ORDER}`)
        .all()
        .map(personOf),
    idsInStates: (states) =>
      database
        .prepare(
          `SELECT person.id AS id FROM person JOIN revision ON revision.id = person.head
           JOIN image ON image.id = person.image
           WHERE image.position >= 0 AND revision.state IN (${states.map(() => '?').join(', ')}) ${ORDER}`,
        )
        .all(...states)
        .map(({ id }) => Number(id)),
    inStates: (states) =>
      database
        .prepare(
          `${IN_ORDER} WHERE image.position >= 0 AND revision.state IN (${states.map(() => '?').join(', ')}) ${ORDER}`,
        )
        .all(...states)
        .map(personOf),
    deletedSources: () =>
      database
        .prepare(DELETED_SOURCES)
        .all()
        .map(({ imageId, source }) => ({
          imageId: Number(imageId),
          source: JSON.parse(String(source)),
        })),
    replaceMachine: (...args) => inTransaction(database, () => replaceMachine(database, ...args)),
    commit: (label, imageId, changes) =>
      inTransaction(database, () => {
        const moves = changes.map(({ personId, content }) =>
          moveTo(database, personId ?? addPerson(database, imageId), content),
        );
        writeEntry(database, label, imageId, moves);
        refreshImage(database, imageId);
        return moves.map(({ person }) => person);
      }),
    commitAll: (...args) => inTransaction(database, () => commitAll(database, ...args)),
    storeFit: (...args) => inTransaction(database, () => storeFit(database, ...args)),
  };
}

function personOf(row: Record<string, unknown>): Person {
  const parse = (value: unknown) => (value === null ? null : JSON.parse(String(value)));
  return {
    // `revision.id` comes after `person.id` in the row and has taken its name.
    id: Number(row.person),
    imageId: Number(row.imageId),
    revision: Number(row.id),
    state: row.state as Person['state'],
    reason: row.reason as string | null,
    jointSet: row.joint_set as Person['jointSet'],
    keypoints: parse(row.keypoints),
    constraints: { ...NO_CONSTRAINTS, ...parse(row.constraints) },
    box: parse(row.box),
    regression: parse(row.regression),
    imageEvidence: parse(row.image_evidence),
    fit: parse(row.fit),
    ...(row.source !== null && { source: parse(row.source) }),
    ...(row.marked === 1 && { marked: true }),
    ...(row.note !== null && { note: String(row.note) }),
  };
}

function commitAll(
  database: DatabaseSync,
  label: string,
  changes: readonly ImagePersonChange[],
): number[] {
  const [first] = changes;
  if (first === undefined) return [];
  const moves = changes.map(({ imageId, personId, content }) =>
    moveTo(database, personId ?? addPerson(database, imageId), content),
  );
  writeEntry(database, label, first.imageId, moves);
  for (const imageId of new Set(changes.map((change) => change.imageId))) {
    refreshImage(database, imageId);
  }
  return moves.map(({ person }) => person);
}

function addPerson(database: DatabaseSync, imageId: number): number {
  const { lastInsertRowid } = database
    .prepare('INSERT INTO person (image) VALUES (?)')
    .run(imageId);
  return Number(lastInsertRowid);
}

/** Gives a person a new revision as its head; null leaves it without one, which removes it. */
function moveTo(database: DatabaseSync, person: number, content: PersonContent | null): HeadMove {
  const before = database.prepare('SELECT head FROM person WHERE id = ?').get(person);
  const from = before?.head == null ? null : Number(before.head);
  const to = content === null ? null : addRevision(database, person, content);
  database.prepare('UPDATE person SET head = ? WHERE id = ?').run(to, person);
  return { person, from, to };
}

function addRevision(database: DatabaseSync, person: number, content: PersonContent): number {
  const text = (value: unknown) => (value === null ? null : JSON.stringify(value));
  const { lastInsertRowid } = database
    .prepare(
      `INSERT INTO revision (person, state, reason, joint_set, keypoints, constraints, box, regression,
         image_evidence, fit, source, marked, note) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      person,
      content.state,
      content.reason,
      content.jointSet,
      JSON.stringify(content.keypoints),
      JSON.stringify(content.constraints),
      JSON.stringify(content.box),
      text(content.regression),
      text(content.imageEvidence),
      text(content.fit),
      text(content.source ?? null),
      content.marked === true ? 1 : 0,
      content.note ?? null,
    );
  return Number(lastInsertRowid);
}

/** Nobody is replaced whom a person has touched or somebody has imported. */
function replaceMachine(
  database: DatabaseSync,
  imageId: number,
  people: readonly PersonContent[],
): boolean {
  const present = database.prepare(`${SELECT} WHERE person.image = ?`).all(imageId).map(personOf);
  const touched = present.some(
    ({ state, source, marked, note }) =>
      source !== undefined ||
      marked ||
      note !== undefined ||
      (state !== 'predicted' && state !== 'unlabelled'),
  );
  if (touched) return false;
  for (const { id } of present) moveTo(database, id, null);
  for (const content of people) moveTo(database, addPerson(database, imageId), content);
  refreshImage(database, imageId);
  return true;
}

function storeFit(
  database: DatabaseSync,
  revision: number,
  fit: Person['fit'],
  regression: Person['regression'],
): void {
  database
    .prepare(
      `UPDATE revision SET fit = ?, regression = coalesce(?, regression),
         state = CASE state WHEN 'edited' THEN 'fitted' ELSE state END WHERE id = ?`,
    )
    .run(JSON.stringify(fit), regression === null ? null : JSON.stringify(regression), revision);
  const row = database
    .prepare(
      'SELECT person.image AS image FROM person JOIN revision ON revision.person = person.id WHERE revision.id = ?',
    )
    .get(revision);
  if (row !== undefined) refreshImage(database, Number(row.image));
}
