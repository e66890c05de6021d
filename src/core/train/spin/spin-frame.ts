/**
 * The camera that SPIN's network answers in: it looks at the crop's middle, turned and mirrored as
 * the crop is. Its focal length is the picture's own: SPIN's scale is that of a far away camera,
 * s = f / z, and so is the same for both.
 */
import type { BodyParameters } from '../../body/body-model.ts';
import { MIRROR_JOINTS } from '../../body/mirror.ts';
import type { Crop } from '../../camera/crop.ts';
import type { Pinhole } from '../../camera/pinhole.ts';
import { virtualFromCamera } from '../../camera/virtual-camera.ts';
import { BODY25 } from '../../keypoints/joint-sets.ts';
import { apply3, multiply3, transposed3 } from '../../math/matrix3.ts';
import { axisAngleFromMatrix, matrixFrom6d } from '../../math/rotation.ts';
import type { Body25Points } from '../../regress/lifter-input.ts';
import { placeFromOutputs } from '../output-place.ts';
import type { RegressorFrame } from '../trainable-regressor.ts';
import type { Augmentation } from './spin-augmentation.ts';

const MIN_DEPTH = 1e-3;

export function spinFrame(
  points: Body25Points,
  camera: Pinhole,
  crop: Crop,
  { turnRad, zoom, isMirrored }: Augmentation,
): RegressorFrame {
  const virtual = virtualFromCamera(camera, crop.centerX, crop.centerY);
  const [c, s] = [Math.cos(turnRad), Math.sin(turnRad)];
  const regressorFromCamera = new Float64Array(9);
  multiply3(Float64Array.of(c, -s, 0, s, c, 0, 0, 0, 1), 0, virtual, 0, regressorFromCamera, 0);
  // Off the picture's axis a unit of x / z spans 1 / cos θ pixels across and 1 / cos² θ along.
  const focal = camera.focalLength / virtual[8] ** 1.5 / (100 * crop.scale * zoom);
  const seen = seenPoints(points, camera, regressorFromCamera, focal);
  return {
    regressorFromCamera,
    isMirrored,
    focal,
    points: isMirrored ? mirroredPoints(seen) : seen,
  };
}

/** In half sides of the crop; absent ones are zeros. */
function seenPoints(
  points: Body25Points,
  { focalLength, principalX, principalY }: Pinhole,
  R: Float64Array,
  focal: number,
): Float64Array {
  const out = new Float64Array(points.length);
  for (let i = 0; i < points.length; i += 3) {
    if (!(points[i + 2] > 0)) continue;
    const x = (points[i] - principalX) / focalLength;
    const y = (points[i + 1] - principalY) / focalLength;
    const z = Math.max(R[6] * x + R[7] * y + R[8], MIN_DEPTH);
    out[i] = (focal * (R[0] * x + R[1] * y + R[2])) / z;
    out[i + 1] = (focal * (R[3] * x + R[4] * y + R[5])) / z;
    out[i + 2] = points[i + 2];
  }
  return out;
}

function mirroredPoints(points: Float64Array): Float64Array {
  const out = new Float64Array(points.length);
  for (const [point, other] of BODY25.flip.entries()) {
    out[3 * point] = -points[3 * other];
    out[3 * point + 1] = points[3 * other + 1];
    out[3 * point + 2] = points[3 * other + 2];
  }
  return out;
}

/**
 * A row of outputs in the person's camera, augmentation undone.
 *
 * @param restPelvis where the body's pelvis rests for given betas, metres
 * @returns undefined when a 6D block is degenerate
 */
export function bodyOfRow(
  outputs: Float32Array,
  { regressorFromCamera, isMirrored, focal }: RegressorFrame,
  restPelvis: (betas: Float64Array) => Float64Array,
): BodyParameters | undefined {
  const rotations = new Float64Array(216);
  for (let j = 0; j < 24; j++)
    if (!matrixFrom6d(outputs, 6 * j, rotations, 9 * j)) return undefined;
  const betas = Float64Array.from(outputs.subarray(144, 154));
  const rest = restPelvis(betas);
  const said = placeFromOutputs(outputs.subarray(154, 157), focal, 'spin');
  const pelvis = Float64Array.from(said, (value, axis) => value + rest[axis]);
  if (isMirrored) pelvis[0] *= -1;
  const local = isMirrored ? unmirrored(rotations) : rotations;
  const cameraFromRegressor = transposed3(regressorFromCamera);
  const root = new Float64Array(9);
  multiply3(cameraFromRegressor, 0, local, 0, root, 0);
  local.set(root);
  const place = new Float64Array(3);
  apply3(cameraFromRegressor, 0, pelvis, 0, place, 0);
  const pose = new Float64Array(72);
  for (let j = 0; j < 24; j++) axisAngleFromMatrix(local, 9 * j, pose, 3 * j);
  return { pose, betas, translation: place.map((value, axis) => value - rest[axis]) };
}

/** S R S with S = diag(−1, 1, 1), on the other side's joint. */
function unmirrored(rotations: Float64Array): Float64Array {
  const out = new Float64Array(216);
  for (const [joint, other] of MIRROR_JOINTS.entries()) {
    for (let i = 0; i < 9; i++) {
      const changes = i < 3 !== (i % 3 === 0);
      out[9 * joint + i] = (changes ? -1 : 1) * rotations[9 * other + i];
    }
  }
  return out;
}
