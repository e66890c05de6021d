import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NO_CONSTRAINTS } from '../../../contract/constraints.ts';
import type { PersonContent, Store } from '../../services/store.ts';
import { type MergeOrder, mergeProjects } from './merge-projects.ts';
import { openStore } from './sqlite-store.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'spin-merge-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function contentAt(x: number, state: PersonContent['state']): PersonContent {
  return {
    state,
    reason: null,
    jointSet: 'coco17',
    keypoints: [],
    constraints: NO_CONSTRAINTS,
    box: { x, y: 0, width: 1, height: 1 },
    regression: null,
    imageEvidence: null,
    fit: null,
  };
}

function made(name: string, pictures: readonly string[], work: (store: Store) => void) {
  const path = join(folder, `${name}.spin`);
  const store = openStore(path);
  store.images.replaceList(pictures);
  work(store);
  store.close();
  return { path, label: name };
}

const merged = (order: Partial<MergeOrder> & Pick<MergeOrder, 'sources'>) =>
  mergeProjects({ target: join(folder, 'target.spin'), replace: false, ...order });

/** Boxes and states of everybody, by picture in the order of the list. */
function everyoneOf(store: Store) {
  return store.images.names().map(({ id, name }) => ({
    name,
    state: store.images.get(id)?.state,
    people: store.people
      .list(id)
      .map(({ id: person, box, state, note }) => [person, box.x, state, note]),
  }));
}

describe('projects made one', () => {
  it('list their pictures in natural order, with ids as one run would have given them', async () => {
    const find = (xs: readonly number[]) => (store: Store) => {
      for (const [i, x] of xs.entries())
        store.people.replaceMachine(i + 1, [contentAt(x, 'predicted'), contentAt(-x, 'predicted')]);
    };
    const a = made('a', ['p1.jpg', 'p10.jpg'], find([1, 10]));
    const b = made('b', ['p2.jpg', 'p9.jpg'], find([2, 9]));
    expect(await merged({ sources: [b, a], pictures: 4 })).toBe(4);
    const store = openStore(join(folder, 'target.spin'));
    expect(everyoneOf(store).map(({ name, people }) => [name, people])).toEqual([
      [
        'p1.jpg',
        [
          [1, 1, 'predicted', undefined],
          [2, -1, 'predicted', undefined],
        ],
      ],
      [
        'p2.jpg',
        [
          [3, 2, 'predicted', undefined],
          [4, -2, 'predicted', undefined],
        ],
      ],
      [
        'p9.jpg',
        [
          [5, 9, 'predicted', undefined],
          [6, -9, 'predicted', undefined],
        ],
      ],
      [
        'p10.jpg',
        [
          [7, 10, 'predicted', undefined],
          [8, -10, 'predicted', undefined],
        ],
      ],
    ]);
    expect(store.images.counts()).toMatchObject({ predicted: 4, unlabelled: 0 });
    store.close();
  });

  it('keep what people did there, notes and all, and it can be undone', async () => {
    const a = made('a', ['p1.jpg'], (store) => {
      const [personId] = store.people.commit('add', 1, [
        { personId: undefined, content: contentAt(1, 'edited') },
      ]);
      const accepted = { ...contentAt(2, 'accepted'), note: 'good', marked: true as const };
      store.people.commit('accept', 1, [{ personId, content: accepted }]);
    });
    const b = made('b', ['p2.jpg'], (store) => store.images.setEmpty('nobody here', 1, true));
    await merged({ sources: [a, b] });
    const store = openStore(join(folder, 'target.spin'));
    expect(everyoneOf(store)).toEqual([
      { name: 'p1.jpg', state: 'accepted', people: [[1, 2, 'accepted', 'good']] },
      { name: 'p2.jpg', state: 'empty', people: [] },
    ]);
    expect(store.history.undo()).toEqual([2]);
    expect(store.history.undo()).toEqual([1]);
    expect(everyoneOf(store)).toMatchObject([
      { people: [[1, 1, 'edited', undefined]] },
      { state: 'unlabelled', people: [] },
    ]);
    store.close();
  });

  it('a picture in two of them, or one too few: nothing is written', async () => {
    const a = made('a', ['p1.jpg'], () => undefined);
    const b = made('b', ['p1.jpg'], () => undefined);
    await expect(merged({ sources: [a, b] })).rejects.toMatchObject({
      code: 'cluster/doubled',
      data: { name: 'p1.jpg' },
    });
    await expect(merged({ sources: [a], pictures: 2 })).rejects.toMatchObject({
      code: 'cluster/incomplete',
      message: expect.stringContaining('1 of 2 pictures'),
    });
    expect(existsSync(join(folder, 'target.spin'))).toBe(false);
    expect(existsSync(join(folder, 'target.spin.partial'))).toBe(false);
  });

  it('of different bodies are refused with the list', async () => {
    const smpl = { kind: 'smpl', gender: 'neutral', file: 'x', hash: 'y' } as never;
    const a = made('a', ['p1.jpg'], () => undefined);
    const b = made('b', ['p2.jpg'], (store) => store.body.set(smpl));
    await expect(merged({ sources: [a, b] })).rejects.toMatchObject({
      code: 'cluster/mixed',
      message: expect.stringMatching(/a: .*\nb: .*smpl/),
    });
  });

  it('a project that is open elsewhere is not replaced', async () => {
    const a = made('a', ['p1.jpg'], () => undefined);
    await merged({ sources: [a] });
    const open = openStore(join(folder, 'target.spin'));
    open.images.replaceList(['other.jpg']);
    await expect(merged({ sources: [a], replace: true })).rejects.toMatchObject({
      code: 'project/locked',
    });
    expect(open.images.names()).toMatchObject([{ name: 'other.jpg' }]);
    open.close();
    expect(await merged({ sources: [a], replace: true })).toBe(1);
  });
});
