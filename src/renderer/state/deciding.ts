/** Yes, no, who is next, undo. */
import type { Box } from '../../contract/keypoint.ts';
import type { Person } from '../../contract/person.ts';
import { client } from '../client/connection.ts';
import { inTurn, refine } from './editing.ts';
import { confirmNobody, openImage, step, takePeople } from './images.ts';
import { betweenPeople, goOnInQueue, noteDecision, returnToLast } from './review.ts';
import { attempt, say, selectedPerson, studio } from './studio-state.ts';

type Decision = 'accepted' | 'rejected' | 'undecided';

/** The decision under way: U waits for it, a second yes or no is nobody's wish. */
let underWay: Promise<void> | undefined;

/** Decides on the selected person and goes on to the next who needs it. */
export async function decide(decision: Decision, goOn: boolean): Promise<void> {
  if (decision === 'undecided') {
    await underWay;
    await betweenPeople();
  }
  if (underWay !== undefined) return;
  underWay = decideNow(decision, goOn).finally(() => {
    underWay = undefined;
  });
  return underWay;
}

async function decideNow(decision: Decision, goOn: boolean): Promise<void> {
  if (betweenPeople() !== undefined) return;
  if (decision === 'undecided' && !isDecided(selectedPerson(studio.getState())))
    await returnToLast();
  const state = studio.getState();
  const person = selectedPerson(state);
  if (decision === 'undecided' && !isDecided(person)) return;
  if (person === undefined) {
    if (decision === 'accepted' && state.image?.state === 'nobody') await confirmNobody();
    return;
  }
  const ready =
    decision === 'accepted' && person.state === 'edited' ? await refine(person) : person;
  if (ready === undefined) return; // the refit has said why; the state stays
  const request = { personId: person.id, decision, reason: null };
  const decided = await attempt(client.people.decide(request));
  if (decided === undefined) return;
  noteDecision(decision);
  const people = studio.getState().people.map((old) => (old.id === decided.id ? decided : old));
  studio.setState({ people });
  if (goOn) await goToNext(people);
}

function isDecided(person: Person | undefined): boolean {
  return person?.state === 'accepted' || person?.state === 'rejected';
}

async function goToNext(people: readonly Person[]): Promise<void> {
  if (studio.getState().workspace === 'review') return goOnInQueue();
  const next = people.find((person) => !isDecided(person));
  if (next !== undefined) studio.setState({ personId: next.id, point: null });
  else if (!(await step(1, true)) && !(await step(-1, true))) {
    say('info', 'Everyone here is decided. Export with Ctrl+E.');
  }
}

export async function addPerson(box: Box): Promise<void> {
  const { image } = studio.getState();
  studio.setState({ isDrawingBox: false });
  if (image === null) return;
  const added = await attempt(client.people.add({ imageId: image.id, box }));
  if (added !== undefined) studio.setState({ personId: added.id, point: null });
}

export async function removeSelected(): Promise<void> {
  const { personId } = studio.getState();
  if (personId !== null) await attempt(client.people.remove({ personId }));
}

export async function refitSelected(): Promise<void> {
  const person = selectedPerson(studio.getState());
  if (person !== undefined) await refine(person);
}

/** What would change another image is first shown, then done. */
let warnedOf: string | undefined;

export function undo(): Promise<void> {
  return inTurn(() => walkHistory('undo', client.history.undo));
}

export function redo(): Promise<void> {
  return inTurn(() => walkHistory('redo', client.history.redo));
}

async function walkHistory(
  direction: 'undo' | 'redo',
  call: (input: Record<string, never>) => Promise<unknown>,
): Promise<void> {
  const { history, image } = studio.getState();
  const entry = history[direction];
  if (entry === null) {
    say('info', `There is nothing to ${direction}.`);
    return;
  }
  const isElsewhere = entry.imageId !== image?.id;
  const key = `${direction} ${entry.imageId} ${entry.label}`;
  if (isElsewhere && warnedOf !== key) {
    warnedOf = key;
    say(
      'info',
      `Next ${direction}: “${entry.label}”, in another picture. Again to go there and do it.`,
    );
    return;
  }
  warnedOf = undefined;
  if (isElsewhere) await openImage(entry.imageId);
  await attempt(call({}));
  await showPeopleOf(entry.imageId);
}

/** The next key begins with what this step has left, and not when its event has come. */
async function showPeopleOf(imageId: number): Promise<void> {
  const people = await attempt(client.people.list({ imageId }));
  if (people !== undefined) takePeople(imageId, people);
}
