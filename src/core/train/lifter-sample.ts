/** One simulated person: what a detector sees, and the truth in the lifter's frame. */
import { projectPoints } from '../camera/projection.ts';
import { BODY25, BODY25_FROM_COCO17 } from '../keypoints/joint-sets.ts';
import { apply3, multiply3 } from '../math/matrix3.ts';
import type { Random } from '../math/random.ts';
import { INPUT_SIZE, type LifterFrame, writeLifterInput } from '../regress/lifter-input.ts';
import { disturbPoints, type NoiseKind } from './detector-noise.ts';
import type { PosePool } from './pose-pool.ts';
import { drawView, type SyntheticView, type ViewRange } from './synthetic-view.ts';

/** Rows of a batch of N people; arrays are row-major. */
export interface LifterBatch {
  readonly size: number;
  readonly inputs: Float32Array;
  /** Rotations with the root in the virtual camera, shape [N, 216]. */
  readonly rotations: Float32Array;
  readonly betas: Float32Array;
  /** In the virtual camera, pelvis at the origin, metres, shape [N, 162]. */
  readonly landmarks: Float32Array;
  /** Of the pelvis, in the virtual camera, metres, shape [N, 3]. */
  readonly translations: Float32Array;
  /** Shape [N]. */
  readonly boxSides: Float32Array;
}

/** What a sample is made with. */
export interface SampleRecipe {
  readonly views: ViewRange;
  readonly noise: (random: Random) => NoiseKind;
  /** Share of people in COCO's layout; the others have all 25 points. */
  readonly cocoShare: number;
  /** Share of people of whom only a part is in the picture. */
  readonly cutShare: number;
  /** Share of people whose confidences are all 1. */
  readonly plainConfidence: number;
  /** Standard deviation of the logarithm of the focal length that the network is told. */
  readonly focalJitter: number;
}

export const TRAINING_RECIPE: Omit<SampleRecipe, 'views'> = {
  noise: ({ uniform }) =>
    uniform() < 0.25 ? { kind: 'gaussian', sigmaPx: 5 * uniform() } : { kind: 'detector' },
  cocoShare: 0.7,
  cutShare: 0.12,
  plainConfidence: 0.1,
  focalJitter: 0.2,
};

const COCO_POINTS = new Set(BODY25_FROM_COCO17);
const MIN_POINTS = 5;
const MIN_DEPTH_M = 0.25;
/** Side of the crop is 1.2 × the box, seen as 224 pixels. */
const BOX_IN_CROP_PX = 224 / 1.2;

export function emptyBatch(size: number): LifterBatch {
  return {
    size,
    inputs: new Float32Array(INPUT_SIZE * size),
    rotations: new Float32Array(216 * size),
    betas: new Float32Array(10 * size),
    landmarks: new Float32Array(162 * size),
    translations: new Float32Array(3 * size),
    boxSides: new Float32Array(size),
  };
}

/** A drawn person, before it is written into a batch. */
export interface DrawnPerson {
  readonly body: number;
  readonly view: SyntheticView;
  /** Shape [25, 3]: pixels and confidence. */
  readonly points: Float64Array;
  readonly cleanPixels: Float64Array;
  readonly cropPx: number;
}

export function fillBatch(
  batch: LifterBatch,
  pool: PosePool,
  recipe: SampleRecipe,
  random: Random,
): void {
  for (let row = 0; row < batch.size; ) {
    const person = drawPerson(pool, Math.floor(random.uniform() * pool.count), recipe, random);
    if (person !== undefined && writeRow(batch, row, pool, person, recipe, random)) row++;
  }
}

/** Undefined when the view does not show enough of the body. */
export function drawPerson(
  pool: PosePool,
  body: number,
  recipe: SampleRecipe,
  random: Random,
): DrawnPerson | undefined {
  const view = drawView(recipe.views, random);
  const inCamera = landmarksInCamera(pool, body, view);
  for (let i = 2; i < 162; i += 3) if (inCamera[i] < MIN_DEPTH_M) return undefined;
  const all = new Float64Array(108);
  projectPoints(view.camera, inCamera, all);
  const cleanPixels = new Float64Array(50);
  for (const [point, landmark] of BODY25.landmarks.entries()) {
    cleanPixels.set(all.subarray(2 * landmark, 2 * landmark + 2), 2 * point);
  }
  const cropPx = spread(cleanPixels) / BOX_IN_CROP_PX;
  const points = new Float64Array(75);
  const clean = { pixels: cleanPixels, cropPx, faceHidden: faceIsHidden(inCamera) };
  disturbPoints(clean, recipe.noise(random), random, points);
  if (random.uniform() < recipe.plainConfidence) plainConfidences(points);
  if (random.uniform() < recipe.cocoShare) keepCoco(points);
  if (random.uniform() < recipe.cutShare) cutOff(points, view, random);
  const present = points.filter((value, i) => i % 3 === 2 && value > 0).length;
  return present < MIN_POINTS ? undefined : { body, view, points, cleanPixels, cropPx };
}

function landmarksInCamera(pool: PosePool, body: number, view: SyntheticView): Float64Array {
  const own = Float64Array.from(pool.landmarks.subarray(162 * body, 162 * body + 162));
  const out = new Float64Array(162);
  for (let i = 0; i < 162; i += 3) {
    apply3(view.cameraFromBody, 0, own, i, out, i);
    for (let axis = 0; axis < 3; axis++) out[i + axis] += view.translation[axis];
  }
  return out;
}

/** The nose lies further from the camera than the middle of the ears. */
function faceIsHidden(inCamera: Float64Array): boolean {
  const ears = (inCamera[3 * 27 + 2] + inCamera[3 * 28 + 2]) / 2;
  return inCamera[3 * 24 + 2] - ears > 0.03;
}

function spread(pixels: Float64Array): number {
  const xs = pixels.filter((_, i) => i % 2 === 0);
  const ys = pixels.filter((_, i) => i % 2 === 1);
  return Math.max(Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys));
}

function plainConfidences(points: Float64Array): void {
  for (let i = 2; i < 75; i += 3) if (points[i] > 0) points[i] = 1;
}

function keepCoco(points: Float64Array): void {
  for (let i = 0; i < 25; i++) if (!COCO_POINTS.has(i)) points[3 * i + 2] = 0;
}

/** The picture ends at a line across the person: mostly below, sometimes at a side. */
function cutOff(points: Float64Array, { camera }: SyntheticView, { uniform }: Random): void {
  const axis = uniform() < 0.7 ? 1 : 0;
  const values = points.filter((_, i) => i % 3 === axis);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const limit = low + (high - low) * (0.35 + 0.5 * uniform());
  const fromAbove = axis === 0 && values[0] > camera.principalX;
  for (let i = 0; i < 25; i++) {
    const value = points[3 * i + axis];
    if (fromAbove ? value < low + high - limit : value > limit) points[3 * i + 2] = 0;
  }
}

function writeRow(
  batch: LifterBatch,
  row: number,
  pool: PosePool,
  person: DrawnPerson,
  recipe: SampleRecipe,
  random: Random,
): boolean {
  const { view, points, body } = person;
  const frame = writeLifterInput(points, view.camera, batch.inputs, INPUT_SIZE * row);
  if (frame === undefined) return false;
  batch.inputs[INPUT_SIZE * row + 75] += recipe.focalJitter * random.normal();
  writeTruth(batch, row, pool, body, view, frame);
  return true;
}

function writeTruth(
  batch: LifterBatch,
  row: number,
  pool: PosePool,
  body: number,
  view: SyntheticView,
  frame: LifterFrame,
): void {
  const virtualFromBody = new Float64Array(9);
  multiply3(frame.virtualFromCamera, 0, view.cameraFromBody, 0, virtualFromBody, 0);
  const rotations = Float64Array.from(pool.rotations.subarray(216 * body, 216 * body + 216));
  const root = new Float64Array(9);
  multiply3(virtualFromBody, 0, rotations, 0, root, 0);
  batch.rotations.set(rotations, 216 * row);
  batch.rotations.set(root, 216 * row);
  batch.betas.set(pool.betas.subarray(10 * body, 10 * body + 10), 10 * row);
  const own = Float64Array.from(pool.landmarks.subarray(162 * body, 162 * body + 162));
  const turned = new Float64Array(162);
  for (let i = 0; i < 162; i += 3) apply3(virtualFromBody, 0, own, i, turned, i);
  batch.landmarks.set(turned, 162 * row);
  const translation = new Float64Array(3);
  apply3(frame.virtualFromCamera, 0, view.translation, 0, translation, 0);
  batch.translations.set(translation, 3 * row);
  batch.boxSides[row] = frame.boxSide;
}
