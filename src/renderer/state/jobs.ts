/** What the machine does in the background, as the drawer sees it. */
import type { Job } from '../../contract/job.ts';
import { client } from '../client/connection.ts';
import { attempt, studio } from './studio-state.ts';

/** Which pictures people are looked for in; first and last are places in the whole list, from 1. */
export type PictureRange =
  | { readonly kind: 'all' | 'filtered' }
  | { readonly kind: 'places'; readonly first: number; readonly last: number };

const PAGE = 1000;

export function toggleJobs(): void {
  studio.setState({ showsJobs: !studio.getState().showsJobs });
}

export async function findPeople(range: PictureRange): Promise<void> {
  const imageIds = range.kind === 'all' ? null : await attempt(idsOf(range));
  if (imageIds !== undefined) await attempt(client.jobs.predict({ imageIds }));
}

async function idsOf(range: PictureRange): Promise<number[]> {
  const { text, states } = studio.getState().filter;
  if (range.kind !== 'places') return idsBetween({ text, states: [...states] }, 0, Infinity);
  return idsBetween({ text: '', states: [] }, range.first - 1, range.last);
}

type Filter = Pick<Parameters<typeof client.images.page>[0], 'text' | 'states'>;

async function idsBetween(filter: Filter, from: number, to: number): Promise<number[]> {
  const ids: number[] = [];
  for (let offset = Math.max(0, from); offset < to; offset += PAGE) {
    const limit = Math.min(PAGE, to - offset);
    const { rows, total } = await client.images.page({ ...filter, offset, limit });
    ids.push(...rows.map(({ id }) => id));
    if (offset + PAGE >= total) break;
  }
  return ids;
}

export function isUnderWay({ status }: Job): boolean {
  return status === 'running' || status === 'paused';
}

/** Things a second, once that is known. */
export function speedOf({ done, total, secondsLeft }: Job): number | null {
  if (total === null || secondsLeft === null || secondsLeft <= 0) return null;
  return (total - done) / secondsLeft;
}

export function timeLeft(seconds: number): string {
  return seconds < 90 ? `~${Math.ceil(seconds)} s left` : `~${Math.ceil(seconds / 60)} min left`;
}
