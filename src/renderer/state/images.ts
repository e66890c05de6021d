/** Which image is worked on, and what comes next. */

import type { Person } from '../../contract/person.ts';
import { changeView } from '../canvas/view-commands.ts';
import { client } from '../client/connection.ts';
import { attempt, type Notice, type StudioState, say, studio } from './studio-state.ts';

/** Images ahead whose people are found before they are asked for. */
const AHEAD = 16;

/** Goes up with each image that is opened: the answers for an earlier one are dropped. */
let opened = 0;

/** @param personId who is selected and seen from near by; without it who needs a decision first */
export async function openImage(imageId: number, personId?: number): Promise<void> {
  const mine = ++opened;
  const image = await attempt(client.images.get({ imageId }));
  const row = image ?? studio.getState().changedRows.byId.get(imageId);
  if (mine !== opened || row === undefined) return;
  // The image is set before its people are asked for: from here on what is told of them counts.
  studio.setState({
    image: row,
    people: [],
    personId: null,
    point: null,
    gesture: null,
    isDrawingBox: false,
    notice: withoutHint(studio.getState().notice),
  });
  const people = await attempt(client.people.list({ imageId }));
  if (mine !== opened || people === undefined) return;
  const wanted = people.find(({ id }) => id === personId);
  studio.setState({ people, personId: wanted?.id ?? firstUndecided(people) });
  if (wanted !== undefined) changeView('close-up');
  void attempt(predictAhead(imageId));
}

/** What is there now, if it is the image in front; who was selected stays so while they are there. */
export function takePeople(imageId: number, people: Person[]): void {
  const { image, personId, point } = studio.getState();
  if (image?.id !== imageId) return;
  const isThere = people.some(({ id }) => id === personId);
  const first = { personId: people[0]?.id ?? null, point: people.length > 0 ? point : null };
  studio.setState({ people, ...(!isThere && first) });
}

/** A hint was about the image before; what went wrong stays until it is closed. */
function withoutHint(notice: Notice | null): Notice | null {
  return notice?.severity === 'info' ? null : notice;
}

function firstUndecided(people: readonly { id: number; state: string }[]): number | null {
  const open = people.find(({ state }) => state !== 'accepted' && state !== 'rejected');
  return (open ?? people[0])?.id ?? null;
}

/** The image in front and the next ones, when nothing was looked for in them yet. */
async function predictAhead(imageId: number): Promise<void> {
  const ids = [imageId];
  let last = imageId;
  for (let i = 0; i < AHEAD; i++) {
    const next = await client.images.neighbour({ imageId: last, step: 1, undecidedOnly: false });
    if (next === null) break;
    last = next.id;
    if (next.state === 'unlabelled') ids.push(next.id);
  }
  if (studio.getState().image?.id !== imageId) return; // the user has gone on already
  const isNew = studio.getState().image?.state === 'unlabelled';
  const wanted = isNew ? ids : ids.slice(1);
  if (wanted.length > 0) await attempt(client.jobs.predict({ imageIds: wanted }));
}

export async function step(count: number, undecidedOnly: boolean): Promise<boolean> {
  const { image } = studio.getState();
  if (image === null) return false;
  const next = await attempt(
    client.images.neighbour({ imageId: image.id, step: count, undecidedOnly }),
  );
  if (next == null) return false;
  await openImage(next.id);
  return true;
}

/** Home and End. */
export async function openAtEnd(last: boolean): Promise<void> {
  const { filter } = studio.getState();
  const query = { ...filter, states: [...filter.states], limit: 1 };
  const { total } = await client.images.page({ ...query, offset: 0 });
  if (total === 0) return;
  const { rows } = await client.images.page({ ...query, offset: last ? total - 1 : 0 });
  if (rows[0] !== undefined) await openImage(rows[0].id);
}

/** Enter on an image without people: a decision that nobody is there. */
export async function confirmNobody(): Promise<void> {
  const { image } = studio.getState();
  if (image === null) return;
  await attempt(client.images.setEmpty({ imageId: image.id, empty: true }));
  if (!(await step(1, true))) say('info', 'Every picture after this one is decided.');
}

export function setFilter(change: Partial<StudioState['filter']>): void {
  const { listVersion, filter } = studio.getState();
  studio.setState({ filter: { ...filter, ...change }, listVersion: listVersion + 1 });
}
