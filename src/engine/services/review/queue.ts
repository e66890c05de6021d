/** Who is looked at in which order, and why. An order stays as it is while it is worked through. */
import {
  type ReviewChoice,
  type ReviewEntry,
  type ReviewIssue,
  type ReviewQueue,
  reviewIssue,
} from '../../../contract/review.ts';
import { StudioError } from '../../../core/common/errors.ts';
import { randomSample } from '../../../core/review/audit.ts';
import { noveltyOf } from '../../../core/review/novelty.ts';
import { rankPeople } from '../../../core/review/rank.ts';
import type { ReviewRow, Store } from '../store.ts';

/** Accepted poses that novelty is measured against: the newest ones. */
const MOST_ACCEPTED = 300;
/** Those that are not asked for any more are forgotten. */
const KEPT = 8;

interface Place {
  readonly personId: number;
  readonly why: string;
}

export interface Queues {
  open(store: Store, choice: ReviewChoice, bodyHash: string): ReviewQueue;
  /** Of these people in random order, for an audit. */
  openSample(store: Store, personIds: readonly number[], bodyHash: string): ReviewQueue;
  page(store: Store, queueId: number, window: Window): { left: number; rows: ReviewEntry[] };
  next(store: Store, queueId: number, from: number): ReviewEntry | null;
}

interface Window {
  readonly offset: number;
  readonly limit: number;
}

interface Queue {
  readonly store: Store;
  readonly places: readonly Place[];
  readonly bodyHash: string;
}

export function createQueues(): Queues {
  const queues = new Map<number, Queue>();
  let newest = 0;
  const keep = (queue: Queue, issues: ReviewQueue['issues']): ReviewQueue => {
    queues.set(++newest, queue);
    queues.delete(newest - KEPT);
    return { queueId: newest, total: queue.places.length, issues };
  };
  const find = (store: Store, queueId: number): Queue => {
    const queue = queues.get(queueId);
    if (queue?.store === store) return queue;
    const message = 'This queue is not there any more; nothing is lost. Choose an order again.';
    throw new StudioError('review/gone', message, { id: queueId });
  };
  return {
    open(store, choice, bodyHash) {
      const rows = store.review.rows();
      const open = rows.filter(isOpen);
      const places = placesOf(rows, open, choice, bodyHash);
      return keep({ store, places, bodyHash }, countIssues(open, bodyHash));
    },
    openSample(store, personIds, bodyHash) {
      const places = personIds.map((personId) => ({ personId, why: 'drawn for the audit' }));
      return keep({ store, places, bodyHash }, countIssues([], bodyHash));
    },
    page(store, queueId, { offset, limit }) {
      const queue = find(store, queueId);
      const places = queue.places.slice(offset, offset + limit);
      return { left: leftOf(queue), rows: entriesOf(queue, places, offset) };
    },
    next: (store, queueId, from) => nextOf(find(store, queueId), from),
  };
}

/** Undecided. */
export function isOpen({ state }: Pick<ReviewRow, 'state'>): boolean {
  return state !== 'accepted' && state !== 'rejected';
}

function placesOf(
  rows: readonly ReviewRow[],
  open: readonly ReviewRow[],
  { order, issues, seed }: ReviewChoice,
  bodyHash: string,
): Place[] {
  const ranked = rankPeople(open);
  const wanted = open.flatMap((row, i) => {
    const own = issuesOf(row, bodyHash);
    const isWanted = issues.length === 0 || issues.some((issue) => own.includes(issue));
    const { badness, reasons } = ranked[i] ?? { badness: 0, reasons: [] };
    return isWanted ? [{ row, badness, why: reasons.join(', ') }] : [];
  });
  if (order === 'random') {
    const drawn = randomSample(wanted, wanted.length, seed);
    return drawn.map(({ row }) => ({ personId: row.personId, why: 'drawn at random' }));
  }
  const worth = order === 'worst' ? wanted : withNovelty(rows, wanted);
  return worth
    .toSorted((a, b) => b.badness - a.badness)
    .map(({ row, why }) => ({ personId: row.personId, why }));
}

interface Weighed {
  readonly row: ReviewRow;
  readonly badness: number;
  readonly why: string;
}

/** Doubt times the distance to the poses that are accepted already. */
function withNovelty(rows: readonly ReviewRow[], wanted: readonly Weighed[]): Weighed[] {
  const accepted = rows
    .filter(({ state, poseMark }) => state === 'accepted' && poseMark !== null)
    .slice(-MOST_ACCEPTED)
    .flatMap(({ poseMark }) => (poseMark === null ? [] : [poseMark]));
  return wanted.map(({ row, badness, why }) => {
    const novelty = row.poseMark === null ? 0 : noveltyOf(row.poseMark, accepted);
    const degrees = Math.round((180 / Math.PI) * novelty);
    const far =
      accepted.length === 0 ? 'nobody is accepted yet' : `${degrees}° from any accepted pose`;
    return { row, badness: badness * novelty, why: [far, why.split(', ')[0]].join(', ') };
  });
}

/** What speaks against a label, and what somebody said of it. */
function issuesOf(row: ReviewRow, bodyHash: string): ReviewIssue[] {
  const isStale = row.bodyHash !== null && row.bodyHash !== bodyHash;
  return [
    ...row.rules,
    ...(row.marked ? (['marked'] as const) : []),
    ...(row.noted ? (['noted'] as const) : []),
    ...(isStale ? (['stale'] as const) : []),
  ];
}

function countIssues(rows: readonly ReviewRow[], bodyHash: string): ReviewQueue['issues'] {
  const counts = Object.fromEntries(reviewIssue.options.map((issue) => [issue, 0]));
  for (const row of rows) {
    for (const issue of issuesOf(row, bodyHash)) counts[issue] = (counts[issue] ?? 0) + 1;
  }
  return counts as ReviewQueue['issues'];
}

function entriesOf(
  { store, bodyHash }: Queue,
  places: readonly Place[],
  offset: number,
): ReviewEntry[] {
  const rows = new Map(
    store.review.rowsOf(places.map(({ personId }) => personId)).map((row) => [row.personId, row]),
  );
  return places.flatMap(({ personId, why }, i) => {
    const row = rows.get(personId);
    if (row === undefined) return []; // deleted since
    const { imageId, imageName, state, errorPx } = row;
    const issues = issuesOf(row, bodyHash);
    return [{ index: offset + i, personId, imageId, imageName, state, issues, why, errorPx }];
  });
}

function leftOf({ store, places }: Queue): number {
  const undecided = new Set(
    store.people.idsInStates(['unlabelled', 'predicted', 'edited', 'fitted']),
  );
  return places.filter(({ personId }) => undecided.has(personId)).length;
}

function nextOf(queue: Queue, from: number): ReviewEntry | null {
  const { places } = queue;
  for (let at = Math.max(0, from); at < places.length; at++) {
    const [entry] = entriesOf(queue, places.slice(at, at + 1), at);
    if (entry !== undefined && isOpen(entry)) return entry;
  }
  return null;
}
