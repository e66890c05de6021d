import type { DatabaseSync } from 'node:sqlite';
import { POSE_MARK_LENGTH } from '../../../core/review/novelty.ts';
import type { ReviewMeasures, ReviewRow, Store } from '../../services/store.ts';
import { inTransaction } from './database.ts';

const SELECT = `SELECT person.id AS personId, image.id AS imageId, image.name AS imageName, revision.state,
    revision.marked, revision.note IS NOT NULL AS noted, review.*
  FROM person JOIN revision ON revision.id = person.head JOIN review ON review.revision = revision.id
  JOIN image ON image.id = person.image`;

export function createReviewTable(database: DatabaseSync): Store['review'] {
  const one = database.prepare(`${SELECT} WHERE person.id = ?`);
  return {
    unmeasured: (afterImageId, limit) =>
      database
        .prepare(
          `SELECT DISTINCT person.image AS id FROM person
           LEFT JOIN review ON review.revision = person.head
           WHERE person.image > ? AND person.head IS NOT NULL AND review.revision IS NULL
           ORDER BY person.image LIMIT ?`,
        )
        .all(afterImageId, limit)
        .map(({ id }) => Number(id)),
    measure: (measures) =>
      inTransaction(database, () => {
        const insert = database.prepare(
          'INSERT OR REPLACE INTO review VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
        );
        for (const [revision, figures] of measures) insert.run(revision, ...valuesOf(figures));
      }),
    rows: () =>
      database
        .prepare(`${SELECT} WHERE image.position >= 0 ORDER BY image.position, person.id`)
        .all()
        .map(rowOf),
    rowsOf: (personIds) =>
      personIds.flatMap((id) => {
        const row = one.get(id);
        return row === undefined ? [] : [rowOf(row)];
      }),
  };
}

function valuesOf(figures: ReviewMeasures) {
  const { errorPx, residual, fitMovedMm, unseen, maxBeta, rules, bodyHash, poseMark } = figures;
  const mark =
    poseMark && new Uint8Array(poseMark.buffer, poseMark.byteOffset, poseMark.byteLength);
  const numbers = [errorPx, residual, fitMovedMm, unseen, maxBeta] as const;
  return [...numbers, rules.join(' '), bodyHash, mark] as const;
}

/** Marks lie as little-endian 32-bit floats, which this program's hosts all have. */
function rowOf(row: Record<string, unknown>): ReviewRow {
  const number = (value: unknown) => (value === null ? null : Number(value));
  const mark = row.pose_mark as Uint8Array | null;
  return {
    personId: Number(row.personId),
    imageId: Number(row.imageId),
    imageName: String(row.imageName),
    revision: Number(row.revision),
    state: row.state as ReviewRow['state'],
    marked: row.marked === 1,
    noted: row.noted === 1,
    errorPx: number(row.error_px),
    residual: number(row.residual),
    fitMovedMm: number(row.moved_mm),
    unseen: number(row.unseen),
    maxBeta: number(row.max_beta),
    rules: String(row.rules).split(' ').filter(Boolean) as unknown as ReviewRow['rules'],
    bodyHash: row.body_hash as string | null,
    poseMark: mark && new Float32Array(mark.slice().buffer, 0, POSE_MARK_LENGTH),
  };
}
