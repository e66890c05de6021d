import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { textFile } from '../../services/exports/export-file.ts';
import type { ExportFile, ExportOrder } from '../../services/ports.ts';
import { createExportFiles } from './export-files.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'spin-files-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function order(files: readonly ExportFile[], replace = false): ExportOrder {
  async function* each() {
    yield* files;
  }
  return { folder, parts: ['a.json', 'meshes/'], files: () => each(), replace };
}

const write = (files: readonly ExportFile[], replace?: boolean) =>
  createExportFiles().write(order(files, replace));
const MESHES = [textFile('meshes/day 1/x.obj', 'x'), textFile('meshes/y.obj', 'y')];
const read = (name: string) => readFileSync(join(folder, name), 'utf8');

describe('an export', () => {
  it('has files and folders, with the hash of each', async () => {
    const { files } = await write([textFile('a.json', '{}'), ...MESHES]);
    expect(read('meshes/day 1/x.obj')).toBe('x');
    expect(files[0]).toEqual({
      name: 'a.json',
      sha256: '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a',
    });
    expect(readdirSync(folder).sort()).toEqual(['a.json', 'meshes']);
  });

  it('is not written over another unless that is asked for; then nothing of the other stays', async () => {
    await write([textFile('a.json', 'first'), ...MESHES]);
    await expect(write([textFile('a.json', 'second')])).rejects.toMatchObject({
      code: 'export/exists',
    });
    expect(read('a.json')).toBe('first');
    await write([textFile('a.json', 'second'), ...MESHES.slice(1)], true);
    expect([read('a.json'), existsSync(join(folder, 'meshes/day 1'))]).toEqual(['second', false]);
    expect(readdirSync(folder).sort()).toEqual(['a.json', 'meshes']);
  });

  it('that fails half-way leaves the earlier one as it was, and nothing of its own', async () => {
    await write([textFile('a.json', 'first'), ...MESHES]);
    const gone: ExportFile = {
      ...textFile('meshes/z.obj', ''),
      // biome-ignore lint/correctness/useYield: it ends before the first piece
      async *content() {
        throw new Error('The picture is gone.');
      },
    };
    await expect(write([textFile('a.json', 'second'), gone], true)).rejects.toThrow('is gone');
    expect([read('a.json'), read('meshes/y.obj')]).toEqual(['first', 'y']);
    expect(readdirSync(folder).sort()).toEqual(['a.json', 'meshes']);
  });

  it('that reads otherwise than it was written is given up', async () => {
    const other = { ...textFile('a.json', 'x'), difference: async () => 'the text' };
    await expect(write([other])).rejects.toMatchObject({ code: 'export/verification' });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('that was killed is begun anew', async () => {
    mkdirSync(join(folder, 'meshes.partial'));
    writeFileSync(join(folder, 'meshes.partial/old.obj'), 'half');
    await write(MESHES);
    expect(readdirSync(join(folder, 'meshes')).sort()).toEqual(['day 1', 'y.obj']);
    expect(readdirSync(folder)).toEqual(['meshes']);
  });

  it.each(['../out.json', 'meshes/../../out.json', 'b.json', 'a.jsonx'])(
    'writes nothing beside its parts: %s',
    async (name) => {
      await expect(write([textFile(name, 'x')])).rejects.toThrow('is no part of the export');
      expect(existsSync(join(folder, '..', 'out.json'))).toBe(false);
    },
  );
});
