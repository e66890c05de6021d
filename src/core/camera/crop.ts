/**
 * SPIN's crop: a square of side 200·scale pixels round a centre, seen as 224 × 224 pixels by a
 * camera of focal length 5000 whose axis goes through the crop's centre.
 */
import type { Pinhole } from './pinhole.ts';

export const CROP_SIZE_PX = 224;
export const CROP_FOCAL_LENGTH_PX = 5000;

export interface Crop {
  readonly centerX: number;
  readonly centerY: number;
  /** Side of the square in pixels of the image, divided by 200. */
  readonly scale: number;
}

export const CROP_CAMERA: Pinhole = {
  focalLength: CROP_FOCAL_LENGTH_PX,
  principalX: CROP_SIZE_PX / 2,
  principalY: CROP_SIZE_PX / 2,
};

/** The crop of training data: 1.2 × the longer side of the box that holds the points. */
export function cropOfPoints(points: readonly { readonly x: number; readonly y: number }[]): Crop {
  const xs = points.map(({ x }) => x);
  const ys = points.map(({ y }) => y);
  const [left, right] = [Math.min(...xs), Math.max(...xs)];
  const [top, bottom] = [Math.min(...ys), Math.max(...ys)];
  return {
    centerX: (left + right) / 2,
    centerY: (top + bottom) / 2,
    scale: (1.2 * Math.max(right - left, bottom - top)) / 200,
  };
}

/** Pixels of the crop's picture for a pixel of the image. */
export function cropFromImage(crop: Crop, x: number, y: number): { x: number; y: number } {
  const zoom = CROP_SIZE_PX / (200 * crop.scale);
  return {
    x: zoom * (x - crop.centerX) + CROP_SIZE_PX / 2,
    y: zoom * (y - crop.centerY) + CROP_SIZE_PX / 2,
  };
}

/** Inverse of {@link cropFromImage}. */
export function imageFromCrop(crop: Crop, x: number, y: number): { x: number; y: number } {
  const zoom = (200 * crop.scale) / CROP_SIZE_PX;
  return {
    x: zoom * (x - CROP_SIZE_PX / 2) + crop.centerX,
    y: zoom * (y - CROP_SIZE_PX / 2) + crop.centerY,
  };
}
