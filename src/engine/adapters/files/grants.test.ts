import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createGrants, type Grants } from './grants.ts';

let base: string;
let grants: Grants;
let id: string;

beforeEach(async () => {
  base = realpathSync(mkdtempSync(join(tmpdir(), 'spin-grants-')));
  mkdirSync(join(base, 'root/inside'), { recursive: true });
  mkdirSync(join(base, 'root-beside'));
  mkdirSync(join(base, 'secret'));
  symlinkSync(join(base, 'secret'), join(base, 'root/link'));
  grants = createGrants();
  id = (await grants.add(join(base, 'root'))).id;
});
afterEach(() => rmSync(base, { recursive: true }));

test('a folder below a grant is opened, and the grant itself', async () => {
  expect(await grants.resolve(id, '')).toBe(join(base, 'root'));
  expect(await grants.resolve(id, 'inside/.')).toBe(join(base, 'root/inside'));
  expect(grants.list()).toEqual([{ id, name: 'root' }]);
});

test.each(['..', '../secret', '../root-beside', 'inside/../../secret', '/etc', 'link', 'in\0side'])(
  'no way out: %s',
  async (path) => {
    await expect(grants.resolve(id, path)).rejects.toMatchObject({ code: 'folder/not-granted' });
  },
);

test('an unknown grant opens nothing', async () => {
  await expect(grants.resolve('folder-9', '')).rejects.toMatchObject({
    code: 'folder/not-granted',
  });
});

test('a folder that is not there is said to be so', async () => {
  await expect(grants.resolve(id, 'nowhere')).rejects.toMatchObject({ code: 'folder/unreadable' });
});
