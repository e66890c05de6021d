/**
 * OpenPose's json (`--write_json`): one file a picture, BODY_25 or the older 18 points, in pixels or
 * in shares of the picture (`--keypoint_scale` 0 and 3; told apart by the numbers themselves).
 */
import { StudioError } from '../../common/errors.ts';
import {
  ABSENT,
  type AnnotatedFile,
  type AnnotatedPoint,
  hasPoints,
  pointsFromRows,
} from './annotation.ts';
import {
  type Fields,
  invalidFile,
  listOf,
  numbersOf,
  objectOf,
  parseJson,
  requirePixels,
} from './checked.ts';

/** Slot in BODY_25 of each of the 18 points of OpenPose's COCO model. */
const BODY25_FROM_COCO18 = [0, 1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18] as const;

/** Points of a picture are this far inside at most when they are shares; one may lie beside it. */
const MAX_SHARE = 1.5;

/** `walk_000012_keypoints.json` belongs to `walk_000012` with whatever ending. */
export function openPoseImage(path: string): string {
  return path.replace(/(_keypoints)?\.json$/i, '');
}

/**
 * @param source path of the file, which also says which picture it is of
 * @throws StudioError `format/invalid`; `format/unsupported` for `--keypoint_scale 4`
 */
export function annotatedOpenPose(text: string, source: string): AnnotatedFile {
  const document = objectOf(parseJson(text, source), 'the file', source);
  if (document.people === undefined) {
    throw invalidFile(source, 'it has no "people", so it is not of OpenPose');
  }
  const found = listOf(document.people, 'people', source).map((person, i) =>
    pointsOf(objectOf(person, `person ${i}`, source), `person ${i}`, source),
  );
  const unit = unitOf(found.flat(), source);
  const people = found.flatMap((points, i) => (hasPoints(points) ? [{ points, key: `${i}` }] : []));
  const without = found.length - people.length;
  return {
    people: people.map(({ points, key }) => ({
      imageName: openPoseImage(source),
      key,
      jointSet: 'body25',
      points,
      unit,
      box: undefined,
      body: undefined,
      mask: undefined,
    })),
    notes: without === 0 ? [] : [`${without} people without body points are left out.`],
  };
}

function pointsOf(person: Fields, what: string, source: string): AnnotatedPoint[] {
  const value = person.pose_keypoints_2d ?? person.pose_keypoints;
  const numbers = listOf(value, `${what}: pose_keypoints_2d`, source);
  if (numbers.length === 0) return [];
  if (numbers.length !== 75 && numbers.length !== 54) {
    const reason = `${what} has ${numbers.length} numbers instead of 75 (BODY_25) or 54 (COCO)`;
    throw invalidFile(source, reason);
  }
  const rows = numbersOf(numbers, numbers.length, what, source);
  requirePixels(rows, what, source);
  if (rows.length === 75) return pointsFromRows(rows, 0, 25);
  const points = new Array<AnnotatedPoint>(25).fill(ABSENT);
  for (const [i, point] of pointsFromRows(rows, 0, 18).entries()) {
    points[BODY25_FROM_COCO18[i]] = point;
  }
  return points;
}

function unitOf(points: readonly AnnotatedPoint[], source: string): 'pixels' | 'shares' {
  const values = points.filter(({ confidence }) => confidence > 0).flatMap(({ x, y }) => [x, y]);
  if (values.length === 0 || values.some((value) => Math.abs(value) > MAX_SHARE)) return 'pixels';
  if (values.every((value) => value > 1 - MAX_SHARE)) return 'shares';
  const message =
    'Its points lie in [−1, 1] (--keypoint_scale 4), which cannot be read. Nothing was changed. Run ' +
    `OpenPose with --keypoint_scale 0 or 3.\nFile: ${source}`;
  throw new StudioError('format/unsupported', message, { source, found: '--keypoint_scale 4' });
}
