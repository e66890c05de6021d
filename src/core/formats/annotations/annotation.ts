/** People as files of others describe them, whatever the file's format. */
import type { Crop } from '../../camera/crop.ts';
import type { Pinhole } from '../../camera/pinhole.ts';
import type { PointBox } from '../../keypoints/box.ts';
import type { Mask } from '../../masks/mask.ts';

export interface AnnotatedPoint {
  readonly x: number;
  readonly y: number;
  /** In [0, 1]. */
  readonly confidence: number;
  readonly visibility: 'visible' | 'occluded' | 'absent';
}

export interface Annotation {
  /** As the file says it; OpenPose's files know it without its ending. */
  readonly imageName: string;
  /** Pixels, where the file says it: its points are of a picture of this size. */
  readonly imageSize?: { readonly width: number; readonly height: number };
  /** Tells this person from the others of the file. */
  readonly key: string;
  readonly jointSet: 'coco17' | 'body25';
  /** 17 or 25; pixels of the image, or shares of its width and height. */
  readonly points: readonly AnnotatedPoint[];
  readonly unit: 'pixels' | 'shares';
  /** Pixels of the image. */
  readonly box: PointBox | undefined;
  readonly body: AnnotatedBody | undefined;
  readonly mask: Mask | undefined;
}

/** A body as a network or a fit has found it. */
export interface AnnotatedBody {
  /** Shape [72], axis-angle, as the camera below sees the root. */
  readonly pose: Float64Array;
  /** Shape [10]. */
  readonly betas: Float64Array;
  readonly camera: AnnotatedCamera;
}

/**
 * - `crop`: on the axis of a crop, focal length 5000 px where the crop is 224 px wide (SPIN) or 256
 *   px (HMR2); translation in metres, undefined where a file leaves it out (the keypoints tell it).
 * - `scaled`: x = s · X + t in [−1, 1] of the crop (EFT, FrankMocap): scaled before it is shifted.
 * - `full`: a pinhole in the whole image, translation in metres.
 */
export type AnnotatedCamera =
  | {
      readonly kind: 'crop';
      readonly crop: Crop;
      readonly sizePx: 224 | 256;
      readonly translation: Float64Array | undefined;
    }
  | {
      readonly kind: 'scaled';
      readonly crop: Crop;
      readonly s: number;
      readonly tx: number;
      readonly ty: number;
    }
  | { readonly kind: 'full'; readonly pinhole: Pinhole; readonly translation: Float64Array };

/** A file's people and what it holds besides that cannot be taken over, in words. */
export interface AnnotatedFile {
  readonly people: readonly Annotation[];
  /** Whose parameters the bodies' are; SMPL's when a file does not say. */
  readonly bodyModel?: { readonly name: string; readonly hash: string };
  readonly notes: readonly string[];
}

export const ABSENT: AnnotatedPoint = { x: 0, y: 0, confidence: 0, visibility: 'absent' };

/** Points from rows of x, y, confidence; a row without confidence is absent, whatever else it says. */
export function pointsFromRows(
  rows: ArrayLike<number>,
  at: number,
  count: number,
): AnnotatedPoint[] {
  return Array.from({ length: count }, (_, i) => {
    const [x, y, confidence] = [rows[at + 3 * i], rows[at + 3 * i + 1], rows[at + 3 * i + 2]];
    if (!(confidence > 0)) return ABSENT;
    return { x, y, confidence: Math.min(confidence, 1), visibility: 'visible' };
  });
}

export function hasPoints(points: readonly AnnotatedPoint[]): boolean {
  return points.some(({ visibility }) => visibility !== 'absent');
}
