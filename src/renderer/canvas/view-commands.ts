/** Zoom by key or button: said here, done by the canvas, whose own matter the view is. */
import type { Person } from '../../contract/person.ts';
import { selectedPerson, studio } from '../state/studio-state.ts';

export type ViewCommand = 'in' | 'out' | 'image' | 'actual' | 'person' | 'close-up';
type Listener = (command: ViewCommand, person: Person | undefined) => void;

const listeners = new Set<Listener>();

export function onViewCommand(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function changeView(command: ViewCommand): void {
  for (const listener of listeners) listener(command, selectedPerson(studio.getState()));
}
