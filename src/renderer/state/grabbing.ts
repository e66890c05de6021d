/** What a hand can take, and what it snaps to. */
import type { Person } from '../../contract/person.ts';
import { jointSetOf } from '../../core/keypoints/joint-sets.ts';
import { everyPoint, withChildren } from '../../core/keypoints/limbs.ts';
import { client } from '../client/connection.ts';
import { beginGesture, pointName } from './editing.ts';
import { attempt, type Reach, selectedPerson, studio } from './studio-state.ts';

/** Takes hold; a whole person has no joint in hand. */
export function beginReach(person: Person, point: number, reach: Reach): void {
  const set = jointSetOf(person.jointSet);
  if (reach === 'person') beginGesture(person, null, everyPoint(set));
  else beginGesture(person, point, reach === 'limb' ? withChildren(set, point) : [point]);
}

export function reachLabel(person: Person, point: number, reach: Reach): string {
  if (reach === 'person') return 'Move the person';
  return `Move ${pointName(person, point)}${reach === 'limb' ? ' and what hangs on it' : ''}`;
}

/** The chosen joint follows the pointer without a button. */
export function grab(reach: Reach): void {
  const state = studio.getState();
  if (selectedPerson(state) === undefined || state.gesture !== null) return;
  studio.setState({ grab: reach });
}

interface Place {
  readonly x: number;
  readonly y: number;
}

/**
 * Where the detector found this joint: on this person and on the others of the picture, also as the
 * joint of the other side. The detector tells one place a joint, no further peaks.
 */
export async function snapPlaces(person: Person, point: number): Promise<readonly Place[]> {
  const set = jointSetOf(person.jointSet);
  const { people } = studio.getState();
  const alike = people.filter(({ jointSet }) => jointSet === person.jointSet);
  const found = await attempt(
    Promise.all(alike.map(({ id }) => client.people.machine({ personId: id }))),
  );
  const wanted = [point, set.flip[point] ?? point];
  return (found ?? []).flatMap((machine) =>
    wanted.flatMap((i) => {
      const place = machine?.keypoints[i];
      return place === undefined || place.source !== 'detector' ? [] : [place];
    }),
  );
}

/** The nearest of the places within reach, else the point itself. */
export function snapped(at: Place, places: readonly Place[], reachPx: number): Place {
  const distance = ({ x, y }: Place) => Math.hypot(x - at.x, y - at.y);
  const nearest = places.toSorted((a, b) => distance(a) - distance(b))[0];
  return nearest !== undefined && distance(nearest) <= reachPx ? nearest : at;
}
