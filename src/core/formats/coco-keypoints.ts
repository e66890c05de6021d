/** COCO's keypoint annotations (https://cocodataset.org/#format-data). */
import { BODY25_FROM_COCO17, COCO17 } from '../keypoints/joint-sets.ts';

export interface CocoImage {
  readonly id: number;
  readonly fileName: string;
  readonly width: number;
  readonly height: number;
}

interface CocoPoint {
  readonly x: number;
  readonly y: number;
  readonly visibility: 'visible' | 'occluded' | 'absent';
}

export interface CocoPerson {
  readonly id: number;
  readonly imageId: number;
  readonly jointSet: 'coco17' | 'body25';
  readonly points: readonly CocoPoint[];
  readonly box: {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  };
}

const V = { visible: 2, occluded: 1, absent: 0 } as const;

/** The json document, as an object. */
export function cocoDocument(images: readonly CocoImage[], people: readonly CocoPerson[]) {
  return {
    info: { description: 'Exported by SPIN Studio' },
    licenses: [],
    images: images.map(({ id, fileName, width, height }) => ({
      id,
      file_name: fileName,
      width,
      height,
    })),
    annotations: people.map(annotationOf),
    categories: [
      {
        id: 1,
        name: 'person',
        supercategory: 'person',
        keypoints: COCO17.pointNames.map((name) => name.replace(' ', '_')),
        skeleton: COCO17.edges.map(([a, b]) => [a + 1, b + 1]),
      },
    ],
  };
}

function annotationOf({ id, imageId, jointSet, points, box }: CocoPerson) {
  const own = jointSet === 'coco17' ? points : BODY25_FROM_COCO17.map((i) => points[i]);
  return {
    id,
    image_id: imageId,
    category_id: 1,
    iscrowd: 0,
    keypoints: own.flatMap(({ x, y, visibility }) =>
      visibility === 'absent' ? [0, 0, 0] : [rounded(x), rounded(y), V[visibility]],
    ),
    num_keypoints: own.filter(({ visibility }) => visibility !== 'absent').length,
    bbox: [rounded(box.x), rounded(box.y), rounded(box.width), rounded(box.height)],
    area: rounded(box.width * box.height),
  };
}

/** A hundredth of a pixel is finer than any hand. */
function rounded(value: number): number {
  return Math.round(100 * value) / 100;
}
