import { describe, expect, it } from 'vitest';
import type { NpyArray } from '../npy.ts';
import { type NpzArrays, readNpz, writeNpz } from '../npz.ts';
import { type SpinRow, spinDataset, spinFits } from '../spin-dataset.ts';
import { annotatedSpin, readSpinDataset, readSpinFits } from './spin.ts';

const BODY = { name: 'smpl', hash: 'cd', isSmpl: true };

function rowOf(jointSet: SpinRow['jointSet']): SpinRow {
  const count = jointSet === 'coco17' ? 17 : 25;
  return {
    imageName: 'day 1/ünï.jpg',
    personId: 3,
    state: 'accepted',
    jointSet,
    points: Float64Array.from({ length: 3 * count }, (_, k) => [k, 100 + k, 0.5][k % 3] ?? 0),
    centerX: 50,
    centerY: 60,
    scale: 1.5,
    cropPose: new Float64Array(72).fill(0.25),
    betas: new Float64Array(10).fill(-1),
    full: undefined,
    constraints: '{}',
    imageEvidence: '',
  };
}

const arraysOf = (jointSet: SpinRow['jointSet']) =>
  readNpz(writeNpz(spinDataset([rowOf(jointSet)], BODY)), 'x.npz');
const read = (arrays: NpzArrays) => readSpinDataset(arrays, 'x.npz');

describe('a SPIN data set', () => {
  it.each(['coco17', 'body25'] as const)('reads what we write, %s', (jointSet) => {
    const { people, notes } = annotatedSpin(read(arraysOf(jointSet)));
    const row = rowOf(jointSet);
    expect(people[0]).toMatchObject({ imageName: row.imageName, jointSet, unit: 'pixels' });
    expect(people[0]?.points.flatMap(({ x, y, confidence }) => [x, y, confidence])).toEqual([
      ...row.points,
    ]);
    expect(people[0]?.body).toEqual({
      pose: row.cropPose,
      betas: row.betas,
      camera: {
        kind: 'crop',
        crop: { centerX: 50, centerY: 60, scale: 1.5 },
        sizePx: 224,
        translation: undefined,
      },
    });
    expect(notes).toEqual([]);
  });

  it('puts a labelled point in place of the detected one, and counts what COCO has not', () => {
    const { part: _, ...others } = arraysOf('body25');
    const part = new Float64Array(72);
    part.set([500, 600, 1], 3 * 9); // left shoulder
    part.set([1, 2, 1], 3 * 12); // neck
    const data = read({ ...others, part: { shape: [1, 24, 3], data: part } });
    const { people, notes } = annotatedSpin(data);
    expect(people[0]?.points[5]).toMatchObject({ x: 500, y: 600, confidence: 1 });
    expect(people[0]?.points[2]).toMatchObject({ x: 6, y: 107, confidence: 0.5 });
    expect(notes).toEqual(["1 points that COCO's 17 do not have are left out."]);
  });

  it('may leave out what SPIN allows to; then nobody has a body', () => {
    const { imgname, center, scale } = arraysOf('coco17');
    const data = read({ imgname, center, scale } as NpzArrays);
    expect(data).toMatchObject({ pose: undefined, part: undefined, genders: undefined });
    expect(annotatedSpin(data).people[0]?.body).toBeUndefined();
  });

  it('has a body for everybody when there is a pose and no has_smpl', () => {
    const { has_smpl: _, ...arrays } = arraysOf('coco17');
    expect([...read(arrays).hasSmpl]).toEqual([1]);
  });

  it('takes the fits for rows without a body of their own', () => {
    const arrays = spinDataset([{ ...rowOf('coco17'), cropPose: undefined }], BODY);
    const fits = readSpinFits(spinFits([rowOf('coco17')]), 1, 'x_fits.npy');
    expect(annotatedSpin(read(arrays)).people[0]?.body).toBeUndefined();
    expect([...(annotatedSpin(read(arrays), fits).people[0]?.body?.pose ?? [])]).toEqual(
      new Array(72).fill(0.25),
    );
  });
});

describe('what is no SPIN data set is refused, with the reason', () => {
  const changed = (name: string, array: NpyArray | undefined) => {
    const { [name]: _, ...others } = arraysOf('coco17');
    return array === undefined ? others : { ...others, [name]: array };
  };
  const numbers = (shape: number[], change: Record<number, number> = {}) => {
    const data = new Float64Array(shape.reduce((a, b) => a * b, 1)).fill(1);
    for (const [i, value] of Object.entries(change)) data[Number(i)] = value;
    return { shape, data };
  };
  it.each([
    ['no names', 'imgname', undefined, /no array "imgname"/],
    ['names that are numbers', 'imgname', numbers([1]), /holds numbers, not names/],
    ['a wrong joint count', 'part', numbers([1, 17, 3]), /1 × 17 × 3 instead of 1 × 24 × 3/],
    ['fewer rows', 'openpose', numbers([0, 25, 3]), /0 × 25 × 3 instead of 1 × 25 × 3/],
    ['HMR2’s boxes', 'scale', numbers([1, 2]), /"scale" is 1 × 2 instead of 1/],
    ['a crop without size', 'scale', numbers([1], { 0: 0 }), /scale of row 0 is 0/],
    ['NaN in a point', 'part', numbers([1, 24, 3], { 0: Number.NaN }), /coordinate that is NaN/],
    ['a point beyond all', 'part', numbers([1, 24, 3], { 1: -1e20 }), /coordinate of -10{20}\./],
    [
      'NaN in a pose',
      'pose',
      numbers([1, 72], { 5: Number.NaN }),
      /row 0 of pose has the value NaN/,
    ],
    [
      'an infinite beta',
      'shape',
      numbers([1, 10], { 5: 1e300 }),
      /row 0 of shape has the value 1e\+300/,
    ],
  ])('%s', (_, name, array, reason) => {
    expect(() => read(changed(name, array))).toThrow(reason);
    expect(() => read(changed(name, array))).toThrow(
      expect.objectContaining({ code: 'format/invalid' }),
    );
  });

  it('NaN where the confidence is 0 is an absent point', () => {
    const part = numbers([1, 24, 3], { 0: Number.NaN, 2: 0 });
    expect(annotatedSpin(read(changed('part', part))).people[0]?.points[16]?.visibility).toBe(
      'absent',
    );
  });

  it('fits of another number of people', () => {
    expect(() => readSpinFits(numbers([2, 82]), 1, 'f.npy')).toThrow(/2 × 82 instead of 1 × 82/);
    expect(() => readSpinFits(numbers([1, 82], { 3: Number.NaN }), 1, 'f.npy')).toThrow(/NaN/);
  });
});
