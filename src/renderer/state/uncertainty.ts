/**
 * Asks how sure the selected person's body is whenever that body is another one, and drops the
 * answers for bodies that are no longer there.
 */
import type { BodyFit, Person } from '../../contract/person.ts';
import { hasCode } from '../../core/common/errors.ts';
import { client } from '../client/connection.ts';
import {
  messageOf,
  type PersonUncertainty,
  type StudioState,
  say,
  selectedPerson,
  studio,
} from './studio-state.ts';

/** Who pages through pictures does not want an answer for each. */
const SETTLED_MS = 150;

/** Follows the store for as long as the page lives. */
export function followSelection(): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  studio.subscribe((state, before) => {
    const person = settledPerson(state);
    if (person === settledPerson(before)) return;
    clearTimeout(timer);
    if (person !== undefined && isOf(state.uncertainty, person)) return;
    queueMicrotask(forgetOthers);
    if (person !== undefined) timer = setTimeout(() => void ask(person), SETTLED_MS);
  });
}

/** What is known of a body that is no longer shown. */
function forgetOthers(): void {
  const state = studio.getState();
  const person = settledPerson(state);
  const isCurrent = person !== undefined && isOf(state.uncertainty, person);
  if (!isCurrent) studio.setState({ uncertainty: null });
}

/** The selected person when nothing is on its way to change the body. */
function settledPerson(state: StudioState): Person | undefined {
  const person = selectedPerson(state);
  if (person === undefined || state.connection !== 'open') return undefined;
  const isMoving = state.gesture?.personId === person.id || state.refining.has(person.id);
  return isMoving ? undefined : person;
}

async function ask(person: Person): Promise<void> {
  const { id: personId, revision, fit } = person;
  if (fit === null) return;
  const asked: PersonUncertainty = { personId, revision, fit, known: 'asked' };
  studio.setState({ uncertainty: asked });
  const known = await answer(person);
  // Another body was asked about meanwhile: this answer is late.
  if (studio.getState().uncertainty === asked)
    studio.setState({ uncertainty: { ...asked, known } });
}

function isOf(uncertainty: PersonUncertainty | null, { id, revision, fit }: Person): boolean {
  const isSame = uncertainty?.personId === id && uncertainty.revision === revision;
  return isSame && sameBody(uncertainty.fit, fit);
}

/** A fit that the engine has sent again is another object with the same numbers. */
function sameBody(a: BodyFit, b: BodyFit | null): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

async function answer({ id, revision }: Person): Promise<PersonUncertainty['known']> {
  try {
    return (await client.fit.uncertainty({ personId: id, revision })) ?? 'failed';
  } catch (error) {
    // A person who has changed is asked about again.
    if (!hasCode(error, 'person/changed')) say('warning', messageOf(error));
    return 'failed';
  }
}

export function toggleUncertainty(): void {
  studio.setState({ showsUncertainty: !studio.getState().showsUncertainty });
}
