import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { NO_CONSTRAINTS } from '../../../contract/constraints.ts';
import type { ImageSort } from '../../../contract/image.ts';
import type { PersonContent, Store } from '../../services/store.ts';
import { openStore } from './sqlite-store.ts';

let folder: string;
let store: Store;

const PERSON: PersonContent = {
  state: 'predicted',
  reason: null,
  jointSet: 'coco17',
  keypoints: [],
  constraints: NO_CONSTRAINTS,
  box: { x: 0, y: 0, width: 1, height: 1 },
  regression: null,
  imageEvidence: null,
  fit: null,
};

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'spin-filter-'));
  store = openStore(join(folder, 'project.spin'));
  store.images.replaceList(['Kitchen 1.jpg', 'garden/two words.jpg', 'garden/3.jpg', '4.jpg']);
  const [marked] = store.people.commit('a', 3, [
    { personId: undefined, content: { ...PERSON, state: 'accepted', marked: true } },
  ]);
  store.people.commit('b', 2, [
    { personId: undefined, content: { ...PERSON, note: 'a note' } },
    { personId: undefined, content: PERSON },
  ]);
  const figures = { residual: null, fitMovedMm: null, unseen: null, maxBeta: null };
  const rest = { ...figures, bodyHash: null, poseMark: null };
  const heads = store.people.list(2).map(({ revision }) => revision);
  const [noted, other] = heads;
  store.review.measure(
    new Map([
      [store.people.get(marked ?? 0)?.revision ?? 0, { ...rest, errorPx: 2, rules: [] }],
      [noted ?? 0, { ...rest, errorPx: 9, rules: ['duplicate'] }],
      [other ?? 0, { ...rest, errorPx: 1, rules: [] }],
    ]),
  );
});
afterAll(() => {
  store.close();
  rmSync(folder, { recursive: true });
});

function found(text: string, sort: ImageSort = 'name'): number[] {
  return store.images
    .page({ text, states: [], sort, offset: 0, limit: 9 })
    .rows.map(({ id }) => id);
}

it.each([
  ['', [1, 2, 3, 4]],
  ['KITCHEN', [1]],
  ['garden jpg', [2, 3]],
  ['"two words"', [2]],
  ['-garden', [1, 4]],
  ['/^[34k]/', [1, 4]],
  ['#3', [3]],
  ['state:accepted', [3]],
  ['-state:unlabelled', [2, 3]],
  ['is:marked', [3]],
  ['is:noted', [2]],
  ['is:suspect', [2]],
  ['people:>1', [2]],
  ['people:0', [1, 4]],
  ['error:>4', [2]],
  ['error:<=2 garden', [2, 3]],
  ["'; DROP TABLE image; --", []],
])('"%s" finds %j', (text, ids) => {
  expect(found(text)).toEqual(ids);
});

it('sorts by the worst body and by the newest change; who has nobody comes last', () => {
  expect(found('', 'worst')).toEqual([2, 3, 1, 4]);
  expect(found('', 'newest')).toEqual([2, 3, 1, 4]);
});

it('refuses what it does not understand', () => {
  expect(() => found('state:done')).toThrow('it can be unlabelled');
});
