/** A picture of a made person: embedded body, painted clothes, a room, one lamp. */
import type { BodyParameters } from '../../src/core/body/body-model.ts';
import { type PosedMesh, poseMesh } from '../../src/core/body/posed-mesh.ts';
import type { Pinhole } from '../../src/core/camera/pinhole.ts';
import { multiply3 } from '../../src/core/math/matrix3.ts';
import type { Random } from '../../src/core/math/random.ts';
import { axisAngleFromMatrix } from '../../src/core/math/rotation.ts';
import type { PosePool } from '../../src/core/train/pose-pool.ts';
import { drawView, type SyntheticView } from '../../src/core/train/synthetic-view.ts';
import type { Pixels } from '../../src/engine/adapters/images/image-file.ts';
import { drawClothes } from './clothes.ts';
import { drawLight, rasterise } from './rasterise.ts';
import { develop, drawRoom, drawThings } from './room.ts';

const VIEWS = { nearest: 1.5, farthest: 8, anyOrientation: 0 };
/** Pixels of the picture per pixel of the drawn view. */
const SCALE = 0.5;
/** A standing person's height, relative to the shorter side of the picture. */
const [SMALLEST, LARGEST] = [0.45, 1.1];
const HEIGHT_M = 1.7;
const MIN_DEPTH_M = 0.3;
const OCCLUDED_SHARE = 0.1;

export interface MadePicture {
  readonly pixels: Pixels;
  readonly camera: Pinhole;
  readonly body: BodyParameters;
}

/** Body `index` of the pool in a picture; undefined when it would touch the camera. */
export function renderPerson(
  mesh: PosedMesh,
  pool: PosePool,
  index: number,
  random: Random,
): MadePicture | undefined {
  const view = fillingView(random);
  const body = bodyInView(pool, index, view);
  poseMesh(mesh, body);
  for (let i = 2; i < mesh.vertices.length; i += 3) {
    if (mesh.vertices[i] < MIN_DEPTH_M) return undefined;
  }
  const [width, height] = [Math.round(SCALE * view.width), Math.round(SCALE * view.height)];
  const focalLength = SCALE * view.camera.focalLength;
  const camera = { focalLength, principalX: width / 2, principalY: height / 2 };
  const pixels = { width, height, data: draw(mesh, camera, width, height, random) };
  return { pixels, camera, body };
}

/** A view that a person fills well enough to be seen. */
function fillingView(random: Random): SyntheticView {
  for (;;) {
    const view = drawView(VIEWS, random);
    const heightPx = (view.camera.focalLength * HEIGHT_M) / view.translation[2];
    const share = heightPx / Math.min(view.width, view.height);
    if (share >= SMALLEST && share <= LARGEST) return view;
  }
}

/** A pool's body as `view` sees it: root turned into the camera's frame. */
function bodyInView(pool: PosePool, index: number, view: SyntheticView): BodyParameters {
  const rotations = Float64Array.from(pool.rotations.subarray(216 * index, 216 * index + 216));
  const root = new Float64Array(9);
  multiply3(view.cameraFromBody, 0, rotations, 0, root, 0);
  rotations.set(root);
  const pose = new Float64Array(72);
  for (let joint = 0; joint < 24; joint++)
    axisAngleFromMatrix(rotations, 9 * joint, pose, 3 * joint);
  const betas = Float64Array.from(pool.betas.subarray(10 * index, 10 * index + 10));
  return { pose, betas, translation: view.translation };
}

/** Room, body, sometimes a thing before it, and the camera's development. */
function draw(
  mesh: PosedMesh,
  camera: Pinhole,
  width: number,
  height: number,
  random: Random,
): Uint8Array {
  const picture = new Float32Array(3 * width * height);
  drawRoom(width, height, random, picture);
  const canvas = { width, height, picture, nearness: new Float32Array(width * height) };
  rasterise(mesh, camera, drawClothes(random), drawLight(random), canvas);
  if (random.uniform() < OCCLUDED_SHARE) drawThings(width, height, 1, random, picture);
  return develop(picture, random);
}
