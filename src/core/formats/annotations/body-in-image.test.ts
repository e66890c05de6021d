import { describe, expect, it } from 'vitest';
import { model } from '../../../../test/fixtures/embedded.ts';
import { createPosedMesh, meshLandmarks } from '../../body/posed-mesh.ts';
import { CROP_FOCAL_LENGTH_PX, CROP_SIZE_PX, cropOfPoints } from '../../camera/crop.ts';
import { seenByCrop } from '../../camera/crop-view.ts';
import type { Pinhole } from '../../camera/pinhole.ts';
import { projectPoints } from '../../camera/projection.ts';
import { BODY25 } from '../../keypoints/joint-sets.ts';
import type { AnnotatedCamera } from './annotation.ts';
import { createBodyPlacer, pinholeOfCrop, turnedRoot } from './body-in-image.ts';

const mesh = createPosedMesh(model);
const place = createBodyPlacer(model);
const NO_POINTS = { jointSet: 'coco17', points: [] } as const;

/** Somebody 4 m away in a picture of 1,000 × 750 pixels, well beside its middle. */
function somebody() {
  const camera: Pinhole = { focalLength: 1100, principalX: 500, principalY: 375 };
  const pose = Float64Array.from({ length: 72 }, (_, i) => (i < 3 ? 0 : 0.3 * Math.sin(i)));
  pose[0] = Math.PI - 0.2;
  const betas = Float64Array.from({ length: 10 }, (_, i) => Math.cos(i));
  const translation = Float64Array.of(1.1, 0.2, 4);
  const landmarks = meshLandmarks(mesh, { pose, betas, translation });
  const pixels = pixelsOf(landmarks, camera);
  const crop = cropOfPoints(pixels.map(([x = 0, y = 0]) => ({ x, y })));
  return { camera, pose, betas, translation, landmarks, pixels, crop };
}

function pixelsOf(points: Float64Array, camera: Pinhole): number[][] {
  const out = new Float64Array(108);
  projectPoints(camera, points, out);
  return Array.from({ length: 54 }, (_, i) => [...out.subarray(2 * i, 2 * i + 2)]);
}

/** The same person as SPIN's crop camera sees them. */
function seenBySpin() {
  const { pose, betas, translation, landmarks, camera, crop } = somebody();
  const view = seenByCrop(landmarks, landmarks.subarray(0, 3), camera, crop);
  const restPelvis = landmarks.subarray(0, 3).map((value, i) => value - translation[i]);
  const own = view.pivot.map((value, i) => value - restPelvis[i]);
  return { pose: turnedRoot(pose, view.cropFromCamera), betas, translation: own, view };
}

function maxDistance(a: readonly number[][], b: readonly number[][]): number {
  return Math.max(
    ...a.map(([x = 0, y = 0], i) => Math.hypot(x - (b[i]?.[0] ?? 0), y - (b[i]?.[1] ?? 0))),
  );
}

describe('a body that a crop’s camera has seen', () => {
  it.each([224, 256] as const)(
    'is where that camera saw it, at its own focal length (%i px)',
    (sizePx) => {
      const { crop, betas } = somebody();
      const { pose, translation } = seenBySpin();
      const own = pinholeOfCrop(crop, sizePx);
      const wanted = pixelsOf(meshLandmarks(mesh, { pose, betas, translation }), own);
      const found = { pose, betas, camera: { kind: 'crop' as const, crop, sizePx, translation } };
      const placed = place(found, NO_POINTS, own);
      const seen = placed && pixelsOf(meshLandmarks(mesh, placed.body), own);
      expect(maxDistance(wanted, seen ?? [])).toBeLessThan(0.01);
    },
  );

  it('comes back to the full camera as near as the two cameras allow', () => {
    const { camera, crop, pixels, betas } = somebody();
    const { pose, translation, view } = seenBySpin();
    const placed = place(
      { pose, betas, camera: { kind: 'crop', crop, sizePx: 224, translation } },
      NO_POINTS,
      camera,
    );
    const zoom = (200 * crop.scale) / CROP_SIZE_PX;
    expect(placed?.rmsPx).toBeLessThan(1.2 * view.rmsPx * zoom + 0.1);
    const seen = placed && pixelsOf(meshLandmarks(mesh, placed.body), camera);
    expect(maxDistance(pixels, seen ?? [])).toBeLessThan(0.05 * 200 * crop.scale);
  });

  it('is placed by its keypoints when the file has no translation', () => {
    const { camera, crop, pixels, betas } = somebody();
    const { pose } = seenBySpin();
    const points = BODY25.landmarks.map((landmark) => {
      const [x = 0, y = 0] = pixels[landmark] ?? [];
      return { x, y, confidence: 1, visibility: 'visible' as const };
    });
    const kind = { kind: 'crop', crop, sizePx: 224, translation: undefined } as const;
    const placed = place({ pose, betas, camera: kind }, { jointSet: 'body25', points }, camera);
    expect(placed?.body.translation[2]).toBeGreaterThan(3.8);
    expect(placed?.body.translation[2]).toBeLessThan(4.2);
    const none = { jointSet: 'body25', points: points.slice(0, 1) } as const;
    expect(place({ pose, betas, camera: kind }, none, camera)).toBeUndefined();
  });
});

describe('EFT’s camera', () => {
  const { camera, crop, pixels, betas } = somebody();
  const { pose, translation } = seenBySpin();
  const s = (2 * CROP_FOCAL_LENGTH_PX) / (CROP_SIZE_PX * (translation[2] ?? 1));
  const seenWith = (tx: number, ty: number) => {
    const kind: AnnotatedCamera = { kind: 'scaled', crop, s, tx, ty };
    const placed = place({ pose, betas, camera: kind }, NO_POINTS, camera);
    return maxDistance(pixels, pixelsOf(meshLandmarks(mesh, placed?.body ?? somebody()), camera));
  };

  it('shifts after it has scaled: t = s · t of SPIN', () => {
    const [tx = 0, ty = 0] = translation;
    expect(seenWith(s * tx, s * ty)).toBeLessThan(0.05 * 200 * crop.scale);
    expect(seenWith(tx + 0.3, ty)).toBeGreaterThan(0.1 * 200 * crop.scale);
  });
});

it('a body of the full camera stays as it is', () => {
  const { camera, pose, betas, translation, pixels } = somebody();
  const found = { pose, betas, camera: { kind: 'full' as const, pinhole: camera, translation } };
  const placed = place(found, NO_POINTS, camera);
  expect(placed?.rmsPx).toBeLessThan(1e-6);
  expect([...(placed?.body.translation ?? [])].map((x) => x.toFixed(6))).toEqual([
    '1.100000',
    '0.200000',
    '4.000000',
  ]);
  expect(
    maxDistance(pixels, pixelsOf(meshLandmarks(mesh, placed?.body ?? somebody()), camera)),
  ).toBeLessThan(1e-4);
});
