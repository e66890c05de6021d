import { describe, expect, it } from 'vitest';
import { matrixFromAxisAngle } from '../../math/rotation.ts';
import { annotatedEft, readEft } from './eft.ts';

const POSE = Float64Array.from({ length: 72 }, (_, i) => Math.sin(i) / 2);

function rotations(): number[][][] {
  return Array.from({ length: 24 }, (_, joint) => {
    const R = new Float64Array(9);
    matrixFromAxisAngle(POSE, 3 * joint, R, 0);
    return [0, 3, 6].map((row) => [...R.subarray(row, row + 3)]);
  });
}

const PERSON = {
  parm_pose: rotations(),
  parm_shape: Array.from({ length: 10 }, (_, i) => i / 10),
  parm_cam: [0.9, 0.1, -0.2],
  bbox_center: [120, 130],
  bbox_scale: 1.25,
  joint_validity_openpose18: new Array(18).fill(true),
  smpltype: 'smpl',
  annotId: [425],
  imageName: 'COCO_train2014_000000000001.jpg',
};
const textOf = (change: object = {}) =>
  JSON.stringify({ ver: 0.1, data: [{ ...PERSON, ...change }] });
const read = (text: string) => annotatedEft(readEft(text, 'x.json'));

describe('EFT’s fits', () => {
  it('have rotation matrices, and a camera that scales before it shifts', () => {
    const [person] = read(textOf()).people;
    expect(person).toMatchObject({ key: '425', imageName: PERSON.imageName, jointSet: 'coco17' });
    expect(person?.points.every(({ visibility }) => visibility === 'absent')).toBe(true);
    expect(person?.body?.camera).toEqual({
      kind: 'scaled',
      crop: { centerX: 120, centerY: 130, scale: 1.25 },
      s: 0.9,
      tx: 0.1,
      ty: -0.2,
    });
    for (const [i, value] of (person?.body?.pose ?? []).entries()) {
      expect(value).toBeCloseTo(POSE[i] ?? 0, 9);
    }
  });

  it('may bring SPIN’s 49 points', () => {
    const points = Array.from({ length: 49 }, (_, i) => [i, 2 * i, i < 25 ? 0 : 1]);
    const [person] = read(textOf({ gt_keypoint_2d: points })).people;
    // COCO's left shoulder is slot 9 of the 24 behind OpenPose's 25.
    expect(person?.points[5]).toEqual({ x: 34, y: 68, confidence: 1, visibility: 'visible' });
  });

  it.each([
    ['a truncated file', textOf().slice(0, -9), /no JSON, or only a part/],
    ['COCO', '{"images": [], "annotations": []}', /no "ver" or no "data"/],
    ['23 joints', textOf({ parm_pose: rotations().slice(1) }), /207 numbers instead of 216/],
    ['axis-angle for matrices', textOf({ parm_pose: new Array(216).fill(0.1) }), /is no rotation/],
    ['a camera behind the body', textOf({ parm_cam: [-1, 0, 0] }), /camera has scale -1/],
    ['no picture', textOf({ imageName: undefined }), /imageName is no text/],
    ['a box without size', textOf({ bbox_scale: 0 }), /bbox_scale is 0/],
    ['null for a number', textOf({ parm_shape: new Array(10).fill(null) }), /is no finite number/],
  ])('%s is refused, with the reason', (_, text, reason) => {
    expect(() => read(text)).toThrow(reason);
    expect(() => read(text)).toThrow(expect.objectContaining({ code: 'format/invalid' }));
  });

  it('SMPL-X is refused', () => {
    expect(() => read(textOf({ smpltype: 'smplx' }))).toThrow(
      expect.objectContaining({ code: 'format/unsupported' }),
    );
  });
});
