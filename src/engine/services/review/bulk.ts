/** Accepting many at once, which only a random sample of them allows. */
import type { Person } from '../../../contract/person.ts';
import type { BulkAudit, ReviewQueue } from '../../../contract/review.ts';
import { StudioError } from '../../../core/common/errors.ts';
import { auditSentence, randomSample } from '../../../core/review/audit.ts';
import type { OpenProject } from '../ports.ts';
import { contentOf, type ReviewRow, type Store } from '../store.ts';

const SAMPLE = 20;

export interface Audit {
  readonly id: number;
  readonly store: Store;
  readonly underPx: number;
  /** Revision of each person at the draw. */
  readonly people: ReadonlyMap<number, number>;
  /** Who was drawn, with what was labelled then. */
  readonly sample: ReadonlyMap<number, string>;
  readonly queue: ReviewQueue;
}

/** Undecided people with a body whose error is below, whom no rule suspects. */
function eligible(rows: readonly ReviewRow[], underPx: number): ReviewRow[] {
  return rows.filter(
    ({ state, errorPx, rules }) =>
      (state === 'predicted' || state === 'fitted') &&
      errorPx !== null &&
      errorPx < underPx &&
      rules.length === 0,
  );
}

export function drawAudit(
  { store }: OpenProject,
  { underPx, seed }: { readonly underPx: number; readonly seed: number },
  id: number,
  openQueue: (personIds: readonly number[]) => ReviewQueue,
): Audit {
  const rows = eligible(store.review.rows(), underPx);
  const ids = randomSample(rows, SAMPLE, seed).map(({ personId }) => personId);
  return {
    id,
    store,
    underPx,
    people: new Map(rows.map(({ personId, revision }) => [personId, revision])),
    sample: new Map(ids.map((personId) => [personId, labelOf(store.people.get(personId))])),
    queue: openQueue(ids),
  };
}

/** What a person who looks at it may find wrong. */
function labelOf(person: Person | undefined): string {
  return JSON.stringify([person?.keypoints, person?.constraints]);
}

/** Who was rejected, deleted, or corrected before being accepted, was wrong. */
export function auditState({ id, store, underPx, people, sample, queue }: Audit): BulkAudit {
  const verdicts = [...sample].map(([personId, label]) => {
    const person = store.people.get(personId);
    if (person === undefined || person.state === 'rejected') return 'wrong';
    if (person.state !== 'accepted') return 'open';
    return labelOf(person) === label ? 'right' : 'wrong';
  });
  const wrong = verdicts.filter((verdict) => verdict === 'wrong').length;
  const left = verdicts.filter((verdict) => verdict === 'open').length;
  const audited = verdicts.length - left;
  const says =
    audited === 0
      ? null
      : `${people.size} people under ${underPx} px; ${auditSentence(wrong, audited)}`;
  return { auditId: id, underPx, people: people.size, queue, audited, wrong, left, sentence: says };
}

/** As one step; who has changed since the draw is left out. @returns the images */
export function acceptAudited(audit: Audit): { people: Person[]; label: string } {
  const { left } = auditState(audit);
  if (left > 0) {
    const message =
      `${left} of the ${audit.sample.size} people drawn are not decided yet, so nobody else was accepted. ` +
      'Decide on them first: they tell how many of the others may be wrong.';
    throw new StudioError('review/audit-open', message, { left });
  }
  const people = [...audit.people].flatMap(([personId, revision]) => {
    const person = audit.store.people.get(personId);
    const isOpen = person?.state === 'predicted' || person?.state === 'fitted';
    return isOpen && person.revision === revision ? [person] : [];
  });
  const label = `Accept ${people.length} people under ${audit.underPx} px`;
  audit.store.people.commitAll(
    label,
    people.map((person) => ({
      imageId: person.imageId,
      personId: person.id,
      content: { ...contentOf(person), state: 'accepted', reason: null },
    })),
  );
  return { people, label };
}
