/** How the picture is looked at: brightness, contrast, the body before. Nothing of it is stored. */
import { client } from '../client/connection.ts';
import { attempt, selectedPerson, studio } from './studio-state.ts';

const STEP = 1.15;
const LIMITS = { low: 0.2, high: 5 };

export function changeLook(what: 'brightness' | 'contrast', steps: number): void {
  const { look } = studio.getState();
  const value = Math.min(Math.max(look[what] * STEP ** steps, LIMITS.low), LIMITS.high);
  studio.setState({ look: { ...look, [what]: Math.abs(value - 1) < 0.01 ? 1 : value } });
}

export function resetLook(): void {
  studio.setState({ look: { brightness: 1, contrast: 1 } });
}

let isWanted = false;

/** While a hand is on the person, the body that it began with; else what the machine had made. */
export async function showEarlier(): Promise<void> {
  const { gesture } = studio.getState();
  const person = selectedPerson(studio.getState());
  if (person === undefined || isWanted) return;
  isWanted = true;
  const fit =
    gesture?.personId === person.id
      ? person.fit
      : (await attempt(client.people.machine({ personId: person.id })))?.fit;
  if (isWanted) studio.setState({ earlier: { personId: person.id, fit: fit ?? null } });
}

export function hideEarlier(): void {
  isWanted = false;
  studio.setState({ earlier: null });
}

export function toggleEarlier(): Promise<void> | void {
  return isWanted ? hideEarlier() : showEarlier();
}
