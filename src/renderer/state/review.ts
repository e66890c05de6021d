/** Working through the queue: who is in front, who is next, how fast it goes. */
import type { ReviewChoice, ReviewEntry, ReviewIssue } from '../../contract/review.ts';
import { changeView } from '../canvas/view-commands.ts';
import { client } from '../client/connection.ts';
import { openImage } from './images.ts';
import { attempt, type ReviewState, say, selectedPerson, studio } from './studio-state.ts';

export const REASONS = [
  'wrong person',
  'hidden too much',
  'fit wrong',
  'joints wrong',
  'image bad',
  'other',
] as const;

function setReview(change: Partial<ReviewState>): void {
  studio.setState({ review: { ...studio.getState().review, ...change } });
}

/** Review comes to the front: with the queue that was there, or a first one. */
export async function enterReview(): Promise<void> {
  const { queue, choice } = studio.getState().review;
  studio.setState({ view: 'side' });
  if (queue === null) await openQueue(choice);
}

/** Another order or other issues: begins at the front. */
export async function openQueue(choice: ReviewChoice): Promise<void> {
  setReview({ choice });
  const queue = await attempt(client.review.queue(choice));
  if (queue === undefined || studio.getState().review.choice !== choice) return;
  setReview({ queue, entry: null, audit: null, version: studio.getState().review.version + 1 });
  await tellWhere(await goToNextFrom(0));
}

export function setOrder(order: ReviewChoice['order']): Promise<void> {
  const { choice } = studio.getState().review;
  return openQueue({ ...choice, order });
}

export function toggleIssue(issue: ReviewIssue): Promise<void> {
  const { choice } = studio.getState().review;
  const others = choice.issues.filter((other) => other !== issue);
  const isNew = others.length === choice.issues.length;
  return openQueue({ ...choice, issues: isNew ? [...others, issue] : others });
}

export async function goToEntry(entry: ReviewEntry): Promise<void> {
  setReview({ entry });
  const { image } = studio.getState();
  if (image?.id !== entry.imageId) return openImage(entry.imageId, entry.personId);
  studio.setState({ personId: entry.personId, point: null });
  changeView('close-up');
}

let goingOn: Promise<unknown> | undefined;

/** The next person is not in front yet: nobody can have meant them. Over when the promise is. */
export function betweenPeople(): Promise<unknown> | undefined {
  return goingOn;
}

/** To the next who is undecided, from the front again when there is nobody behind. */
export async function goOnInQueue(): Promise<void> {
  const going = goToNextFrom((studio.getState().review.entry?.index ?? -1) + 1);
  goingOn = going;
  const next = await going.finally(() => {
    goingOn = undefined;
  });
  await tellWhere(next);
}

/** @returns null at the end of the queue, undefined when it could not be asked */
async function goToNextFrom(from: number): Promise<ReviewEntry | null | undefined> {
  const { queue } = studio.getState().review;
  if (queue === null) return undefined;
  const { queueId } = queue;
  const behind = await attempt(client.review.next({ queueId, from }));
  if (behind === undefined) return undefined;
  const next = behind ?? (await attempt(client.review.next({ queueId, from: 0 }))) ?? null;
  if (next !== null) await goToEntry(next);
  else setReview({ entry: null });
  return next;
}

async function tellWhere(next: ReviewEntry | null | undefined): Promise<void> {
  if (next === undefined) return;
  await readCounts();
  if (next === null && studio.getState().review.audit === null)
    say('info', 'Everyone in this queue is decided. Export, or audit 20.');
}

/** How many are left, and what the sample says. */
async function readCounts(): Promise<void> {
  const { queue, audit } = studio.getState().review;
  if (queue === null) return;
  const page = await attempt(client.review.page({ queueId: queue.queueId, offset: 0, limit: 1 }));
  const now = audit && (await attempt(client.review.audit({ auditId: audit.auditId })));
  const { version } = studio.getState().review;
  setReview({ left: page?.left ?? 0, version: version + 1, ...(now && { audit: now }) });
}

/** Counts for the speed; a decision that is taken back counts no more. */
export function noteDecision(decision: 'accepted' | 'rejected' | 'undecided'): void {
  const { workspace, review, personId } = studio.getState();
  studio.setState({ lastRejected: decision === 'rejected' ? personId : null });
  if (workspace !== 'review') return;
  const { decidedAt, entry } = review;
  if (decision === 'undecided') setReview({ decidedAt: decidedAt.slice(0, -1), last: null });
  else setReview({ decidedAt: [...decidedAt, Date.now()], last: entry });
  if (decision === 'undecided') void readCounts();
}

/** After going on, what is taken back is the decision before: its person comes to the front again. */
export async function returnToLast(): Promise<boolean> {
  const { workspace, review } = studio.getState();
  if (workspace !== 'review' || review.last === null) return false;
  await goToEntry(review.last);
  return true;
}

/** Somebody wants to come back to the person; in the queue it goes on with the next. */
export async function toggleMark(): Promise<void> {
  const person = selectedPerson(studio.getState());
  if (person === undefined) return;
  const marked = person.marked !== true;
  const done = await attempt(client.people.flag({ personId: person.id, marked }));
  if (done !== undefined && marked && studio.getState().workspace === 'review') await goOnInQueue();
}

export function openNote(): void {
  if (selectedPerson(studio.getState()) !== undefined) studio.setState({ isNoting: true });
}

export function closeNote(): void {
  studio.setState({ isNoting: false });
  document.querySelector<HTMLElement>('section[data-canvas]')?.focus();
}

export async function setNote(note: string): Promise<void> {
  const person = selectedPerson(studio.getState());
  if (person === undefined || note.trim() === (person.note ?? '')) return;
  await attempt(client.people.flag({ personId: person.id, note }));
}

/** Says why somebody was rejected: the one in front, or the one before when it has gone on already. */
export async function giveReason(index: number): Promise<void> {
  const state = studio.getState();
  const person = selectedPerson(state);
  const isHere = person?.state === 'rejected';
  const personId = isHere ? person.id : state.lastRejected;
  if (personId === null) {
    say('info', 'A reason belongs to a rejection: X rejects, then Shift+1 … 6 says why.');
    return;
  }
  const reason = REASONS[index] ?? 'other';
  const decided = await attempt(client.people.decide({ personId, decision: 'rejected', reason }));
  if (decided !== undefined) say('info', `Rejected: ${reason}.`);
}

/** Draws a sample of all under this error and puts it in front. */
export async function startAudit(underPx: number): Promise<void> {
  const seed = 1 + Math.floor(Math.random() * 2 ** 30);
  const audit = await attempt(client.review.startAudit({ underPx, seed }));
  if (audit === undefined) return;
  if (audit.people === 0) {
    say('info', `Nobody undecided is under ${underPx} px without an issue.`);
    return;
  }
  const { version } = studio.getState().review;
  setReview({ audit, queue: audit.queue, entry: null, version: version + 1 });
  await tellWhere(await goToNextFrom(0));
}

export async function acceptAudited(): Promise<void> {
  const { audit, choice } = studio.getState().review;
  if (audit === null) return;
  const done = await attempt(client.review.acceptAudited({ auditId: audit.auditId }));
  if (done === undefined) return;
  await openQueue(choice);
  say('info', `${done.accepted} people accepted. ${done.sentence}. Ctrl+Z takes all of it back.`);
}

export async function leaveAudit(): Promise<void> {
  await openQueue(studio.getState().review.choice);
}
