import { describe, expect, it } from 'vitest';
import { cocoDocument } from './coco-keypoints.ts';
import { readNpz, writeNpz } from './npz.ts';
import { type SpinRow, spinDataset, spinFits, spinFitsName } from './spin-dataset.ts';

const MHBODY = { name: 'mhbody', hash: 'ab', isSmpl: false };
const SMPL = { name: 'smpl', hash: 'cd', isSmpl: true };

/** Point i is at (i, 100 + i) with confidence i / 100. */
function points(count: number): Float64Array {
  return Float64Array.from({ length: 3 * count }, (_, k) => {
    const i = Math.floor(k / 3);
    return [i, 100 + i, i / 100][k % 3];
  });
}

function rowOf(jointSet: SpinRow['jointSet'], hasFit: boolean): SpinRow {
  return {
    imageName: 'day 1/ünï.jpg',
    personId: 3,
    state: 'accepted',
    jointSet,
    points: points(jointSet === 'coco17' ? 17 : 25),
    centerX: 50,
    centerY: 60,
    scale: 1.5,
    cropPose: hasFit ? new Float64Array(72).fill(0.25) : undefined,
    betas: hasFit ? new Float64Array(10).fill(-1) : undefined,
    full: undefined,
    constraints: '{}',
    imageEvidence: '',
  };
}

describe('a SPIN data set', () => {
  it('has COCO’s points in their slots of `part` and nothing in the others', () => {
    const { part, openpose } = spinDataset([rowOf('coco17', true)], MHBODY);
    const slot = (i: number) => [...part.data.slice(3 * i, 3 * i + 3)];
    expect(slot(0)).toEqual([16, 116, 0.16]); // right ankle
    expect(slot(9)).toEqual([5, 105, 0.05]); // left shoulder
    expect(slot(19)).toEqual([0, 100, 0]); // nose
    expect(slot(12)).toEqual([0, 0, 0]); // neck: COCO has none
    expect([...openpose.data].every((value) => value === 0)).toBe(true);
  });

  it('has BODY_25 in `openpose` as it is', () => {
    const { part, openpose } = spinDataset([rowOf('body25', true)], MHBODY);
    expect([...openpose.data]).toEqual([...points(25)]);
    expect([...part.data].every((value) => value === 0)).toBe(true);
  });

  it('calls only SMPL SMPL, and only where there is a fit', () => {
    const rows = [rowOf('coco17', true), rowOf('coco17', false)];
    expect([...spinDataset(rows, SMPL).has_smpl.data]).toEqual([1, 0]);
    expect([...spinDataset(rows, MHBODY).has_smpl.data]).toEqual([0, 0]);
    expect(spinFitsName('lab', SMPL)).toBe('lab_fits.npy');
    expect(spinFitsName('lab', MHBODY)).toBe('lab_fits.mhbody.npy');
  });

  it('has fits whose row i belongs to row i, zeros where there is none', () => {
    const { shape, data } = spinFits([rowOf('coco17', false), rowOf('coco17', true)]);
    expect(shape).toEqual([2, 82]);
    expect([...data.subarray(0, 82)].every((value) => value === 0)).toBe(true);
    expect([data[82], data[82 + 71], data[82 + 72]]).toEqual([0.25, 0.25, -1]);
  });

  it('reads back as it was written, names included', () => {
    const arrays = spinDataset([rowOf('coco17', true)], MHBODY);
    expect(readNpz(writeNpz(arrays), 'test')).toEqual(arrays);
  });
});

it('COCO’s document keeps occluded points and zeroes absent ones', () => {
  const visibilities = ['visible', 'occluded', 'absent'] as const;
  const keypoints = Array.from({ length: 17 }, (_, i) => ({
    x: i + 0.004,
    y: 2 * i,
    visibility: visibilities[i % 3],
  }));
  const box = { x: 1, y: 2, width: 3, height: 4 };
  const image = { id: 7, fileName: 'a.jpg', width: 640, height: 480 };
  const person = { id: 9, imageId: 7, jointSet: 'coco17' as const, points: keypoints, box };
  const { images, annotations, categories } = cocoDocument([image], [person]);
  expect(images).toEqual([{ id: 7, file_name: 'a.jpg', width: 640, height: 480 }]);
  expect(annotations[0]).toMatchObject({
    image_id: 7,
    num_keypoints: 12,
    bbox: [1, 2, 3, 4],
    area: 12,
  });
  expect(annotations[0].keypoints.slice(0, 9)).toEqual([0, 0, 2, 1, 2, 1, 0, 0, 0]);
  expect(categories[0].keypoints.slice(0, 3)).toEqual(['nose', 'left_eye', 'right_eye']);
});
