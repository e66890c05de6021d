import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { writeNpz } from '../../formats/npz.ts';
import { readTruth, truthFormatOf } from './read-truth.ts';
import { readSpinResult } from './spin-result.ts';

const text = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const json = (value: unknown, source = 'truth.json') => ({ source, bytes: text(value) });
const zeros = (count: number) => new Array<number>(count).fill(0);
const plain = { pose: zeros(72), betas: zeros(10) };

describe('the studio’s own truth', () => {
  it('is that of the sample project', () => {
    const bytes = readFileSync('resources/samples/truth.json');
    const { format, truths } = readTruth({ source: 'truth.json', bytes });
    expect([format, truths.length]).toEqual(['studio', 40]);
    const [{ body, camera, points = [] }] = truths;
    expect(body?.of).toEqual({ name: 'mhbody' });
    expect(camera).toEqual({ focalLength: 736, principalX: 320, principalY: 240 });
    expect([...points].filter((value) => !Number.isNaN(value))).toHaveLength(34);
  });

  it('may leave out where somebody is, and say whose body it is', () => {
    const bodyModel = { name: 'smpl', sha256: 'ab' };
    const [truth] = readTruth(json({ 'a.jpg': { ...plain, bodyModel } })).truths;
    expect(truth.body?.of).toEqual({ name: 'smpl', hash: 'ab' });
    expect([truth.camera, truth.points]).toEqual([undefined, undefined]);
  });

  it.each([
    [{}, 'it knows no picture'],
    [[1], 'the file is no object'],
    [{ 'a.jpg': { betas: zeros(10) } }, 'a.jpg: pose is no list'],
    [{ 'a.jpg': { ...plain, pose: zeros(69) } }, 'a.jpg: pose has 69 numbers instead of 72'],
    [{ 'a.jpg': { ...plain, betas: [null, ...zeros(9)] } }, 'a.jpg: betas is no finite number'],
    [{ 'a.jpg': { ...plain, translation: zeros(3), focal: -1, principal: [0, 0] } }, 'focal is -1'],
  ])('%j is refused', (value, message) => {
    expect(() => readTruth(json(value))).toThrow(message);
  });

  it('with the NaN that Python writes is refused', () => {
    const bytes = new TextEncoder().encode('{"a.jpg": {"pose": [NaN]}}');
    expect(() => readTruth({ source: 'truth.json', bytes })).toThrow('it is no JSON');
  });
});

const dataset = {
  imgname: { shape: [2], data: ['a.jpg', 'b.jpg'] },
  center: { shape: [2, 2], data: Float64Array.of(100, 200, 50, 60) },
  scale: { shape: [2], data: Float64Array.of(1.2, 2.4) },
};
const spin = (more: Parameters<typeof writeNpz>[0]) => ({
  source: 'set.npz',
  bytes: writeNpz({ ...dataset, ...more }),
});

describe('a SPIN data set', () => {
  it('gives joints where their confidence is, points above one half, and bodies of a gender', () => {
    const S = new Float64Array(192).fill(1).fill(0, 3, 4);
    const part = new Float64Array(144).fill(0.6).fill(0.4, 2, 3);
    const { truths } = readTruth(
      spin({
        S: { shape: [2, 24, 4], data: S },
        part: { shape: [2, 24, 3], data: part },
        pose: { shape: [2, 72], data: new Float64Array(144).fill(0.1) },
        shape: { shape: [2, 10], data: new Float64Array(20) },
        gender: { shape: [2], data: ['m', 'f'] },
      }),
    );
    expect(truths.map(({ body }) => body?.of)).toEqual([
      { name: 'smpl', gender: 'm' },
      { name: 'smpl', gender: 'f' },
    ]);
    expect(truths.map(({ boxSidePx }) => boxSidePx)).toEqual([200, 400]);
    const [{ joints3d, points = [] }] = truths;
    expect([...(joints3d?.positions.subarray(0, 6) ?? [])]).toEqual([NaN, NaN, NaN, 1, 1, 1]);
    // The right ankle, landmark 8, is not confident; the right knee, landmark 5, is.
    expect([points[16], points[10]]).toEqual([NaN, 0.6]);
  });

  it('of another body says so, and that its roots are the crop camera’s', () => {
    const { truths, notes } = readTruth(
      spin({
        pose: { shape: [2, 72], data: new Float64Array(144).fill(0.1, 0, 72) },
        shape: { shape: [2, 10], data: new Float64Array(20) },
        has_smpl: { shape: [2], data: Float64Array.of(0, 0) },
        body_model: { shape: [2], data: ['mhbody', 'abc'] },
      }),
    );
    expect(truths.map(({ body }) => body?.of)).toEqual([
      { name: 'mhbody', hash: 'abc' },
      undefined,
    ]);
    expect(notes[0]).toContain('crop camera');
  });

  it.each([
    [
      { pose: { shape: [2, 69], data: new Float64Array(138) } },
      '"pose" is 2 × 69 instead of 2 × 72',
    ],
    [{ S: { shape: [1, 24, 4], data: new Float64Array(96) } }, '"S" is 1 × 24 × 4 instead of'],
    [
      { S: { shape: [2, 24, 4], data: new Float64Array(192).fill(1).fill(NaN, 0, 1) } },
      'S of row 0',
    ],
    [{ imgname: { shape: [0], data: [] as string[] } }, 'center'],
  ])('that is not one is refused: %#', (more, message) => {
    expect(() => readTruth(spin(more))).toThrow(message);
  });

  it('without rows is refused', () => {
    const none = {
      imgname: { shape: [0], data: [] as string[] },
      center: { shape: [0, 2], data: new Float64Array() },
      scale: { shape: [0], data: new Float64Array() },
    };
    expect(() => readTruth(spin(none))).toThrow('The truth cannot be used: it has no rows.');
  });
});

describe('a result of SPIN', () => {
  const result = (rows: number, fill = 0.5) =>
    writeNpz({
      pose: { shape: [rows, 72], data: new Float64Array(72 * rows) },
      betas: { shape: [rows, 10], data: new Float64Array(10 * rows) },
      camera: { shape: [rows, 3], data: new Float64Array(3 * rows).fill(fill) },
      pred_joints: { shape: [rows, 17, 3], data: new Float64Array(51 * rows).fill(1) },
    });

  it('is seen by the crop’s camera in pixels of the picture', () => {
    const [first] = readSpinResult(result(2), 'result.npz', spin({}));
    const { body, camera } = first.bodies.file ?? {};
    // A point on the axis of the crop lies at its centre; s = 0.5 puts the body at 2 · 5000 / 112 m.
    expect([camera?.principalX, camera?.principalY]).toEqual([100, 200]);
    expect(body?.translation[2]).toBeCloseTo(10_000 / 112, 6);
    // One metre at that depth is s · half of the crop's 240 pixels.
    expect((camera?.focalLength ?? 0) / (body?.translation[2] ?? 1)).toBeCloseTo(0.5 * 120, 6);
    expect(first.h36mJoints).toHaveLength(51);
  });

  it.each([
    [result(3), '"pose" is 3 × 72 instead of 2 × 72'],
    [result(2, Number.NaN), 'camera has NaN as its number 0'],
  ])('with other rows, or with NaN, is refused: %#', (bytes, message) => {
    expect(() => readSpinResult(bytes, 'result.npz', spin({}))).toThrow(message);
  });
});

test('EFT and COCO are known by what is in them', () => {
  const person = { image_id: 1, id: 7, keypoints: [10, 20, 2, ...zeros(48)], bbox: [0, 0, 30, 90] };
  const coco = json({ images: [{ id: 1, file_name: 'a.jpg' }], annotations: [person] }, 'c.json');
  expect(truthFormatOf(coco)).toBe('coco');
  const [truth] = readTruth(coco).truths;
  expect([truth.imageName, truth.key, truth.boxSidePx]).toEqual(['a.jpg', '7', 90]);
  expect([truth.points?.[48], truth.points?.[49], truth.points?.[2]]).toEqual([10, 20, NaN]);
  const identity = [1, 0, 0, 0, 1, 0, 0, 0, 1];
  const fit = {
    parm_pose: Array.from({ length: 24 }, () => identity),
    parm_shape: zeros(10),
    parm_cam: [1, 0, 0],
    bbox_scale: 1,
    bbox_center: [5, 5],
    imageName: 'a.jpg',
  };
  const eft = json({ ver: 0.1, data: [fit] }, 'e.json');
  expect(truthFormatOf(eft)).toBe('eft');
  const { truths, notes } = readTruth(eft);
  expect(truths[0].body?.of).toEqual({ name: 'smpl', gender: 'n' });
  expect(notes.at(-1)).toContain('fits of a network');
});

test.each([
  [json({ images: [], annotations: [] }, 'c.json'), 'nobody in it has keypoints'],
  [json({}, 'truth.txt'), 'its ending is none of .json, .npz, .pkl'],
])('an empty set and an unknown ending are refused: %#', (file, message) => {
  expect(() => readTruth(file)).toThrow(message);
});
