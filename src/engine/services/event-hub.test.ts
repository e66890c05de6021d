import { expect, test } from 'vitest';
import type { StudioEvent } from '../../contract/project.ts';
import { createEventHub } from './event-hub.ts';

const history = (label: string): StudioEvent => ({
  kind: 'history',
  history: { undo: { label, imageId: 1 }, redo: null },
});
const notice = (message: string): StudioEvent => ({ kind: 'notice', severity: 'error', message });

test('a slow reader gets the snapshot, then the newest of each thing and every notice', async () => {
  const hub = createEventHub();
  const events = hub.subscribe([history('first')]);
  expect((await events.next()).value).toEqual(history('first'));
  for (const event of [history('a'), notice('one'), history('b'), notice('two')])
    hub.publish(event);
  const next = [await events.next(), await events.next(), await events.next()];
  expect(next.map(({ value }) => value)).toEqual([history('b'), notice('one'), notice('two')]);
});

test('a reader ends when it aborts, and when the hub closes', async () => {
  const hub = createEventHub();
  const leaving = new AbortController();
  const one = hub.subscribe([], leaving.signal).next();
  const other = hub.subscribe([]).next();
  leaving.abort();
  expect((await one).done).toBe(true);
  hub.close();
  expect((await other).done).toBe(true);
});
