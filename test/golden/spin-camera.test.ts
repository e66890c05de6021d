/** SPIN's answer for a crop as a body in the camera of the whole picture: both see it alike. */
import { describe, expect, it } from 'vitest';
import { createPosedMesh, meshLandmarks } from '../../src/core/body/posed-mesh.ts';
import { CROP_CAMERA, type Crop, cropFromImage } from '../../src/core/camera/crop.ts';
import type { Pinhole } from '../../src/core/camera/pinhole.ts';
import { projectPoints } from '../../src/core/camera/projection.ts';
import { createBodyPlacer } from '../../src/core/formats/annotations/body-in-image.ts';
import { SPIN49_LANDMARKS } from '../../src/core/keypoints/joint-sets.ts';
import { seededRandom } from '../../src/core/math/random.ts';
import { bodyInCrop } from '../../src/core/regress/spin/spin-output.ts';
import { mean, model } from '../fixtures/embedded.ts';

const mesh = createPosedMesh(model);
const place = createBodyPlacer(model);
const NO_POINTS = { jointSet: 'coco17' as const, points: [] };

/** Somebody near the mean pose who fills the crop. */
function answerOf(seed: number): Float64Array {
  const { normal } = seededRandom(seed);
  const state = [...mean.pose6d, ...mean.betas, 0.9, 0.05, 0.1];
  return Float64Array.from(state, (value, i) => value + (i < 154 ? 0.1 : 0.02) * normal());
}

/** Largest distance of SPIN's 49 joints in both cameras, pixels of the 224 crop. */
function largestErrorPx(answer: Float64Array, crop: Crop, camera: Pinhole): number {
  const said = bodyInCrop(answer, crop);
  const placed = said && place(said, NO_POINTS, camera);
  if (said === undefined || placed === undefined || said.camera.kind !== 'crop') return Number.NaN;
  const { pose, betas, camera: own } = said;
  const translation = own.translation ?? new Float64Array(3);
  const inCrop = new Float64Array(108);
  projectPoints(CROP_CAMERA, meshLandmarks(mesh, { pose, betas, translation }), inCrop);
  const inImage = new Float64Array(108);
  projectPoints(camera, meshLandmarks(mesh, placed.body), inImage);
  const errors = SPIN49_LANDMARKS.map((l) => {
    const { x, y } = cropFromImage(crop, inImage[2 * l] ?? 0, inImage[2 * l + 1] ?? 0);
    return Math.hypot(x - (inCrop[2 * l] ?? 0), y - (inCrop[2 * l + 1] ?? 0));
  });
  return Math.max(...errors);
}

describe('at the crop’s own focal length all 49 joints are within half a pixel', () => {
  it.each([
    ['in the middle', { centerX: 960, centerY: 540, scale: 3.2 }],
    ['at the edge', { centerX: 200, centerY: 900, scale: 2.1 }],
  ])('%s', (_, crop) => {
    const camera = {
      focalLength: (5000 * 200 * crop.scale) / 224,
      principalX: 960,
      principalY: 540,
    };
    for (const seed of [1, 2, 3]) {
      expect(largestErrorPx(answerOf(seed), crop, camera)).toBeLessThan(0.5);
    }
  });
});

it('with a photograph’s focal length the mean joint stays within a few pixels', () => {
  const camera = { focalLength: 2200, principalX: 960, principalY: 540 };
  const crop = { centerX: 400, centerY: 600, scale: 4 };
  for (const seed of [1, 2, 3])
    expect(largestErrorPx(answerOf(seed), crop, camera)).toBeLessThan(6);
});

it('the depth is the one at which the body has its size in the crop, but for its perspective', () => {
  const said = bodyInCrop(answerOf(4), { centerX: 960, centerY: 540, scale: 4 });
  const camera = { focalLength: 2200, principalX: 960, principalY: 540 };
  const depth = (said && place(said, NO_POINTS, camera)?.body.translation[2]) ?? Number.NaN;
  const inCrop = (said?.camera.kind === 'crop' && said.camera.translation?.[2]) || Number.NaN;
  const byFocalLength = (inCrop * 2200) / ((5000 * 800) / 224);
  expect(Math.abs(depth / byFocalLength - 1)).toBeLessThan(0.05);
});

it('a rotation that cannot be is no body', () => {
  expect(bodyInCrop(new Float64Array(157), { centerX: 1, centerY: 1, scale: 1 })).toBeUndefined();
});
