import { describe, expect, it } from 'vitest';
import { maskArea } from '../../masks/mask.ts';
import { cocoDocument } from '../coco-keypoints.ts';
import { annotatedCoco, readCoco } from './coco.ts';

const KEYPOINTS = Array.from({ length: 17 }, (_, i) => [10 + i, 20 + 2 * i, i % 3]).flat();
const IMAGE = { id: 7, file_name: 'day 1/ünï.jpg', width: 64, height: 48 };
const PERSON = { id: 9, image_id: 7, keypoints: KEYPOINTS, bbox: [1, 2, 30, 40], iscrowd: 0 };
const PACKED = 'Zn0d0l00Rk0]OaUO0000000000000000000000000000000000000d5';
const CATEGORY = cocoDocument([], []).categories[0];

function textOf(change: object, person: object = {}): string {
  return JSON.stringify({
    images: [IMAGE],
    annotations: [{ ...PERSON, ...person }],
    categories: [CATEGORY],
    ...change,
  });
}
const read = (text: string) => annotatedCoco(readCoco(text, 'x.json'), 'x.json');

describe('COCO keypoints', () => {
  it('keep v: 0 is absent, 1 occluded, 2 visible', () => {
    const { people, notes } = read(textOf({}));
    expect(people).toHaveLength(1);
    expect(people[0]).toMatchObject({ imageName: 'day 1/ünï.jpg', key: '9', jointSet: 'coco17' });
    expect(people[0]?.points.slice(0, 3)).toEqual([
      { x: 0, y: 0, confidence: 0, visibility: 'absent' },
      { x: 11, y: 22, confidence: 1, visibility: 'occluded' },
      { x: 12, y: 24, confidence: 1, visibility: 'visible' },
    ]);
    expect(people[0]?.box).toEqual({ x: 1, y: 2, width: 30, height: 40 });
    expect(notes).toEqual([]);
  });

  it('come in the order of the category’s names', () => {
    const names = [...(CATEGORY?.keypoints ?? [])];
    const reversed = Array.from({ length: 17 }, (_, i) => KEYPOINTS.slice(48 - 3 * i, 51 - 3 * i));
    const categories = [{ keypoints: names.reverse() }];
    const turned = read(textOf({ categories }, { keypoints: reversed.flat() }));
    expect(turned.people[0]?.points).toEqual(read(textOf({})).people[0]?.points);
  });

  it('read what we write', () => {
    const points = read(textOf({})).people[0]?.points ?? [];
    const box = { x: 1, y: 2, width: 3, height: 4 };
    const person = { id: 1, imageId: 7, jointSet: 'coco17' as const, points, box };
    const image = { id: 7, fileName: 'a.jpg', width: 64, height: 48 };
    const { people } = read(JSON.stringify(cocoDocument([image], [person])));
    expect(people[0]).toMatchObject({ points, box, imageName: 'a.jpg' });
  });

  it('leave out crowds and people without points, and say so', () => {
    const crowd = { ...PERSON, id: 10, iscrowd: 1 };
    const nobody = { ...PERSON, id: 11, keypoints: new Array(51).fill(0) };
    const boxOnly = { id: 12, image_id: 7, bbox: [0, 0, 1, 1] };
    const { people, notes } = read(textOf({ annotations: [PERSON, crowd, nobody, boxOnly] }));
    expect(people.map(({ key }) => key)).toEqual(['9']);
    expect(notes).toEqual([
      '1 crowd regions are left out.',
      '2 annotations without points are left out.',
    ]);
  });

  it.each([
    ['polygons', [[1, 1, 4, 1, 4, 3, 1, 3]], 6],
    ['runs', { size: [48, 64], counts: [0, 5, 48 * 64 - 5] }, 5],
    ['packed runs', { size: [48, 64], counts: PACKED }, 60],
  ])('have silhouettes as %s', (_, segmentation, area) => {
    const mask = read(textOf({}, { segmentation })).people[0]?.mask;
    expect(mask && maskArea(mask)).toBe(area);
  });
});

describe('what is no COCO file is refused, with the reason', () => {
  const pointsWith = (index: number, value: unknown) => KEYPOINTS.with(index, value as number);
  it.each([
    ['a truncated file', textOf({}).slice(0, 200), /it is no JSON, or only a part of one/],
    ['NaN as Python writes it', textOf({}).replace('"image_id":7', '"image_id":NaN'), /no JSON/],
    ['results of a detector', '[{"image_id": 7, "keypoints": []}]', /it is a list/],
    ['EFT', '{"ver": 0.1, "data": []}', /no "images" or no "annotations"/],
    ['OpenPose', '{"version": 1.3, "people": []}', /no "images" or no "annotations"/],
    ['51 numbers too few', textOf({}, { keypoints: [1, 2, 2] }), /has 3 numbers instead of 51/],
    ['text for a number', textOf({}, { keypoints: pointsWith(3, '5') }), /is no finite number/],
    ['a number beyond all', textOf({}, { keypoints: pointsWith(3, 1e30) }), /coordinate of 1e\+30/],
    ['v that COCO has not', textOf({}, { keypoints: pointsWith(5, 7) }), /v is 7 instead of/],
    [
      'whole-body points',
      textOf({ categories: [{ keypoints: ['a', 'b'] }] }),
      /2 points: a, b, … instead/,
    ],
    ['an image that is missing', textOf({ images: [] }), /is of image 7, which is not in the file/],
    [
      'a mask of another picture',
      textOf({}, { segmentation: { size: [48, 64], counts: [5] } }),
      /do not fill/,
    ],
    [
      'a mask that fills the memory',
      textOf({}, { segmentation: { size: [1e9, 1e9], counts: [1] } }),
      /pixels/,
    ],
    ['half a polygon', textOf({}, { segmentation: [[1, 2, 3]] }), /a polygon of 3 numbers/],
  ])('%s', (_, text, reason) => {
    expect(() => read(text)).toThrow(reason);
    expect(() => read(text)).toThrow(expect.objectContaining({ code: 'format/invalid' }));
  });
});
