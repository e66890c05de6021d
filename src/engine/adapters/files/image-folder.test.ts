import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openImageFolder } from './image-folder.ts';

const NOBODY = 65_534;
const { signal } = new AbortController();
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'spin-folder-'));
  chmodSync(folder, 0o755);
  mkdirSync(join(folder, 'b'));
  for (const name of ['img_10.jpg', 'img_2.JPG', 'b/x.png', '.hidden.jpg', 'notes.txt']) {
    writeFileSync(join(folder, name), '');
  }
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Root may read everything, so the rights are given up for the while. */
async function withoutRights<Value>(work: () => Promise<Value>): Promise<Value> {
  if (process.geteuid?.() !== 0) return work();
  process.seteuid?.(NOBODY);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
  }
}

test('pictures are listed in natural order, with those of folders below', async () => {
  const { names, unreadable } = await openImageFolder(folder).list(signal);
  expect(names).toEqual(['b/x.png', 'img_2.JPG', 'img_10.jpg']);
  expect(unreadable).toEqual([]);
});

test('a folder below that may not be read is named, and the others are listed', async () => {
  chmodSync(join(folder, 'b'), 0);
  const { names, unreadable } = await withoutRights(() => openImageFolder(folder).list(signal));
  chmodSync(join(folder, 'b'), 0o755);
  expect(names).toEqual(['img_2.JPG', 'img_10.jpg']);
  expect(unreadable).toEqual([{ name: 'b', message: 'it may not be read' }]);
});

test('a folder that may not be read says what happened, what is safe and what to do', async () => {
  chmodSync(folder, 0);
  const listing = withoutRights(() => openImageFolder(folder).list(signal));
  await expect(listing).rejects.toMatchObject({
    code: 'folder/unreadable',
    message:
      'The folder cannot be opened: it may not be read. Nothing was changed, and what was done before ' +
      `is kept. Check the folder, then open it again.\nFolder: ${folder}`,
  });
  chmodSync(folder, 0o755);
});

test('a file is no folder', async () => {
  const listing = openImageFolder(join(folder, 'notes.txt')).list(signal);
  await expect(listing).rejects.toThrow('The folder cannot be opened: it is a file.');
});
