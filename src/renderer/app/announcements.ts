/** What a screen reader is told of, since it cannot be seen from the focus. */
import type { Person } from '../../contract/person.ts';
import { counted } from '../../core/common/counted.ts';
import { jointSetOf } from '../../core/keypoints/joint-sets.ts';
import { type StudioState, selectedPerson } from '../state/studio-state.ts';

/** The sentence for a change; undefined for one that needs none. Cheap for the changes of a drag. */
export function announcement(state: StudioState, before: StudioState): string | undefined {
  if (state.image?.id !== before.image?.id) return pictureSentence(state);
  if (state.project !== before.project) return undecidedSentence(state, before);
  const decided = state.people !== before.people ? decisionSentence(state, before) : undefined;
  if (decided !== undefined) return decided;
  if (state.gesture !== null) return undefined;
  const isOther = state.personId !== before.personId || state.point !== before.point;
  if (isOther || hasMoved(state, before)) return selectionSentence(state);
  return undefined;
}

function pictureSentence({ image, people }: StudioState): string | undefined {
  if (image === null) return undefined;
  const who = people.length === 0 ? '' : `, ${counted(people.length, 'person', 'people')}`;
  return `${image.name}${who}`;
}

/** Of a decision that has ended with a picture. */
function undecidedSentence(state: StudioState, before: StudioState): string | undefined {
  const [left, wereLeft] = [undecided(state), undecided(before)];
  if (left === undefined || wereLeft === undefined || left >= wereLeft) return undefined;
  return `${counted(left, 'picture')} left`;
}

function undecided({ project }: StudioState): number | undefined {
  if (project === null) return undefined;
  const { accepted = 0, rejected = 0, empty = 0 } = project.counts;
  return project.imageCount - accepted - rejected - empty;
}

function decisionSentence(state: StudioState, before: StudioState): string | undefined {
  return state.people.find(({ id, state: now }) => {
    const old = before.people.find((each) => each.id === id);
    return old !== undefined && old.state !== now && (isDecision(now) || isDecision(old.state));
  })?.state;
}

function isDecision(state: Person['state']): boolean {
  return state === 'accepted' || state === 'rejected';
}

/** The chosen joint is elsewhere, or seen otherwise, than before. */
function hasMoved(state: StudioState, before: StudioState): boolean {
  if (state.point === null || state.people === before.people) return false;
  const [now, then] = [selectedPerson(state), selectedPerson(before)];
  const [to, from] = [now?.keypoints[state.point], then?.keypoints[state.point]];
  if (now?.id !== then?.id || to === undefined || from === undefined) return false;
  return to.x !== from.x || to.y !== from.y || to.visibility !== from.visibility;
}

function selectionSentence(state: StudioState): string | undefined {
  const person = selectedPerson(state);
  if (person === undefined) return undefined;
  if (state.point === null) {
    return `Person ${state.people.indexOf(person) + 1} of ${state.people.length}, ${person.state}`;
  }
  const keypoint = person.keypoints[state.point];
  if (keypoint === undefined) return undefined;
  const name = jointSetOf(person.jointSet).pointNames[state.point];
  const error = person.fit?.errorsPx[state.point];
  return `${name}, ${keypoint.visibility}${error == null ? '' : `, ${error.toFixed(0)} pixels`}`;
}
