/** Pictures whose names nobody expects, links that lead out or round: listed, worked on and written as they are. */
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Engine, openEngine } from '../../src/engine/open-engine.ts';

/** 255 bytes, which is as long as a name can be. */
const LONGEST = `${'ä'.repeat(125)}x.jpg`;
const NAMES = [
  'two\nlines.jpg',
  '😀 smile.jpg',
  'rtl \u202egpj.exe.jpg',
  LONGEST,
  '<img src=x onerror=alert(1)>.jpg',
  "'; DROP TABLE person; --.jpg",
  '%2e%2e%2f100%.jpg',
  '-rf.jpg',
  'a "quoted", name.jpg',
  '=cmd|calc.jpg',
  'back\\slash.jpg',
];
const SAMPLE = 'resources/samples/synthetic_02.jpg';

let home: string;
let engine: Engine;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'spin-names-'));
  process.env.SPIN_STUDIO_HOME = join(home, 'home');
  const pictures = join(home, 'pictures');
  mkdirSync(pictures);
  for (const name of NAMES) cpSync(SAMPLE, join(pictures, name));
  symlinkSync('..', join(pictures, 'round'));
  symlinkSync('gone', join(pictures, 'nowhere.jpg'));
  symlinkSync('..', join(pictures, 'folder.jpg'));
  execFileSync('mkfifo', [join(pictures, 'pipe.jpg')]);
  const projectFile = join(home, 'project.spin');
  engine = openEngine({ host: 'cli', projectFile, exportFolder: join(home, 'exports') });
  await engine.openFolder(pictures);
}, 60_000);
afterAll(async () => {
  await engine.close();
  rmSync(home, { recursive: true, force: true });
});

function rows() {
  return engine.images.page({ text: '', states: [], offset: 0, limit: 50 }).rows;
}

it('lists every name as it is, once, and follows no link out of the folder', () => {
  const odd = ['nowhere.jpg', 'folder.jpg', 'pipe.jpg'];
  expect(
    rows()
      .map(({ name }) => name)
      .sort(),
  ).toEqual([...NAMES, ...odd].sort());
});

it('shows each picture, and says why what is none cannot be shown', async () => {
  for (const { id, name } of rows()) {
    const picture = engine.picture(id, 32, new AbortController().signal);
    if (NAMES.includes(name))
      expect((await picture).subarray(0, 2), name).toEqual(Buffer.of(0xff, 0xd8));
    else await expect(picture, name).rejects.toMatchObject({ code: /image\/(gone|unreadable)/ });
  }
});

const KEYPOINTS = Array.from({ length: 17 }, (_, i) => [100 + 5 * (i % 4), 100 + 9 * i, 2]).flat();

it('imports people of them by the same names', async () => {
  const images = NAMES.map((file_name, id) => ({ id, file_name }));
  const annotations = NAMES.map((_, id) => ({ id, image_id: id, keypoints: KEYPOINTS }));
  const path = join(home, 'people.json');
  writeFileSync(path, JSON.stringify({ images, annotations }));
  const imported = engine.imports.run({ path, format: 'coco', byHand: null });
  expect(await engine.jobs.ended(imported.id)).toMatchObject({ status: 'done', failed: 0 });
  engine.history.undo();
});

it('exports people of them, in files and folders that bear their names', async () => {
  await engine.jobs.ended(engine.predictions.predict(null).id);
  const request = {
    name: 'odd',
    states: ['predicted' as const],
    formats: ['coco' as const, 'keypoints' as const, 'hmr2-tar' as const, 'obj' as const],
    seed: 0,
    replace: false,
  };
  const job = await engine.jobs.ended(engine.exports.run(request).id);
  expect(job).toMatchObject({ status: 'done', failed: 0 });
  const written = JSON.parse(readFileSync(join(home, 'exports/odd_coco.json'), 'utf8'));
  const names = written.images.map((image: { file_name: string }) => image.file_name);
  expect(names.sort()).toEqual([...NAMES].sort());
  const meshes = readdirSync(join(home, 'exports/odd_obj'));
  expect(meshes).toHaveLength(NAMES.length);
  expect(meshes.filter((name) => Buffer.byteLength(name) > 255)).toEqual([]);
  const remark = readFileSync(join(home, 'exports/odd_obj/two\nlines.jpg.obj'), 'utf8');
  expect(remark.split('\n').filter((line) => !/^([#ovfgs]|vn) /.test(line) && line !== '')).toEqual(
    [],
  );
});
