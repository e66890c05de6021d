import { describe, expect, it } from 'vitest';
import { annotatedOpenPose, openPoseImage } from './openpose.ts';

/** Point i at (10 + i, 20 + i) with confidence 0.5, scaled. */
const rows = (count: number, scale = 1) =>
  Array.from({ length: count }, (_, i) => [scale * (10 + i), scale * (20 + i), 0.5]).flat();
const textOf = (pose: unknown, name = 'pose_keypoints_2d') =>
  JSON.stringify({ version: 1.3, people: [{ person_id: [-1], [name]: pose }] });
const read = (text: string) => annotatedOpenPose(text, 'walk/a_000000000012_keypoints.json');

describe('OpenPose’s json', () => {
  it('is of the picture that it is named after', () => {
    expect(openPoseImage('walk/a_12_keypoints.json')).toBe('walk/a_12');
    expect(openPoseImage('a.json')).toBe('a');
    expect(read(textOf(rows(25))).people[0]?.imageName).toBe('walk/a_000000000012');
  });

  it('has 25 points in pixels', () => {
    const [person] = read(textOf(rows(25))).people;
    expect(person).toMatchObject({ jointSet: 'body25', unit: 'pixels', key: '0' });
    expect(person?.points[24]).toEqual({ x: 34, y: 44, confidence: 0.5, visibility: 'visible' });
  });

  it('or 18, which have no middle hip and no feet', () => {
    const [person] = read(textOf(rows(18))).people;
    expect(person?.points[7]?.x).toBe(17); // left wrist
    expect(person?.points[8]?.visibility).toBe('absent'); // middle hip
    expect(person?.points[9]?.x).toBe(18); // right hip
    expect(person?.points[18]?.x).toBe(27); // left ear
    expect(person?.points[19]?.visibility).toBe('absent');
    expect(read(textOf(rows(18), 'pose_keypoints')).people).toHaveLength(1);
  });

  it('or shares of the picture, also with a point beside it', () => {
    expect(read(textOf(rows(25, 0.02))).people[0]?.unit).toBe('shares');
    expect(read(textOf(rows(25, 0.02).with(0, 1.05).with(1, -0.03))).people[0]?.unit).toBe(
      'shares',
    );
  });

  it('may hold a face without a body, which is left out', () => {
    const { people, notes } = read(textOf([]));
    expect(people).toEqual([]);
    expect(notes).toEqual(['1 people without body points are left out.']);
    expect(read(JSON.stringify({ people: [] }))).toEqual({ people: [], notes: [] });
  });

  it.each([
    ['a truncated file', textOf(rows(25)).slice(0, 99), 'format/invalid', /only a part of one/],
    ['COCO', '{"images": [], "annotations": []}', 'format/invalid', /no "people"/],
    ['17 points', textOf(rows(17)), 'format/invalid', /51 numbers instead of 75/],
    [
      'a point beyond all',
      textOf(rows(25).with(4, 1e9)),
      'format/invalid',
      /coordinate of 1000000000/,
    ],
    ['no number', textOf(rows(25).with(4, null as never)), 'format/invalid', /no finite number/],
    [
      '[−1, 1]',
      textOf(rows(25, 0.02).with(0, -0.9)),
      'format/unsupported',
      /--keypoint_scale 0 or 3/,
    ],
  ])('%s is refused, with the reason', (_, text, code, reason) => {
    expect(() => read(text)).toThrow(reason);
    expect(() => read(text)).toThrow(expect.objectContaining({ code }));
  });
});
