/**
 * The same body as SPIN's crop camera sees it. That camera stands 5000 px away on the crop's own
 * axis, so a body beside the image's middle appears turned: root orientation and translation are
 * fitted again to where the full camera sees its points, pose and shape are held.
 */
import { factorizeCholesky, solveCholesky } from '../math/cholesky.ts';
import { apply3, multiply3 } from '../math/matrix3.ts';
import { matrixFromAxisAngle } from '../math/rotation.ts';
import { CROP_CAMERA, CROP_SIZE_PX, type Crop, cropFromImage } from './crop.ts';
import type { Pinhole } from './pinhole.ts';
import { projectPoints } from './projection.ts';
import { virtualFromCamera } from './virtual-camera.ts';

export interface CropView {
  /** Rotation to apply after the body's own root orientation, row-major 3×3. */
  readonly cropFromCamera: Float64Array;
  /** Where the pivot is in the crop camera, metres. */
  readonly pivot: Float64Array;
  /** Root mean square distance of the two cameras' pixels inside the crop, pixels of the 224 crop. */
  readonly rmsPx: number;
}

const STEPS = 10;
const MARGIN_PX = 22;
const MIN_POINTS = 8;
/** Six unknowns, padded to the solver's block size. */
const ORDER = 8;

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
  let cropFromCamera = virtualFromCamera(camera, crop.centerX, crop.centerY);
  const place = startPlace(offsets, targets, pivot, camera, crop);
  for (let step = 0; step < STEPS; step++) {
    const turned = rotated(cropFromCamera, offsets);
    const change = gaussNewtonStep(turned, place, targets);
    const turn = new Float64Array(9);
    matrixFromAxisAngle(change, 0, turn, 0);
    const next = new Float64Array(9);
    multiply3(turn, 0, cropFromCamera, 0, next, 0);
    cropFromCamera = next;
    for (let axis = 0; axis < 3; axis++) place[axis] += change[3 + axis];
  }
  const rmsPx = rms(rotated(cropFromCamera, offsets), place, targets);
  return { cropFromCamera, pivot: place, rmsPx };
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

/** On the ray through the mean target, as far away as the change of focal length asks. */
function startPlace(
  offsets: Float64Array,
  targets: Float64Array,
  pivot: ArrayLike<number>,
  camera: Pinhole,
  crop: Crop,
): Float64Array {
  const zoom = CROP_SIZE_PX / (200 * crop.scale);
  const z = (pivot[2] * CROP_CAMERA.focalLength) / (camera.focalLength * zoom);
  const count = targets.length / 2;
  let [x, y] = [0, 0];
  for (let i = 0; i < count; i++) {
    x += (targets[2 * i] - CROP_CAMERA.principalX) / CROP_CAMERA.focalLength;
    y += (targets[2 * i + 1] - CROP_CAMERA.principalY) / CROP_CAMERA.focalLength;
    x -= offsets[3 * i] / z;
    y -= offsets[3 * i + 1] / z;
  }
  return Float64Array.of((x * z) / count, (y * z) / count, z);
}

function rotated(R: Float64Array, offsets: Float64Array): Float64Array {
  const out = new Float64Array(offsets.length);
  for (let i = 0; i < offsets.length; i += 3) apply3(R, 0, offsets, i, out, i);
  return out;
}

/** Turn (left-multiplied, axis-angle) and shift of the pivot that reduce the squared pixels. */
function gaussNewtonStep(
  turned: Float64Array,
  place: Float64Array,
  targets: Float64Array,
): Float64Array {
  const H = new Float64Array(ORDER * ORDER);
  const g = new Float64Array(ORDER);
  const f = CROP_CAMERA.focalLength;
  for (let i = 0; 3 * i < turned.length; i++) {
    const d = turned.subarray(3 * i, 3 * i + 3);
    const [x, y, z] = [d[0] + place[0], d[1] + place[1], d[2] + place[2]];
    const [a, b] = [f / z, f / (z * z)];
    // ∂(turn × d)/∂turn = −[d]×
    addRow(
      H,
      g,
      [-b * x * d[1], a * d[2] + b * x * d[0], -a * d[1], a, 0, -b * x],
      a * x + CROP_CAMERA.principalX - targets[2 * i],
    );
    addRow(
      H,
      g,
      [-a * d[2] - b * y * d[1], b * y * d[0], a * d[0], 0, a, -b * y],
      a * y + CROP_CAMERA.principalY - targets[2 * i + 1],
    );
  }
  for (let i = 0; i < ORDER; i++) H[ORDER * i + i] += i < 6 ? 1e-9 * H[ORDER * i + i] : 1;
  const inverseDiagonal = new Float64Array(ORDER);
  if (!factorizeCholesky(H, ORDER, ORDER, inverseDiagonal)) return new Float64Array(6);
  solveCholesky(H, ORDER, ORDER, inverseDiagonal, g);
  return g.subarray(0, 6);
}

function addRow(H: Float64Array, g: Float64Array, row: readonly number[], residual: number): void {
  for (let i = 0; i < 6; i++) {
    g[i] -= row[i] * residual;
    for (let j = 0; j <= i; j++) H[ORDER * i + j] += row[i] * row[j];
  }
}

function rms(turned: Float64Array, place: Float64Array, targets: Float64Array): number {
  const points = turned.map((value, i) => value + place[i % 3]);
  const pixels = new Float64Array(targets.length);
  projectPoints(CROP_CAMERA, points, pixels);
  const sum = pixels.reduce((total, value, i) => total + (value - targets[i]) ** 2, 0);
  return Math.sqrt(sum / (targets.length / 2));
}
