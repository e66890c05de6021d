/** COCO's person keypoints (https://cocodataset.org/#format-data): 17 points, v = 0, 1, 2. */
import { COCO17 } from '../../keypoints/joint-sets.ts';
import { maskFromColumnRuns, maskFromPolygons, unpackCounts } from '../../masks/coco-mask.ts';
import type { Mask } from '../../masks/mask.ts';
import type { CocoImage } from '../coco-keypoints.ts';
import { ABSENT, type AnnotatedFile, type AnnotatedPoint, hasPoints } from './annotation.ts';
import {
  type Fields,
  invalidFile,
  listOf,
  numberOf,
  numbersOf,
  objectOf,
  parseJson,
  requirePixels,
  textOf,
} from './checked.ts';

export interface CocoAnnotation {
  readonly id: number;
  readonly imageId: number;
  /** A region with many people in it, none of whom is told from the others. */
  readonly isCrowd: boolean;
  /** In COCO's order; v = 1 is occluded and has confidence 1. Undefined when none were asked for. */
  readonly points: readonly AnnotatedPoint[] | undefined;
  readonly box: { x: number; y: number; width: number; height: number } | undefined;
  /** As in the file; {@link cocoMask} unpacks it. */
  readonly segmentation: unknown;
}

export interface CocoFile {
  readonly images: ReadonlyMap<number, CocoImage>;
  readonly people: readonly CocoAnnotation[];
}

/** @throws StudioError `format/invalid`, `format/unsupported` for other points than COCO's 17 */
export function readCoco(text: string, source: string): CocoFile {
  const parsed = parseJson(text, source);
  if (Array.isArray(parsed)) {
    throw invalidFile(
      source,
      'it is a list (of results?) without images; COCO data sets have them',
    );
  }
  const document = objectOf(parsed, 'the file', source);
  if (document.images === undefined || document.annotations === undefined) {
    throw invalidFile(source, 'it has no "images" or no "annotations", so it is not of COCO');
  }
  const order = pointOrder(document.categories, source);
  const images = listOf(document.images, 'images', source).map((image) => imageOf(image, source));
  const annotations = listOf(document.annotations, 'annotations', source);
  return {
    images: new Map(images.map((image) => [image.id, image])),
    people: annotations.map((annotation, i) => personOf(annotation, i, order, source)),
  };
}

/** Where each of COCO's points is in the file, by the names that its category gives them. */
function pointOrder(categories: unknown, source: string): readonly number[] {
  const own = COCO17.pointNames.map((name) => name.replace(' ', '_'));
  const names = Array.isArray(categories)
    ? categories.map((category) => namesOf(category, source)).find(({ length }) => length > 0)
    : undefined;
  if (names === undefined) return own.map((_, i) => i);
  const order = own.map((name) => names.indexOf(name));
  if (names.length === own.length && !order.includes(-1)) return order;
  const found = `${names.length} points: ${names.slice(0, 4).join(', ')}, …`;
  throw invalidFile(source, `its category has ${found} instead of COCO's 17`);
}

function namesOf(value: unknown, source: string): string[] {
  const { keypoints } = objectOf(value, 'a category', source);
  if (!Array.isArray(keypoints)) return [];
  const what = "the name of a category's point";
  return keypoints.map((name) => textOf(name, what, source).toLowerCase().replace(' ', '_'));
}

function imageOf(value: unknown, source: string): CocoImage {
  const image = objectOf(value, 'an image', source);
  const size = (side: unknown) => (typeof side === 'number' && side > 0 ? side : 0);
  return {
    id: numberOf(image.id, 'the id of an image', source),
    fileName: textOf(image.file_name, 'the file_name of an image', source),
    width: size(image.width),
    height: size(image.height),
  };
}

function personOf(
  value: unknown,
  index: number,
  order: readonly number[],
  source: string,
): CocoAnnotation {
  const annotation = objectOf(value, `annotation ${index}`, source);
  const id = annotation.id ?? index;
  const what = `annotation ${typeof id === 'number' ? id : index}`;
  return {
    id: numberOf(id, `${what}: id`, source),
    imageId: numberOf(annotation.image_id, `${what}: image_id`, source),
    isCrowd: annotation.iscrowd === 1,
    points: pointsOf(annotation.keypoints, order, what, source),
    box: boxOf(annotation.bbox, what, source),
    segmentation: annotation.segmentation,
  };
}

function pointsOf(
  value: unknown,
  order: readonly number[],
  what: string,
  source: string,
): AnnotatedPoint[] | undefined {
  if (value === undefined) return undefined;
  const rows = numbersOf(value, 51, `${what}: keypoints`, source);
  requirePixels(rows, what, source);
  return order.map((slot) => {
    const [x, y, v] = rows.subarray(3 * slot, 3 * slot + 3);
    if (v === 0) return ABSENT;
    if (v !== 1 && v !== 2) throw invalidFile(source, `${what}: v is ${v} instead of 0, 1 or 2`);
    return { x, y, confidence: 1, visibility: v === 1 ? 'occluded' : 'visible' };
  });
}

function boxOf(value: unknown, what: string, source: string): CocoAnnotation['box'] {
  if (value === undefined) return undefined;
  const [x, y, width, height] = numbersOf(value, 4, `${what}: bbox`, source);
  requirePixels([x, y, width, height], what, source);
  return width > 0 && height > 0 ? { x, y, width, height } : undefined;
}

/** The silhouette of an annotation; undefined when it has none. @throws StudioError `format/invalid` */
export function cocoMask(
  { segmentation, id }: Pick<CocoAnnotation, 'segmentation' | 'id'>,
  { width, height }: Pick<CocoImage, 'width' | 'height'>,
  source: string,
): Mask | undefined {
  const isEmpty = Array.isArray(segmentation) && segmentation.length === 0;
  if (segmentation === undefined || segmentation === null || isEmpty) return undefined;
  const what = `annotation ${id}: segmentation`;
  if (Array.isArray(segmentation)) {
    if (!(width > 0 && height > 0)) throw invalidFile(source, `${what}: the image has no size`);
    const polygons = segmentation.map((polygon) => polygonOf(polygon, what, source));
    return maskFromPolygons(polygons, width, height);
  }
  return maskOfRuns(objectOf(segmentation, what, source), what, source);
}

function polygonOf(value: unknown, what: string, source: string): number[] {
  const corners = listOf(value, what, source).map((item) => numberOf(item, what, source));
  requirePixels(corners, what, source);
  if (corners.length >= 6 && corners.length % 2 === 0) return corners;
  throw invalidFile(source, `${what}: a polygon of ${corners.length} numbers`);
}

/** Larger than any photograph; what asks for more is damaged. */
const MAX_MASK_PIXELS = 5e8;

function maskOfRuns({ size, counts }: Fields, what: string, source: string): Mask {
  const [height, width] = numbersOf(size, 2, `${what}: size`, source);
  if (!(width > 0 && height > 0 && width * height <= MAX_MASK_PIXELS)) {
    throw invalidFile(source, `${what}: a picture of ${width} × ${height} pixels`);
  }
  const runs =
    typeof counts === 'string'
      ? unpackCounts(counts)
      : listOf(counts, `${what}: counts`, source).map((count) => numberOf(count, what, source));
  const mask = maskFromColumnRuns(runs, width, height);
  if (mask === undefined) throw invalidFile(source, `${what}: its runs do not fill the picture`);
  return mask;
}

/** The people who have points; what has none cannot be worked on, and is counted. */
export function annotatedCoco(file: CocoFile, source: string): AnnotatedFile {
  const crowds = file.people.filter(({ isCrowd }) => isCrowd).length;
  const usable = file.people.filter(({ points, isCrowd }) => !isCrowd && hasPoints(points ?? []));
  const without = file.people.length - crowds - usable.length;
  return {
    people: usable.map((person) => {
      const image = requireImage(file, person, source);
      return {
        imageName: image.fileName,
        ...(image.width > 0 && image.height > 0 && { imageSize: image }),
        key: String(person.id),
        jointSet: 'coco17',
        points: person.points ?? [],
        unit: 'pixels',
        box: person.box,
        body: undefined,
        mask: cocoMask(person, image, source),
      };
    }),
    notes: [
      ...(crowds > 0 ? [`${crowds} crowd regions are left out.`] : []),
      ...(without > 0 ? [`${without} annotations without points are left out.`] : []),
    ],
  };
}

function requireImage(file: CocoFile, { id, imageId }: CocoAnnotation, source: string): CocoImage {
  const image = file.images.get(imageId);
  if (image !== undefined) return image;
  throw invalidFile(source, `annotation ${id} is of image ${imageId}, which is not in the file`);
}
