/** What a hand does to a person's points. Each gesture is one undoable step. */
import type { Constraints } from '../../contract/constraints.ts';
import type { Keypoint } from '../../contract/keypoint.ts';
import type { FitPreset, Person } from '../../contract/person.ts';
import { hasCode } from '../../core/common/errors.ts';
import { jointSetOf } from '../../core/keypoints/joint-sets.ts';
import { shifted } from '../../core/keypoints/pose-edits.ts';
import { client } from '../client/connection.ts';
import { measureRelease } from './drag-timing.ts';
import { followPoints, forgetPoints, liveFitSettled } from './live-fit.ts';
import { attempt, type Gesture, selectedPerson, studio } from './studio-state.ts';

export function pointName(person: Person, point: number): string {
  return jointSetOf(person.jointSet).pointNames[point] ?? `point ${point + 1}`;
}

/** A hand takes hold of a point, or of the body when there is none. */
export function beginGesture(
  person: Person,
  point: number | null,
  taken: readonly number[] = point === null ? [] : [point],
): void {
  const isWhole = point === null && taken.length > 0;
  studio.setState({
    personId: person.id,
    ...(!isWhole && { point }),
    gesture: {
      personId: person.id,
      revision: person.revision,
      point,
      taken,
      before: person.keypoints,
      keypoints: person.keypoints,
      constraints: person.constraints,
      fit: person.fit,
      fitMs: null,
      fitTiming: null,
    },
  });
}

/**
 * The point (of a whole person the first) is now here, pixels of the image; the body follows.
 * @param inputAt time stamp of the event that says so
 */
export function moveGesture(x: number, y: number, inputAt = performance.now()): void {
  followGesture(({ point, taken, before }) => {
    const from = before[point ?? taken[0] ?? -1];
    if (from === undefined) return {};
    const keypoints = shifted(before, taken, x - from.x, y - from.y);
    return { keypoints: point === null ? keypoints : keypoints.with(point, placed(from, x, y)) };
  }, inputAt);
}

/** What the hand holds has changed; the body follows. */
export function followGesture(
  change: (gesture: Gesture) => Partial<Pick<Gesture, 'keypoints' | 'constraints'>>,
  inputAt = performance.now(),
): void {
  const { gesture } = studio.getState();
  if (gesture === null) return;
  const changed = { ...gesture, ...change(gesture) };
  studio.setState({ gesture: changed });
  const { personId, point, keypoints, constraints, fit } = changed;
  if (fit === null) return;
  followPoints({ personId, point, keypoints, constraints, start: fit, inputAt });
}

/** A hand has put it there: an absent point is there again, an occluded one stays occluded. */
function placed(before: Keypoint | undefined, x: number, y: number): Keypoint {
  const isOccluded = before?.visibility === 'occluded';
  return {
    x,
    y,
    confidence: 1,
    visibility: isOccluded ? 'occluded' : 'visible',
    source: 'hand',
    use: before?.use ?? 'normal',
  };
}

/** Everything as before, exactly. */
export function cancelGesture(): void {
  forgetPoints();
  studio.setState({ gesture: null, grab: null });
}

export async function endGesture(label: string): Promise<void> {
  const releasedAt = performance.now();
  await liveFitSettled();
  const { gesture } = studio.getState();
  if (gesture === null) return;
  const { personId, revision, keypoints, constraints, fit } = gesture;
  forgetPoints();
  const edit = { personId, revision, label, keypoints, constraints, fit };
  const edited = await attempt(client.people.edit(edit));
  replacePerson(edited);
  studio.setState({ gesture: null });
  if (edited === undefined) return;
  void refine(edited).then((refined) => {
    if (refined !== undefined) measureRelease(releasedAt);
  });
}

let last: Promise<void> = Promise.resolve();

/** Edits by key come faster than answers: each begins with what the one before it has left. */
export function inTurn(edit: () => Promise<void>): Promise<void> {
  last = last.then(edit);
  return last;
}

/** Regression and whole fit of the present points; without a preset with that of the present fit. */
export async function refine(person: Person, preset?: FitPreset): Promise<Person | undefined> {
  const mark = (isOn: boolean) => {
    const refining = new Set(studio.getState().refining);
    if (isOn) refining.add(person.id);
    else refining.delete(person.id);
    studio.setState({ refining });
  };
  mark(true);
  const { id: personId, revision } = person;
  const refined = await attempt(unlessOvertaken(client.fit.refine({ personId, revision, preset })));
  mark(false);
  replacePerson(refined);
  return refined;
}

/** A fit for points that have changed again is not missed: the next one is on its way. */
async function unlessOvertaken(work: Promise<Person>): Promise<Person | undefined> {
  try {
    return await work;
  } catch (error) {
    if (hasCode(error, 'person/changed')) return undefined;
    throw error;
  }
}

/** A late answer does not take the place of a newer state. */
export function replacePerson(person: Person | undefined): void {
  if (person === undefined) return;
  const people = studio
    .getState()
    .people.map((old) => (old.id === person.id && old.revision <= person.revision ? person : old));
  studio.setState({ people });
}

/** Moves the selected point by some pixels; a row of key presses is one step each. */
export function nudge(dx: number, dy: number): Promise<void> {
  return inTurn(async () => {
    const person = selectedPerson(studio.getState());
    const { point } = studio.getState();
    const before = point === null ? undefined : person?.keypoints[point];
    if (person === undefined || point === null || before === undefined) return;
    beginGesture(person, point);
    moveGesture(before.x + dx, before.y + dy);
    await endGesture(`Nudge ${pointName(person, point)}`);
  });
}

const NEXT_VISIBILITY = { visible: 'occluded', occluded: 'absent', absent: 'visible' } as const;
const NEXT_USE = { normal: 'pinned', pinned: 'ignored', ignored: 'normal' } as const;

export async function cycleVisibility(): Promise<void> {
  await changeSelected((before) => {
    const visibility = NEXT_VISIBILITY[before.visibility];
    return [{ ...before, visibility }, visibility];
  });
}

export async function setVisibility(visibility: Keypoint['visibility']): Promise<void> {
  await changeSelected((before) => [{ ...before, visibility }, visibility]);
}

export async function setUse(use: Keypoint['use']): Promise<void> {
  await changeSelected((before) => [{ ...before, use }, use]);
}

export function setAbsent(): Promise<void> {
  return setVisibility('absent');
}

export async function cycleUse(): Promise<void> {
  await changeSelected((before) => {
    const use = NEXT_USE[before.use];
    return [{ ...before, use }, use];
  });
}

function changeSelected(change: (before: Keypoint) => [Keypoint, string]): Promise<void> {
  return inTurn(async () => {
    const person = selectedPerson(studio.getState());
    const { point } = studio.getState();
    const before = point === null ? undefined : person?.keypoints[point];
    if (person === undefined || point === null || before === undefined) return;
    const [after, word] = change(before);
    const label = `Set ${pointName(person, point)} ${word}`;
    await storeEdit(person, { label, changed: { keypoints: person.keypoints.with(point, after) } });
  });
}

/** What somebody knows of the selected person besides the points. */
export function changeConstraints(
  label: string,
  change: (before: Constraints) => Constraints,
): Promise<void> {
  return editSelected(async ({ constraints }) => ({
    label,
    changed: { constraints: change(constraints) },
  }));
}

/** One step of the history, as it is to become. */
export interface Step {
  readonly label: string;
  readonly changed: Partial<Pick<Person, 'keypoints' | 'constraints' | 'fit'>>;
  /** False for a body that is to stay as it is until the next edit. */
  readonly isRefined?: boolean;
}

/** A step on the selected person, worked out when its turn has come; undefined takes none. */
export function editSelected(plan: (person: Person) => Promise<Step | undefined>): Promise<void> {
  return inTurn(async () => {
    const person = selectedPerson(studio.getState());
    const step = person && (await attempt(plan(person)));
    if (person !== undefined && step !== undefined) await storeEdit(person, step);
  });
}

/** One step of the history; the fit follows. */
async function storeEdit(
  { id: personId, revision, keypoints, constraints, fit }: Person,
  { label, changed, isRefined = true }: Step,
): Promise<void> {
  const edit = { personId, revision, label, keypoints, constraints, fit, ...changed };
  const edited = await attempt(client.people.edit(edit));
  replacePerson(edited);
  if (edited !== undefined && isRefined) void refine(edited);
}
