/**
 * The same body as SPIN's crop camera sees it. That camera stands 5000 px away on the crop's own
 * axis, so a body beside the image's middle appears turned: root orientation and translation are
 * fitted again to where the full camera sees its points, pose and shape are held.
 */
import { CROP_CAMERA, CROP_SIZE_PX, type Crop, cropFromImage } from './crop.ts';
import type { Pinhole } from './pinhole.ts';
import { projectPoints } from './projection.ts';
import { turnAndPlace } from './turn-and-place.ts';
import { virtualFromCamera } from './virtual-camera.ts';

export interface CropView {
  /** Rotation to apply after the body's own root orientation, row-major 3×3. */
  readonly cropFromCamera: Float64Array;
  /** Where the pivot is in the crop camera, metres. */
  readonly pivot: Float64Array;
  /** Root mean square distance of the two cameras' pixels inside the crop, pixels of the 224 crop. */
  readonly rmsPx: number;
}

const MARGIN_PX = 22;
const MIN_POINTS = 8;

/**
 * @param points in the full image's camera, shape [N, 3], metres
 * @param pivot of the body's root rotation, same frame
 */
export function seenByCrop(
  points: Float64Array,
  pivot: ArrayLike<number>,
  camera: Pinhole,
  crop: Crop,
): CropView {
  const allTargets = cropPixels(points, camera, crop);
  const shown = shownInCrop(allTargets);
  const targets = rowsOf(allTargets, shown, 2);
  const offsets = rowsOf(points, shown, 3).map((value, i) => value - pivot[i % 3]);
  const turn = virtualFromCamera(camera, crop.centerX, crop.centerY);
  const zoom = CROP_SIZE_PX / (200 * crop.scale);
  const depth = (pivot[2] * CROP_CAMERA.focalLength) / (camera.focalLength * zoom);
  const view = turnAndPlace({ offsets, targets, camera: CROP_CAMERA }, { turn, depth });
  return { cropFromCamera: view.turn, pivot: view.place, rmsPx: view.rmsPx };
}

/** Points that the crop shows: what lies outside of it trains nobody. All when they are too few. */
function shownInCrop(targets: Float64Array): number[] {
  const inside = (value: number) => value >= -MARGIN_PX && value <= CROP_SIZE_PX + MARGIN_PX;
  const all = Array.from({ length: targets.length / 2 }, (_, i) => i);
  const shown = all.filter((i) => inside(targets[2 * i]) && inside(targets[2 * i + 1]));
  return shown.length >= MIN_POINTS ? shown : all;
}

function rowsOf(values: Float64Array, rows: readonly number[], width: number): Float64Array {
  return Float64Array.from(rows.flatMap((i) => [...values.subarray(width * i, width * (i + 1))]));
}

function cropPixels(points: Float64Array, camera: Pinhole, crop: Crop): Float64Array {
  const pixels = new Float64Array((points.length / 3) * 2);
  projectPoints(camera, points, pixels);
  for (let i = 0; i < pixels.length; i += 2) {
    const { x, y } = cropFromImage(crop, pixels[i], pixels[i + 1]);
    pixels[i] = x;
    pixels[i + 1] = y;
  }
  return pixels;
}
