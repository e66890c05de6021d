/**
 * An imported body in the studio's own camera. Most files keep a body as the camera of a crop saw
 * it: where that camera would see its landmarks the full image's camera shall see them too, so root
 * orientation and translation are fitted again; pose and shape are held.
 */
import type { BodyModel, BodyParameters } from '../../body/body-model.ts';
import { createPosedMesh, meshLandmarks, type PosedMesh } from '../../body/posed-mesh.ts';
import { CROP_FOCAL_LENGTH_PX, type Crop, imageFromCrop } from '../../camera/crop.ts';
import type { Pinhole } from '../../camera/pinhole.ts';
import { projectPoints } from '../../camera/projection.ts';
import { translationFromPoints } from '../../camera/translation-from-points.ts';
import { turnAndPlace } from '../../camera/turn-and-place.ts';
import { virtualFromCamera } from '../../camera/virtual-camera.ts';
import { jointSetOf } from '../../keypoints/joint-sets.ts';
import { multiply3 } from '../../math/matrix3.ts';
import { axisAngleFromMatrix, matrixFromAxisAngle } from '../../math/rotation.ts';
import type { AnnotatedBody, AnnotatedPoint } from './annotation.ts';

export interface PlacedBody {
  readonly body: BodyParameters;
  /** What the two cameras differ by, rms pixels of the image over 54 landmarks. */
  readonly rmsPx: number;
}

export interface ImagePoints {
  readonly jointSet: 'coco17' | 'body25';
  /** Pixels of the image. */
  readonly points: readonly AnnotatedPoint[];
}

/**
 * Places bodies, one at a time, in memory of its own.
 *
 * @param model SMPL: the parameters of files are its
 * @returns a function that gives undefined when the keypoints do not tell where the body is
 */
export function createBodyPlacer(
  model: BodyModel,
): (found: AnnotatedBody, seen: ImagePoints, camera: Pinhole) => PlacedBody | undefined {
  const mesh = createPosedMesh(model);
  return (found, seen, camera) => {
    const landmarks = meshLandmarks(mesh, { ...found, translation: new Float64Array(3) });
    const pixels = pixelsOf(found, landmarks, seen);
    return pixels && placed(mesh, found, landmarks, pixels, camera);
  };
}

interface FoundPixels {
  /** Where the file's camera sees the landmarks, shape [54, 2], pixels of the image. */
  readonly targets: Float64Array;
  /** Metres that a pixel of the image is wide at the body. */
  readonly metresPerPixel: number;
  /** Pixel that the file's camera looks straight at. */
  readonly axis: { readonly x: number; readonly y: number };
}

function pixelsOf(
  { camera }: AnnotatedBody,
  landmarks: Float64Array,
  seen: ImagePoints,
): FoundPixels | undefined {
  if (camera.kind === 'scaled') return scaledPixels(camera, landmarks);
  if (camera.kind === 'full') {
    const { pinhole, translation } = camera;
    const axis = { x: pinhole.principalX, y: pinhole.principalY };
    return pinholePixels(pinhole, landmarks, translation, axis);
  }
  const pinhole = pinholeOfCrop(camera.crop, camera.sizePx);
  const translation = camera.translation ?? translationOf(landmarks, seen, pinhole);
  const axis = { x: camera.crop.centerX, y: camera.crop.centerY };
  return translation && pinholePixels(pinhole, landmarks, translation, axis);
}

/** The crop's camera, said in pixels of the image. */
export function pinholeOfCrop({ centerX, centerY, scale }: Crop, sizePx: number): Pinhole {
  const zoom = sizePx / (200 * scale);
  return { focalLength: CROP_FOCAL_LENGTH_PX / zoom, principalX: centerX, principalY: centerY };
}

function pinholePixels(
  pinhole: Pinhole,
  landmarks: Float64Array,
  translation: Float64Array,
  axis: FoundPixels['axis'],
): FoundPixels | undefined {
  const targets = new Float64Array(108);
  const points = landmarks.map((value, i) => value + translation[i % 3]);
  projectPoints(pinhole, points, targets);
  if (targets.some(Number.isNaN)) return undefined;
  return { targets, axis, metresPerPixel: points[2] / pinhole.focalLength };
}

/** x = s · X + t in [−1, 1] of the crop, with no perspective. */
function scaledPixels(
  { crop, s, tx, ty }: Extract<AnnotatedBody['camera'], { kind: 'scaled' }>,
  landmarks: Float64Array,
): FoundPixels {
  const targets = new Float64Array(108);
  for (let i = 0; i < 54; i++) {
    const [u, v] = [s * landmarks[3 * i] + tx, s * landmarks[3 * i + 1] + ty];
    const { x, y } = imageFromCrop(crop, 112 * (u + 1), 112 * (v + 1));
    targets.set([x, y], 2 * i);
  }
  const axis = { x: crop.centerX, y: crop.centerY };
  return { targets, axis, metresPerPixel: 1 / (s * 100 * crop.scale) };
}

/** SPIN's `estimate_translation`, on the points that are there. */
function translationOf(
  landmarks: Float64Array,
  { jointSet, points }: ImagePoints,
  pinhole: Pinhole,
): Float64Array | undefined {
  const indices = jointSetOf(jointSet).landmarks;
  const observations = points.map(({ x, y, confidence, visibility }, i) => {
    const [a, b, c] = landmarks.subarray(3 * indices[i], 3 * indices[i] + 3);
    const weight = visibility === 'absent' ? 0 : confidence;
    return { point: [a, b, c] as const, x, y, weight };
  });
  return translationFromPoints(observations, pinhole);
}

function placed(
  { skeleton }: PosedMesh,
  found: AnnotatedBody,
  landmarks: Float64Array,
  { targets, metresPerPixel, axis }: FoundPixels,
  camera: Pinhole,
): PlacedBody {
  const pelvis = landmarks.slice(0, 3);
  const offsets = landmarks.map((value, i) => value - pelvis[i % 3]);
  const turn = transposed(virtualFromCamera(camera, axis.x, axis.y));
  const depth = metresPerPixel * camera.focalLength;
  const view = turnAndPlace({ offsets, targets, camera }, { turn, depth });
  const rest = skeleton.restJoints.slice(0, 3);
  const translation = view.place.map((value, i) => value - rest[i]);
  const pose = turnedRoot(found.pose, view.turn);
  return { body: { pose, betas: found.betas, translation }, rmsPx: view.rmsPx };
}

function transposed(R: Float64Array): Float64Array {
  return Float64Array.from(R, (_, i) => R[3 * (i % 3) + Math.floor(i / 3)]);
}

/** The pose with its root turned once more. */
export function turnedRoot(pose: Float64Array, turn: Float64Array): Float64Array {
  const out = pose.slice();
  const own = new Float64Array(9);
  const turned = new Float64Array(9);
  matrixFromAxisAngle(pose, 0, own, 0);
  multiply3(turn, 0, own, 0, turned, 0);
  axisAngleFromMatrix(turned, 0, out, 0);
  return out;
}
