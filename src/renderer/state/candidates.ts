/**
 * Asks which other bodies the points allow whenever the selected person's body is another one, and
 * drops the answers for bodies that are no longer there.
 */
import type { Person } from '../../contract/person.ts';
import { hasCode } from '../../core/common/errors.ts';
import { client } from '../client/connection.ts';
import { messageOf, type StudioState, say, selectedPerson, studio } from './studio-state.ts';

/** Who pages through pictures does not want an answer for each. */
const SETTLED_MS = 150;

/** Follows the store for as long as the page lives. */
export function followCandidates(): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  studio.subscribe((state, before) => {
    const person = settled(state);
    if (person === settled(before)) return;
    clearTimeout(timer);
    if (!isAbout(state, person)) {
      queueMicrotask(() => studio.setState({ candidates: null }));
      if (person !== undefined) timer = setTimeout(() => void ask(person), SETTLED_MS);
    }
  });
}

/** The selected person when nothing is on its way to change the body. */
function settled(state: StudioState): Person | undefined {
  const person = selectedPerson(state);
  const isMoving = person && (state.gesture !== null || state.refining.has(person.id));
  return isMoving || person?.fit == null ? undefined : person;
}

/** True when what is known is of this body. A fit that is sent again is another object. */
function isAbout({ candidates }: StudioState, person: Person | undefined): boolean {
  if (candidates === null || person === undefined) return candidates === null && !person;
  const { personId, revision, fit } = candidates;
  const isSame = personId === person.id && revision === person.revision;
  return isSame && JSON.stringify(fit) === JSON.stringify(person.fit);
}

async function ask(person: Person): Promise<void> {
  const { id: personId, revision, fit } = person;
  try {
    const found = await client.fit.candidates({ personId, revision });
    const isCurrent = settled(studio.getState())?.fit === fit && fit !== null;
    if (isCurrent) studio.setState({ candidates: { ...found, personId, fit } });
  } catch (error) {
    // A person who has changed is asked about again.
    if (!hasCode(error, 'person/changed')) say('warning', messageOf(error));
  }
}
