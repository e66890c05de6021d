/** Fits in the full image's camera: CameraHMR's and CamSMPLify's npz files. */
import type { Pinhole } from '../../camera/pinhole.ts';
import type { NpzArrays } from '../npz.ts';
import { type AnnotatedFile, type AnnotatedPoint, pointsFromRows } from './annotation.ts';
import { invalidFile } from './checked.ts';
import {
  imageNamesOf,
  optionalRows,
  requiredRows,
  requireFinite,
  requireRowPixels,
  rowOf,
} from './rows.ts';
import { mergedPoints } from './spin.ts';

/** @throws StudioError `format/invalid` */
export function annotatedCameraHmr(arrays: NpzArrays, source: string): AnnotatedFile {
  const names = imageNamesOf(arrays, source);
  const count = names.length;
  const rows = (name: string, shape: number[]) => {
    const values = requiredRows(arrays, name, [count, ...shape], source);
    requireFinite(values, name, source);
    return values;
  };
  const [pose, betas] = [rows('pose', [72]), rows('shape', [10])];
  const [intrinsics, places] = [rows('cam_int', [3, 3]), rows('cam_t', [3])];
  const points = optionalRows(arrays, 'gt_keypoints', [count, 25, 3], source);
  requireRowPixels(points, 'gt_keypoints', source);
  const people = names.map((imageName, i) => ({
    imageName,
    key: String(i),
    ...mergedPoints(NO_LABELS, points && pointsFromRows(points, 75 * i, 25)),
    unit: 'pixels' as const,
    box: undefined,
    body: {
      pose: rowOf(pose, i, 72),
      betas: rowOf(betas, i, 10),
      camera: {
        kind: 'full' as const,
        pinhole: pinholeOf(rowOf(intrinsics, i, 9), i, source),
        translation: rowOf(places, i, 3),
      },
    },
    mask: undefined,
  }));
  return { people, notes: [] };
}

const NO_LABELS: readonly AnnotatedPoint[] = [];

function pinholeOf(K: Float64Array, row: number, source: string): Pinhole {
  const [fx, , cx, , fy, cy] = K;
  const isPinhole = fx > 0 && Math.abs(fx - fy) < 0.01 * fx;
  if (isPinhole) return { focalLength: fx, principalX: cx, principalY: cy };
  throw invalidFile(source, `cam_int of row ${row} has focal lengths ${fx} and ${fy}`);
}
