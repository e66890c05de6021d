import { removeSelected } from '../state/deciding.ts';
import { setAbsent } from '../state/editing.ts';
import { studio } from '../state/studio-state.ts';
import type { Command } from './command.ts';
import { needsImage, needsPeople, needsPerson } from './conditions.ts';

const byNumber: Command[] = Array.from({ length: 9 }, (_, i) => ({
  id: `person.${i + 1}`,
  title: `Person ${i + 1}`,
  group: 'People',
  keys: [`Digit${i + 1}`],
  sheet: i === 0 && { keys: '1 … 9', title: 'Select a person' },
  when: ({ people }) => (people.length > i ? undefined : `There is no person ${i + 1} here.`),
  run: () => selectPerson(i),
}));

export const PEOPLE_COMMANDS: readonly Command[] = [
  ...byNumber,
  {
    id: 'person.next',
    title: 'Next person',
    group: 'People',
    keys: ['e'],
    when: needsPeople,
    run: () => walkPeople(1),
  },
  {
    id: 'person.previous',
    title: 'Previous person',
    group: 'People',
    keys: ['q'],
    when: needsPeople,
    run: () => walkPeople(-1),
  },
  {
    id: 'person.add',
    title: 'New person by box',
    group: 'People',
    keys: ['b'],
    when: needsImage,
    undoLabel: 'Add a person',
    run: () => studio.setState({ isDrawingBox: true }),
  },
  {
    id: 'person.delete',
    title: 'Joint absent; without a joint, delete the person',
    group: 'People',
    keys: ['Delete'],
    when: needsPerson,
    undoLabel: 'Delete a person',
    run: () => (studio.getState().point === null ? removeSelected() : setAbsent()),
  },
];

function selectPerson(index: number): void {
  const person = studio.getState().people[index];
  if (person !== undefined) studio.setState({ personId: person.id, point: null });
}

function walkPeople(by: number): void {
  const { people, personId } = studio.getState();
  const at = people.findIndex(({ id }) => id === personId);
  if (people.length > 0) selectPerson((at + by + people.length) % people.length);
}
