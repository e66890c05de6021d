/** What `npm run fuzz` has found, as small as it can be made: all of it is refused with its reason. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { zipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { annotatedCoco, readCoco } from '../../src/core/formats/annotations/coco.ts';
import { readEft } from '../../src/core/formats/annotations/eft.ts';
import { sourceOfBytes } from '../../src/core/formats/byte-source.ts';
import { readNpy, writeNpy } from '../../src/core/formats/npy.ts';
import { readNpz } from '../../src/core/formats/npz.ts';
import type { PickledObject, PickleValue } from '../../src/core/formats/pickle/pickle-value.ts';
import { arrayOf, sparseOf } from '../../src/core/formats/pickle/python-arrays.ts';
import { readSafetensors } from '../../src/core/formats/safetensors.ts';
import { readCheckpoint } from '../../src/core/formats/torch/checkpoint.ts';
import { openStore } from '../../src/engine/adapters/sqlite/sqlite-store.ts';

const ascii = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));
const SOURCE = 'found';
const invalid = (reason: string) =>
  expect.objectContaining({ code: 'format/invalid', message: expect.stringContaining(reason) });

function refusalOf(read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    return error;
  }
}

function npyOf(descr: string, shape: string, data = ''): Uint8Array {
  const header = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${shape}), }`;
  return ascii(`\x93NUMPY\x01\x00${String.fromCharCode(header.length)}\x00${header}${data}`);
}

describe('a NumPy array', () => {
  it.each([
    ['<U1', '1,', '\xff\xff\xff\xff', 'text 0 of it holds no characters'],
    ['<U0', '2000000000,', '', 'it ends too early'],
    ['|S0', '2000000000,', '', 'it ends too early'],
    ['<f8', '0, 99999999999999999999, L', '', 'it ends too early'],
    ['<f8', '1,'.repeat(65), '12345678', 'it has 65 axes'],
  ])('of type %s and shape (%s)', (descr, shape, data, reason) => {
    const bytes = npyOf(descr, shape, data);
    expect(refusalOf(() => readNpy(bytes, SOURCE))).toEqual(invalid(reason));
  });

  it('whose header has four gigabytes, or one', () => {
    for (const size of ['\xff\xff\xff\xff', '\x00\x00\x08\x00']) {
      const bytes = ascii(`\x93NUMPY\x02\x00${size}${' '.repeat(600_000)}`);
      const refusal = refusalOf(() => readNpy(bytes, SOURCE));
      expect(refusal).toEqual(invalid('its header is said to have'));
    }
  });
});

describe('an archive that unpacks to hundreds of times its size', () => {
  const bomb = zipSync({ 'a.npy': new Uint8Array(300e6) }, { level: 9 });

  it('of arrays', () => {
    const refusal = refusalOf(() => readNpz(bomb, SOURCE));
    expect(refusal).toEqual(invalid(`it unpacks to more than 262 MB`));
  });

  it('of weights', () => {
    const refusal = refusalOf(() => readCheckpoint(sourceOfBytes(bomb, SOURCE)));
    expect(refusal).toEqual(invalid(`it unpacks to more than 262 MB`));
  });

  it('but one within the bound is read', () => {
    const zeros = writeNpy({ shape: [1e6], data: new Float64Array(1e6) });
    expect(readNpz(zipSync({ 'a.npy': zeros }), SOURCE).a?.shape).toEqual([1e6]);
  });
});

describe('weights', () => {
  const fileOf = (header: unknown) => {
    const text = JSON.stringify(header);
    return ascii(`${String.fromCharCode(text.length)}${'\0'.repeat(7)}${text}`);
  };

  it.each([
    [null, 'its header is no list of tensors'],
    [[], 'its header is no list of tensors'],
    [{ a: null }, 'tensor "a" has no type, shape or place'],
    [{ a: { dtype: 'F32', shape: [1] } }, 'tensor "a" has no type, shape or place'],
    [{ a: { dtype: 'F32', shape: [-1], data_offsets: [0, -4] } }, 'has no type, shape or place'],
    [{ a: { dtype: 'constructor', shape: [], data_offsets: [0, 0] } }, 'has the type constructor'],
  ])('with the header %j', (header, reason) => {
    expect(refusalOf(() => readSafetensors(fileOf(header), SOURCE))).toEqual(invalid(reason));
  });
});

describe('annotations', () => {
  const coco = (more: object) =>
    JSON.stringify({ images: [], annotations: [], categories: [], ...more });
  const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;

  it.each([
    [coco({ categories: [null] }), 'a category is no object'],
    [coco({ categories: [{ keypoints: [{}] }] }), "the name of a category's point is no text"],
    [coco({ annotations: [{ id: 'deep' }] }).replace('"deep"', deep), 'annotation 0: id'],
  ])('of COCO: %.70s', (text, reason) => {
    const refusal = refusalOf(() => annotatedCoco(readCoco(text, SOURCE), SOURCE));
    expect(refusal).toEqual(invalid(reason));
  });

  it('of EFT, of a kind of body that is no name', () => {
    const text = `{"ver": 0.1, "data": [{"smpltype": ${deep}}]}`;
    expect(refusalOf(() => readEft(text, SOURCE))).toMatchObject({ name: 'StudioError' });
  });
});

describe('a pickle whose sizes are lists that hold each other', () => {
  /** 2⁴⁰ items when it is written out. */
  function doubled(): PickleValue {
    let list: PickleValue = [1];
    for (let i = 0; i < 40; i++) list = [list, list];
    return list;
  }
  const array = (...data: number[]): PickleValue => ({
    kind: 'ndarray',
    shape: [data.length],
    dtype: '<i4',
    data: Int32Array.from(data),
  });
  const objectOf = (module: string, name: string, state: object): PickledObject => ({
    ...{ kind: 'object', module, name, args: [], items: [], entries: new Map() },
    state: new Map(Object.entries(state)),
  });

  it('has none', () => {
    const state = { a: array(5, 6), idxs: array(1), preferred_shape: [doubled()] };
    const selection = objectOf('chumpy.reordering', 'Select', state);
    expect(arrayOf(selection)).toEqual({ shape: [1], data: Float64Array.of(6) });
    const matrix = { _shape: [doubled(), 2], data: array(1), row: array(0), col: array(0) };
    expect(sparseOf(objectOf('scipy.sparse._coo', 'coo_matrix', matrix))).toBeUndefined();
  });

  it('or go back and forth', () => {
    const state = { _shape: [2, 2], data: array(1), indices: array(0), indptr: array(0, 1, 0) };
    expect(sparseOf(objectOf('scipy.sparse._csr', 'csr_matrix', state))).toBeUndefined();
  });
});

describe('a project', () => {
  let path: string;
  beforeEach(() => {
    path = join(mkdtempSync(join(tmpdir(), 'spin-finds-')), 'project.spin');
    const store = openStore(path);
    store.images.replaceList(['a.jpg']);
    store.close();
  });
  afterEach(() => rmSync(join(path, '..'), { recursive: true }));

  function damage(sql: string): void {
    const database = new DatabaseSync(path);
    database.exec(sql);
    database.close();
  }

  it('with other tables is not opened', () => {
    damage('ALTER TABLE person RENAME TO persom');
    expect(() => openStore(path)).toThrow('its tables are not those of a project');
  });

  it('with a damaged value says so where it is met, and goes on elsewhere', () => {
    damage(`INSERT INTO meta VALUES ('video', '{"setting": "au')`);
    const store = openStore(path);
    expect(refusalOf(() => store.video.get())).toMatchObject({
      code: 'project/corrupt',
      message: expect.stringContaining('a value in it cannot be read. It was left as it is'),
    });
    expect(store.images.names()).toEqual([{ id: 1, name: 'a.jpg' }]);
    store.close();
  });
});
