/** People of other programs' files: who comes in, who stays, and what is said of the rest. */
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ImportFormat } from '../../src/contract/import.ts';
import type { Person } from '../../src/contract/person.ts';
import { BODY25, COCO17 } from '../../src/core/keypoints/joint-sets.ts';
import { maskArea } from '../../src/core/masks/mask.ts';
import { type Engine, openEngine } from '../../src/engine/open-engine.ts';
import { sampleTruths } from '../fixtures/embedded.ts';

const PICTURES = ['below/synthetic_02.jpg', 'synthetic_05.jpg'];

let home: string;
let engine: Engine;

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'spin-import-'));
  process.env.SPIN_STUDIO_HOME = join(home, 'home');
  mkdirSync(join(home, 'pictures/below'), { recursive: true });
  for (const name of PICTURES) {
    cpSync(join('resources/samples', name.replace('below/', '')), join(home, 'pictures', name));
  }
  engine = await start();
});
afterEach(async () => {
  await engine.close();
  rmSync(home, { recursive: true, force: true });
});

async function start(projectFile = join(home, 'project.spin')): Promise<Engine> {
  const exportFolder = join(home, 'exports');
  const opened = openEngine({ host: 'cli', projectFile, exportFolder });
  await opened.openFolder(join(home, 'pictures'));
  return opened;
}

/** Shape [n, 2]: where the truth sees these landmarks in a picture. */
function truePoints(name: string, landmarks: readonly number[]): number[][] {
  const truth = sampleTruths().find((one) => name.endsWith(one.name));
  if (truth === undefined) throw new Error(`${name} is no sample.`);
  return landmarks.map((l) => [...truth.landmarks.subarray(2 * l, 2 * l + 2)]);
}

interface CocoChange {
  readonly names?: readonly string[];
  readonly size?: readonly [number, number];
  readonly shift?: number;
}

async function cocoFile({ names = PICTURES, size, shift = 0 }: CocoChange = {}): Promise<string> {
  const sizes = await Promise.all(names.map(sizeOf));
  const images = names.map((file_name, id) => {
    const [width, height] = size ?? sizes[id] ?? [];
    return { id, file_name, width, height };
  });
  const annotations = names.map((name, id) => ({
    id: 100 + id,
    image_id: id,
    keypoints: truePoints(name, COCO17.landmarks).flatMap(([x = 0, y = 0], i) => [
      x + shift,
      y,
      i === 3 ? 1 : 2,
    ]),
  }));
  return write('people.json', JSON.stringify({ images, annotations }));
}

async function sizeOf(name: string): Promise<readonly [number, number]> {
  const { width, height } = await sharp(join('resources/samples', basename(name))).metadata();
  return [width, height];
}

function write(name: string, content: string | Uint8Array): string {
  const path = join(home, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, content);
  return path;
}

function preview(path: string, format: ImportFormat = 'coco') {
  return engine.imports.preview({ path, format, byHand: null });
}

async function take(path: string, format: ImportFormat = 'coco', byHand: boolean | null = null) {
  return engine.jobs.ended(engine.imports.run({ path, format, byHand }).id);
}

function everyone(): Person[] {
  const { rows } = engine.images.page({ text: '', states: [], offset: 0, limit: 10 });
  return rows.flatMap(({ id }) => engine.people.list(id));
}

describe('COCO', () => {
  it('is looked at first: who, where, which points, and nothing happens', async () => {
    const before = readdirSync(join(home, 'pictures'));
    const seen = await preview(await cocoFile({ names: [...PICTURES, 'synthetic_07.jpg'] }));
    expect(seen).toMatchObject({
      people: 3,
      images: 2,
      added: 2,
      same: 0,
      kept: 0,
      problemCount: 1,
    });
    expect(seen.problems[0]).toEqual({
      name: 'synthetic_07.jpg',
      message: 'there is no such picture in the project',
    });
    expect(seen.jointSets[0]?.points[3]).toEqual({ name: 'left ear', people: 3 });
    expect(seen.sample?.points.filter((point) => point !== null)).toHaveLength(17);
    expect(everyone()).toEqual([]);
    expect(engine.history.state().undo).toBeNull();
    expect(readdirSync(join(home, 'pictures'))).toEqual(before);
  });

  it('becomes a machine’s people with a source, in one step that is taken back at once', async () => {
    const job = await take(await cocoFile());
    expect(job).toMatchObject({
      status: 'done',
      failed: 0,
      message: expect.stringContaining('2 people added'),
    });
    const people = everyone();
    expect(people.map(({ state }) => state)).toEqual(['predicted', 'predicted']);
    expect(people[0]?.source).toEqual({ format: 'coco', file: 'people.json', key: '100' });
    expect(people[0]?.keypoints[3]).toMatchObject({ visibility: 'occluded', source: 'hand' });
    expect(engine.history.state().undo?.label).toBe('Import 2 people from people.json');
    engine.history.undo();
    expect(everyone()).toEqual([]);
    expect(engine.images.page({ text: '', states: [], offset: 0, limit: 2 }).rows[1]?.people).toBe(
      0,
    );
    engine.history.redo();
    expect(everyone().map(({ keypoints }) => keypoints)).toEqual(
      people.map(({ keypoints }) => keypoints),
    );
    engine.history.undo();
    expect((await take(await cocoFile())).message).toContain('2 people added');
  });

  it('brings nobody back who was deleted, unless the deletion is undone', async () => {
    await take(await cocoFile());
    const [first, second] = everyone();
    engine.people.remove(first?.id ?? 0);
    expect(await preview(await cocoFile())).toMatchObject({ added: 0, same: 1, kept: 1 });
    await take(await cocoFile());
    expect(everyone().map(({ id }) => id)).toEqual([second?.id]);
    engine.history.undo(); // the import changed nobody, so it was no step
    expect(everyone().map(({ id }) => id)).toEqual([first?.id, second?.id]);
    expect(await preview(await cocoFile())).toMatchObject({ added: 0, same: 2, kept: 0 });
  });

  it('twice is once; a file that has changed is taken over', async () => {
    const path = await cocoFile();
    await take(path);
    const first = everyone();
    expect(await take(path)).toMatchObject({
      message: expect.stringContaining('2 were there already'),
    });
    expect(everyone()).toEqual(first);
    await cocoFile({ shift: 3 });
    await take(path);
    expect(everyone()).toHaveLength(2);
    expect(everyone()[0]?.keypoints[0]?.x).toBeCloseTo((first[0]?.keypoints[0]?.x ?? 0) + 3, 6);
  });

  it('never replaces a person’s work', async () => {
    const path = await cocoFile();
    await take(path);
    const [mine] = everyone();
    if (mine === undefined) throw new Error('Nobody was imported.');
    engine.people.decide({ personId: mine.id, decision: 'rejected', reason: 'blurred' });
    const [other] = engine.images.page({ text: '05', states: [], offset: 0, limit: 1 }).rows;
    for (const { id } of engine.people.list(other?.id ?? 0)) engine.people.remove(id);
    engine.images.setEmpty(other?.id ?? 0, true);
    await cocoFile({ shift: 3 });
    expect(await preview(path)).toMatchObject({ added: 0, replaced: 0, kept: 2 });
    await take(path);
    expect(everyone().map(({ state, keypoints }) => ({ state, keypoints }))).toEqual([
      { state: 'rejected', keypoints: mine.keypoints },
    ]);
  });

  it('takes the place of who was detected, and stays when the detector runs', async () => {
    await engine.jobs.ended(engine.predictions.predict(null).id);
    const detected = everyone();
    expect(await take(await cocoFile())).toMatchObject({
      message: expect.stringContaining('taken instead of the detector'),
    });
    expect(everyone().map(({ id }) => id)).toEqual(detected.map(({ id }) => id));
    await engine.jobs.ended(engine.predictions.predict(null).id);
    expect(everyone().every(({ source }) => source?.format === 'coco')).toBe(true);
    await engine.jobs.ended(engine.fits.refit().id);
    expect(everyone().map(({ fit }) => (fit?.meanErrorPx ?? 99) < 5)).toEqual([true, true]);
  });

  it('of other pictures is left out, with both sizes', async () => {
    const job = await take(await cocoFile({ size: [48, 64] }));
    expect(job.status).toBe('failed');
    expect(job.message).toContain('There is nobody in the file who could be taken over.');
    expect(job.problems[0]?.message).toContain("the file's points are of one with 48 × 64");
    expect(everyone()).toEqual([]);
  });

  it('finds pictures by their base name, whatever folder the file means', async () => {
    const names = ['../../synthetic_02.jpg', '/data/train/synthetic_05.jpg'];
    expect(await preview(await cocoFile({ names }))).toMatchObject({ images: 2, problemCount: 0 });
  });
});

describe('OpenPose', () => {
  /** A folder with one file a picture, in shares of it. */
  async function folder(): Promise<string> {
    for (const name of PICTURES) {
      const [width, height] = await sizeOf(name);
      const points = truePoints(name, BODY25.landmarks);
      const pose = points.flatMap(([x = 0, y = 0]) => [x / width, y / height, 0.8]);
      const text = JSON.stringify({ version: 1.3, people: [{ pose_keypoints_2d: pose }] });
      write(`openpose/${name.replace('.jpg', '')}_keypoints.json`, text);
    }
    return join(home, 'openpose');
  }

  it('is a folder; shares become pixels', async () => {
    await take(await folder(), 'openpose');
    expect(everyone().map(({ jointSet }) => jointSet)).toEqual(['body25', 'body25']);
    for (const [i, [x = 0, y = 0]] of truePoints('synthetic_02.jpg', BODY25.landmarks).entries()) {
      expect(everyone()[0]?.keypoints[i]?.x).toBeCloseTo(x, 6);
      expect(everyone()[0]?.keypoints[i]?.y).toBeCloseTo(y, 6);
    }
  });

  it('with one broken file is taken over without it', async () => {
    const path = await folder();
    write('openpose/synthetic_05_keypoints.json', '{"people": [');
    const job = await take(path, 'openpose');
    expect(job).toMatchObject({ status: 'done', failed: 1 });
    expect(job.problems[0]?.name).toBe('synthetic_05_keypoints.json');
    expect(everyone()).toHaveLength(1);
  });
});

describe('SPIN', () => {
  it('comes back as we have exported it: points, bodies and cameras', async () => {
    await engine.jobs.ended(engine.predictions.predict(null).id);
    const before = everyone();
    const request = {
      formats: ['spin-npz' as const],
      states: ['predicted' as const],
      name: 'train',
      seed: 0,
      replace: false,
    };
    await engine.jobs.ended(engine.exports.run(request).id);
    await engine.close();
    engine = await start(join(home, 'other.spin'));
    const job = await take(join(home, 'exports/train.npz'), 'spin');
    expect(job).toMatchObject({ status: 'done', failed: 0 });
    const after = everyone();
    expect(after).toHaveLength(before.length);
    for (const [i, { fit, keypoints }] of after.entries()) {
      const old = before[i]?.fit;
      expect(fit?.meanErrorPx).toBeCloseTo(old?.meanErrorPx ?? 0, 4);
      for (const [j, value] of (fit?.translation ?? []).entries()) {
        expect(value).toBeCloseTo(old?.translation[j] ?? 0, 6);
      }
      const used = keypoints.filter(({ visibility }) => visibility === 'visible');
      expect(used.length).toBeGreaterThan(10);
      for (const point of used) {
        expect(before[i]?.keypoints.some(({ x, y }) => x === point.x && y === point.y)).toBe(true);
      }
    }
  });
});

describe('silhouettes', () => {
  it('of pictures belong to the person whose box they have', async () => {
    await take(await cocoFile());
    const [person] = everyone();
    if (person === undefined) throw new Error('Nobody was imported.');
    const [width, height] = await sizeOf('synthetic_02.jpg');
    const { box } = person;
    const background = '#ffffff';
    const [w, h] = [Math.round(box.width), Math.round(box.height)];
    const overlay = await sharp({ create: { width: w, height: h, channels: 3, background } })
      .png()
      .toBuffer();
    const picture = sharp({ create: { width, height, channels: 3, background: '#000000' } });
    const placed = { input: overlay, left: Math.round(box.x), top: Math.round(box.y) };
    write('masks/below/synthetic_02.png', await picture.composite([placed]).png().toBuffer());
    write('masks/nobody.png', await picture.png().toBuffer());
    write('masks/synthetic_05.png', 'no picture');
    const job = await take(join(home, 'masks'), 'masks');
    expect(job.problems.map(({ name }) => name).sort()).toEqual(['nobody', 'synthetic_05.png']);
    const mask = engine.session.current().store.masks.get(person.id);
    expect(mask && maskArea(mask)).toBe(w * h);
    expect([mask?.width, mask?.height]).toEqual([width, height]);
  });
});

describe('what cannot be imported changes nothing and says why', () => {
  it.each<[string, ImportFormat, string, string, RegExp]>([
    ['half a file', 'coco', '{"images": [', 'format/invalid', /only a part of one/],
    ['another format', 'eft', '{"images": [], "annotations": []}', 'format/invalid', /not of EFT/],
    ['no npz', 'spin', 'PK but no zip', 'format/invalid', /Not a usable .npz file/],
    ['an empty file', 'hmr2', '', 'format/invalid', /Not a usable .npz file/],
  ])('%s', async (_, format, content, code, message) => {
    const path = write('file.bin', content);
    await expect(preview(path, format)).rejects.toMatchObject({ code });
    await expect(preview(path, format)).rejects.toThrow(message);
    expect(await take(path, format)).toMatchObject({ status: 'failed' });
    expect(everyone()).toEqual([]);
    expect(statSync(path).size).toBe(content.length);
  });

  it('a file that is not there, a folder for a file, a file for another format', async () => {
    const unreadable = { code: 'import/unreadable' };
    await expect(preview(join(home, 'x.json'))).rejects.toMatchObject(unreadable);
    await expect(preview(home)).rejects.toMatchObject(unreadable);
    await expect(preview(await cocoFile(), 'openpose')).rejects.toThrow(/it has no "people"/);
  });
});
