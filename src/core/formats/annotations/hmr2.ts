/**
 * Training data of 4D-Humans (`hmr2/datasets/image_dataset.py`): SPIN's idea with other names, the
 * box in pixels (the loader divides by 200), 25 + 19 points, and a 256 px crop.
 */
import type { Crop } from '../../camera/crop.ts';
import type { NpzArrays } from '../npz.ts';
import { type AnnotatedBody, type AnnotatedFile, pointsFromRows } from './annotation.ts';
import { invalidFile, requirePixels } from './checked.ts';
import {
  imageNamesOf,
  optionalRows,
  requiredRows,
  requireFiniteRows,
  requireRowPixels,
  rowOf,
} from './rows.ts';
import { mergedPoints } from './spin.ts';

/** The rows of a data set. Arrays are row-major, pixels of the image and radians. */
export interface Hmr2Dataset {
  readonly count: number;
  readonly imageNames: readonly string[];
  /** The longer side of each box. */
  readonly crops: readonly Crop[];
  /** Shape [N, 25, 3]: x, y, confidence. */
  readonly bodyPoints: Float64Array | undefined;
  /** SPIN's labelled slots 0 … 18, shape [N, 19, 3]. */
  readonly extraPoints: Float64Array | undefined;
  /** Shape [N, 72]. */
  readonly pose: Float64Array | undefined;
  /** Shape [N, 10]. */
  readonly betas: Float64Array | undefined;
  /** Shape [N], 0 or 1: whose pose and betas these are. */
  readonly hasPose: Float64Array;
  readonly hasBetas: Float64Array;
}

/** @throws StudioError `format/invalid` */
export function readHmr2Dataset(arrays: NpzArrays, source: string): Hmr2Dataset {
  const imageNames = imageNamesOf(arrays, source);
  const count = imageNames.length;
  const points = (name: string, size: number) => {
    const rows = optionalRows(arrays, name, [count, size, 3], source);
    requireRowPixels(rows, name, source);
    return rows;
  };
  const parameters = (name: string, width: number) => {
    const values = optionalRows(arrays, name, [count, width], source);
    const has = values && optionalRows(arrays, `has_${name}`, [count], source);
    requireFiniteRows(values, has ?? new Float64Array(count), name, source);
    return { values, has: has ?? new Float64Array(count) };
  };
  const pose = parameters('body_pose', 72);
  const betas = parameters('betas', 10);
  return {
    count,
    imageNames,
    crops: cropsOf(arrays, count, source),
    bodyPoints: points('body_keypoints_2d', 25),
    extraPoints: points('extra_keypoints_2d', 19),
    pose: pose.values,
    betas: betas.values,
    hasPose: pose.has,
    hasBetas: betas.has,
  };
}

/** SPIN's scales are its boxes' sides / 200; nobody is that small in pixels. */
const SMALLEST_BOX_PX = 12;

function cropsOf(arrays: NpzArrays, count: number, source: string): Crop[] {
  const wide = arrays.center?.shape.length === 3;
  const center = requiredRows(arrays, 'center', wide ? [count, 1, 2] : [count, 2], source);
  const shape = arrays.scale?.shape ?? [count];
  const columns = shape.length === 1 ? 1 : (shape.at(-1) ?? 0);
  const sides = requiredRows(arrays, 'scale', [count, ...shape.slice(1)], source);
  requirePixels(center, 'center', source);
  requirePixels(sides, 'scale', source);
  const crops = Array.from({ length: count }, (_, i) => ({
    centerX: center[2 * i],
    centerY: center[2 * i + 1],
    scale: Math.max(...rowOf(sides, i, columns)) / 200,
  }));
  const tooSmall = crops.findIndex(({ scale }) => !(200 * scale >= SMALLEST_BOX_PX));
  if (tooSmall < 0) return crops;
  const reason = `the box of row ${tooSmall} is ${Number((200 * crops[tooSmall].scale).toPrecision(3))} px wide; is it of SPIN?`;
  throw invalidFile(source, reason);
}

export function annotatedHmr2(data: Hmr2Dataset): AnnotatedFile {
  const people = Array.from({ length: data.count }, (_, i) => ({
    imageName: data.imageNames[i],
    key: String(i),
    ...mergedPoints(
      data.extraPoints && pointsFromRows(data.extraPoints, 57 * i, 19),
      data.bodyPoints && pointsFromRows(data.bodyPoints, 75 * i, 25),
    ),
    unit: 'pixels' as const,
    box: undefined,
    body: bodyOf(data, i),
    mask: undefined,
  }));
  return { people, notes: [] };
}

function bodyOf(
  { pose, betas, hasPose, hasBetas, crops }: Hmr2Dataset,
  i: number,
): AnnotatedBody | undefined {
  if (pose === undefined || !(hasPose[i] > 0)) return undefined;
  const shaped = betas !== undefined && hasBetas[i] > 0;
  return {
    pose: rowOf(pose, i, 72),
    betas: shaped ? rowOf(betas, i, 10) : new Float64Array(10),
    camera: { kind: 'crop', crop: crops[i], sizePx: 256, translation: undefined },
  };
}
