/** What a person does to the people of an image: every call is one undoable step. */
import { type Constraints, NO_CONSTRAINTS } from '../../contract/constraints.ts';
import type { Box, Keypoint } from '../../contract/keypoint.ts';
import type { BodyFit, Person } from '../../contract/person.ts';
import { StudioError } from '../../core/common/errors.ts';
import { boxOfKeypoints } from '../../core/keypoints/box.ts';
import { jointSetOf } from '../../core/keypoints/joint-sets.ts';
import type { EventHub } from './event-hub.ts';
import { imageWithCamera } from './images.ts';
import { setFocalLength } from './known-camera.ts';
import type { OpenProject, Predictor } from './ports.ts';
import { publishImage, requireImage, requirePerson, type Session } from './session.ts';
import { contentOf, type PersonContent } from './store.ts';

export interface Edit {
  readonly personId: number;
  readonly revision: number;
  readonly label: string;
  readonly keypoints: readonly Keypoint[];
  readonly constraints: Constraints;
  readonly fit: BodyFit | null;
}

export interface Merge {
  readonly personId: number;
  readonly revision: number;
  readonly otherId: number;
  readonly keypoints: readonly Keypoint[];
}

export interface Decision {
  readonly personId: number;
  readonly decision: 'accepted' | 'rejected' | 'undecided';
  readonly reason: string | null;
}

/** What is left out stays; an empty note takes it away. */
export interface Flags {
  readonly personId: number;
  readonly marked?: boolean | undefined;
  readonly note?: string | undefined;
}

export interface People {
  list(imageId: number): Person[];
  add(imageId: number, box: Box): Promise<Person>;
  remove(personId: number): void;
  /** As the machine or an import had it. */
  machine(personId: number): Person | null;
  /** Points, body and state as the machine or an import had them. */
  reset(person: { readonly personId: number; readonly revision: number }): Person;
  merge(merge: Merge): Person;
  edit(edit: Edit): Person;
  decide(decision: Decision): Person;
  flag(flags: Flags): Person;
  /** Of everyone in the image. */
  setFocalLength(imageId: number, focalLengthPx: number | null): Person[];
}

interface Parts {
  readonly session: Session;
  readonly hub: EventHub;
  readonly predictor: Predictor;
}

export function createPeople(parts: Parts): People {
  const { session } = parts;
  return {
    list: (imageId) => session.current().store.people.list(imageId),
    add: (imageId, box) => addPerson(parts, session.current(), imageId, box),
    remove(personId) {
      const project = session.current();
      const person = requirePerson(project, personId);
      commit(parts, project, person, 'Delete a person', null);
    },
    machine(personId) {
      const project = session.current();
      requirePerson(project, personId);
      return project.store.people.machine(personId) ?? null;
    },
    reset({ personId, revision }) {
      const project = session.current();
      const person = requirePerson(project, personId);
      requireRevision(person, revision);
      const machine = project.store.people.machine(personId) ?? person;
      return commit(parts, project, person, 'Back to the machine’s result', contentOf(machine));
    },
    merge: (merge) => mergePeople(parts, session.current(), merge),
    edit: (edit) => editPerson(parts, session.current(), edit),
    decide: (decision) => decide(parts, session.current(), decision),
    flag: (flags) => flag(parts, session.current(), flags),
    setFocalLength: (imageId, focalLengthPx) => setFocalLength(parts, imageId, focalLengthPx),
  };
}

async function addPerson(
  { hub, predictor }: Parts,
  project: OpenProject,
  imageId: number,
  box: Box,
): Promise<Person> {
  const { name } = await imageWithCamera(project, imageId);
  const { people } = await predictor.predictInBox(project.folder.file(name), box);
  const [found] = people;
  if (found === undefined) throw new Error('The detector gave nobody for a box.');
  const content: PersonContent = {
    ...found,
    box,
    constraints: NO_CONSTRAINTS,
    state: found.fit === null ? 'edited' : 'fitted',
    reason: null,
  };
  const change = { personId: undefined, content };
  const [id] = project.store.people.commit(`Add a person in ${name}`, imageId, [change]);
  publishImage(hub, project, imageId);
  return requirePerson(project, Number(id));
}

function editPerson(parts: Parts, project: OpenProject, edit: Edit): Person {
  const person = requirePerson(project, edit.personId);
  requireRevision(person, edit.revision);
  requirePoints(person, edit.keypoints);
  const keypoints = [...edit.keypoints];
  const box = boxOfKeypoints(keypoints);
  const fit = edit.fit ?? person.fit;
  const content = { ...contentOf(person), keypoints, constraints: edit.constraints, box, fit };
  return commit(parts, project, person, edit.label, { ...content, state: 'edited', reason: null });
}

function requirePoints({ jointSet }: Person, keypoints: readonly Keypoint[]): void {
  const points = jointSetOf(jointSet).landmarks.length;
  if (keypoints.length === points) return;
  const issues = [`${keypoints.length} points instead of ${points}`];
  const message = `The points do not belong to this person and nothing was changed: ${issues[0]}.`;
  throw new StudioError('input/invalid', message, { issues });
}

/** One goes, one has the points of both. */
function mergePeople(parts: Parts, project: OpenProject, merge: Merge): Person {
  const person = requirePerson(project, merge.personId);
  const other = requirePerson(project, merge.otherId);
  requireRevision(person, merge.revision);
  requirePoints(person, merge.keypoints);
  if (other.id === person.id || other.imageId !== person.imageId) {
    const issues = ['Only two different people of the same picture can be one.'];
    throw new StudioError('input/invalid', `${issues[0]} Nothing was changed.`, { issues });
  }
  const keypoints = [...merge.keypoints];
  const content = { ...contentOf(person), keypoints, box: boxOfKeypoints(keypoints) };
  project.store.people.commit('Merge two people', person.imageId, [
    { personId: person.id, content: { ...content, state: 'edited', reason: null } },
    { personId: other.id, content: null },
  ]);
  publishImage(parts.hub, project, person.imageId);
  return requirePerson(project, person.id);
}

/** A gesture that began on another state must not overwrite this one. */
export function requireRevision(person: Person, revision: number): void {
  if (person.revision === revision) return;
  throw new StudioError(
    'person/changed',
    'This person has changed in the meantime, in another window or by an undo. What is there was ' +
      'kept; do the last step again.',
    { personId: person.id, revision: person.revision },
  );
}

function decide(
  parts: Parts,
  project: OpenProject,
  { personId, decision, reason }: Decision,
): Person {
  const person = requirePerson(project, personId);
  if (decision === 'accepted' && person.fit === null) {
    const message =
      'This person has no body to accept yet. The points are kept; place at least four and refit with R.';
    throw new StudioError('fit/no-keypoints', message, { usable: 0 });
  }
  const state = decision === 'undecided' ? undecidedState(project, person) : decision;
  const label = `${LABELS[decision]} ${requireImage(project, person.imageId).name}`;
  return commit(parts, project, person, label, { ...contentOf(person), state, reason });
}

const LABELS = {
  accepted: 'Accept a person in',
  rejected: 'Reject a person in',
  undecided: 'Take back the decision in',
};

function flag(parts: Parts, project: OpenProject, { personId, marked, note }: Flags): Person {
  const person = requirePerson(project, personId);
  const { marked: wasMarked, note: oldNote, ...rest } = contentOf(person);
  const isMarked = marked ?? wasMarked ?? false;
  const text = (note ?? oldNote ?? '').trim();
  const content = {
    ...rest,
    ...(isMarked && { marked: true as const }),
    ...(text && { note: text }),
  };
  const verb = note !== undefined ? 'Note on' : isMarked ? 'Mark' : 'Take the mark off';
  const label = `${verb} a person in ${requireImage(project, person.imageId).name}`;
  return commit(parts, project, person, label, content);
}

/** Back to the machine when no hand has been on it. */
function undecidedState(
  { store }: OpenProject,
  { id, keypoints, constraints }: Person,
): Person['state'] {
  const isKnown = JSON.stringify(constraints) !== JSON.stringify(NO_CONSTRAINTS);
  const found = store.people.machine(id)?.keypoints;
  // A point that was only taken away or ignored has been touched too.
  return isKnown || JSON.stringify(keypoints) !== JSON.stringify(found) ? 'fitted' : 'predicted';
}

function commit(
  { hub }: Pick<Parts, 'hub'>,
  project: OpenProject,
  person: Person,
  label: string,
  content: PersonContent | null,
): Person {
  const change = { personId: person.id, content };
  project.store.people.commit(label, person.imageId, [change]);
  publishImage(hub, project, person.imageId);
  return project.store.people.get(person.id) ?? person;
}
