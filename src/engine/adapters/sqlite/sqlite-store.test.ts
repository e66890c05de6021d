import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NO_CONSTRAINTS } from '../../../contract/constraints.ts';
import type { PersonContent } from '../../services/store.ts';
import { MIGRATIONS } from './migrations.ts';
import { openStore } from './sqlite-store.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'spin-store-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const path = () => join(folder, 'project.spin');

function contentAt(x: number, state: PersonContent['state'] = 'edited'): PersonContent {
  const point = {
    x,
    y: 1 / 3,
    confidence: 1,
    visibility: 'visible',
    source: 'hand',
    use: 'normal',
  };
  return {
    state,
    reason: null,
    jointSet: 'coco17',
    keypoints: [point as PersonContent['keypoints'][number]],
    constraints: NO_CONSTRAINTS,
    box: { x: 0, y: 0, width: 1, height: 1 },
    regression: null,
    imageEvidence: {
      source: 'blazepose-full',
      sigmaM: [0.1, 0.1, 0.2],
      places: [{ landmark: 20, fromHipsM: [x, 1 / 3, 0] }],
    },
    fit: null,
  };
}

describe('a project', () => {
  it('knows what the machine had made of a person, through edits, undo and a restart', () => {
    let store = openStore(path());
    store.images.replaceList(['a.jpg']);
    store.people.replaceMachine(1, [contentAt(5, 'predicted')]);
    const [{ id: personId }] = store.people.list(1);
    store.people.commit('move', 1, [{ personId, content: contentAt(6) }]);
    store.people.commit('move', 1, [{ personId, content: contentAt(7) }]);
    store.history.undo();
    store.close();
    store = openStore(path());
    expect(store.people.get(personId)?.keypoints[0].x).toBe(6);
    expect(store.people.machine(personId)?.keypoints[0].x).toBe(5);
    const [added] = store.people.commit('add', 1, [
      { personId: undefined, content: contentAt(1, 'fitted') },
    ]);
    store.people.commit('move', 1, [{ personId: added, content: contentAt(2, 'fitted') }]);
    expect(store.people.machine(Number(added))?.keypoints[0].x).toBe(1);
    expect(store.people.machine(999)).toBeUndefined();
    store.close();
  });

  it('keeps every committed step over a restart, and can undo and redo all of them', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), {
          minLength: 1,
          maxLength: 12,
        }),
        (xs) => {
          const file = join(mkdtempSync(join(folder, 'p-')), 'project.spin');
          let store = openStore(file);
          store.images.replaceList(['a.jpg']);
          const [personId] = store.people.commit('add', 1, [
            { personId: undefined, content: contentAt(0) },
          ]);
          for (const x of xs) store.people.commit('move', 1, [{ personId, content: contentAt(x) }]);
          const end = store.people.list(1);
          store.close();
          store = openStore(file);
          expect(store.people.list(1)).toEqual(end);
          for (const _ of xs) expect(store.history.undo()).toEqual([1]);
          expect(store.people.list(1)[0].keypoints[0].x).toBe(0);
          store.history.undo();
          expect(store.people.list(1)).toEqual([]);
          for (const _ of [0, ...xs]) store.history.redo();
          expect(store.people.list(1)).toEqual(end);
          expect(store.history.state()).toMatchObject({
            undo: { label: 'move', imageId: 1 },
            redo: null,
          });
          store.close();
        },
      ),
      { numRuns: 10 },
    );
  });

  it("never lets a machine's result replace a person's work", () => {
    const store = openStore(path());
    store.images.replaceList(['a.jpg']);
    expect(store.people.replaceMachine(1, [contentAt(1, 'predicted')])).toBe(true);
    expect(store.people.replaceMachine(1, [contentAt(2, 'predicted')])).toBe(true);
    const [person] = store.people.list(1);
    store.people.commit('move', 1, [{ personId: person.id, content: contentAt(3) }]);
    const before = store.people.list(1);
    expect(store.people.replaceMachine(1, [contentAt(4, 'predicted')])).toBe(false);
    expect(store.people.list(1)).toEqual(before);
    expect(store.images.untouched()).toEqual([]);
    store.close();
  });

  it('shows the least finished person as the state of the image', () => {
    const store = openStore(path());
    store.images.replaceList(['b.jpg', 'a.jpg', 'c.jpg']);
    store.people.commit('add', 2, [
      { personId: undefined, content: contentAt(1, 'accepted') },
      { personId: undefined, content: contentAt(1, 'fitted') },
    ]);
    store.images.setLooked(3, {
      width: 4,
      height: 3,
      camera: { focalLength: 5, principalX: 2, principalY: 1.5 },
    });
    expect(store.images.page({ text: '', states: [], offset: 0, limit: 9 }).rows).toMatchObject([
      { name: 'b.jpg', state: 'unlabelled', people: 0 },
      { name: 'a.jpg', state: 'fitted', people: 2 },
      { name: 'c.jpg', state: 'nobody', width: 4 },
    ]);
    expect(store.images.page({ text: 'A.', states: ['fitted'], offset: 0, limit: 9 }).total).toBe(
      1,
    );
    expect(store.images.neighbour(1, 1, false)?.name).toBe('a.jpg');
    expect(store.images.neighbour(1, -1, false)).toBeUndefined();
    store.close();
  });

  it('keeps what is known of a picture that vanishes and comes back', () => {
    const store = openStore(path());
    store.images.replaceList(['a.jpg', 'b.jpg']);
    store.people.commit('add', 1, [{ personId: undefined, content: contentAt(1) }]);
    store.images.replaceList(['b.jpg']);
    expect(store.images.page({ text: '', states: [], offset: 0, limit: 9 }).total).toBe(1);
    store.images.replaceList(['a.jpg', 'b.jpg']);
    expect(store.people.list(1)).toHaveLength(1);
    store.close();
  });
});

describe('a project of format 1', () => {
  it('opens with its people, of whom nothing is known but the points', () => {
    const database = new DatabaseSync(path());
    database.exec(`${MIGRATIONS[0]}; PRAGMA user_version = 1; PRAGMA application_id = 0x5350494e`);
    const { keypoints, box } = contentAt(7);
    database.exec("INSERT INTO image (id, name, position) VALUES (1, 'a.jpg', 0)");
    database.exec('INSERT INTO person (id, image) VALUES (1, 1)');
    database
      .prepare(
        "INSERT INTO revision (id, person, state, joint_set, keypoints, box) VALUES (1, 1, 'edited', 'coco17', ?, ?)",
      )
      .run(JSON.stringify(keypoints), JSON.stringify(box));
    database.exec('UPDATE person SET head = 1');
    database.close();
    const store = openStore(path());
    expect(store.people.list(1)).toMatchObject([
      { keypoints, constraints: NO_CONSTRAINTS, imageEvidence: null },
    ]);
    store.close();
  });
});

describe('a file that is no usable project', () => {
  it('of a newer version is refused and left alone', () => {
    openStore(path()).close();
    const database = new DatabaseSync(path());
    database.exec('PRAGMA user_version = 99');
    database.close();
    const message = `newer SPIN Studio (format 99; this one knows ${MIGRATIONS.length})`;
    expect(() => openStore(path())).toThrow(message);
  });

  it.each([
    ['garbage', Buffer.from('this is no database, but long enough to look like a file'.repeat(40))],
    ['half a project', undefined],
  ])('with %s is refused and left alone', (_, bytes) => {
    const store = openStore(path());
    store.images.replaceList(Array.from({ length: 500 }, (__, i) => `image-${i}.jpg`));
    store.close();
    writeFileSync(path(), bytes ?? readFileSync(path()).subarray(0, 9000));
    const before = readFileSync(path());
    expect(() => openStore(path())).toThrow(/^The project cannot be opened: /);
    expect(readFileSync(path())).toEqual(before);
  });
});
