/** People in renders whose bodies are known, as the program sees them: the sets that evidence is measured on. */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { BodyParametersWire } from '../../src/contract/body-parameters.ts';
import type { Keypoint } from '../../src/contract/keypoint.ts';
import type { BodyParameters } from '../../src/core/body/body-model.ts';
import { createPosedMesh, meshLandmarks } from '../../src/core/body/posed-mesh.ts';
import { cameraOfImage } from '../../src/core/camera/focal-length.ts';
import type { Pinhole } from '../../src/core/camera/pinhole.ts';
import { projectPoints } from '../../src/core/camera/projection.ts';
import { seededRandom } from '../../src/core/math/random.ts';
import { squareOfPose } from '../../src/core/regress/blazepose-geometry.ts';
import { createLifter, liftBodies } from '../../src/core/regress/lifter.ts';
import { drawPool } from '../../src/core/train/pose-pool.ts';
import { loadLifterWeights } from '../../src/engine/adapters/embedded-models.ts';
import { decodePixels, type Pixels } from '../../src/engine/adapters/images/image-file.ts';
import { bodyFromWire } from '../../src/engine/adapters/person-fit.ts';
import { type BlazePoseAnswer, runBlazePose } from '../../src/engine/compute/blazepose.ts';
import {
  detectInBox,
  detectPeople,
  loadDetector,
  loadModel,
} from '../../src/engine/compute/detector.ts';
import { keypointsFromPose } from '../../src/engine/compute/keypoints-from-pose.ts';
import { usablePoints } from '../../src/engine/compute/lifter-regressor.ts';
import { model, validationPoses } from '../lifter/data.ts';
import { renderPerson } from './render.ts';

export interface Observation {
  readonly name: string;
  readonly camera: Pinhole;
  readonly keypoints: readonly Keypoint[];
  /** The same as the regressor takes them, shape [17, 3]. */
  readonly points: Float64Array;
  readonly regression: BodyParameters;
  readonly truth: BodyParameters;
  /** What the picture was made with; the program assumes `camera`. */
  readonly truthCamera: Pinhole;
  readonly blazePose: BlazePoseAnswer;
}

interface Truth {
  readonly body: BodyParameters;
  readonly camera: Pinhole;
}

interface TruthRecord extends BodyParametersWire {
  readonly focal: number;
  readonly principal: readonly [number, number];
}

function readTruths(path: string): [string, Truth][] {
  const records: Record<string, TruthRecord> = JSON.parse(readFileSync(path, 'utf8'));
  return Object.entries(records).map(([name, record]) => {
    const [principalX, principalY] = record.principal;
    const camera = { focalLength: record.focal, principalX, principalY };
    return [name, { body: bodyFromWire(record), camera }];
  });
}

const FIRST_UNSEEN = 41;
const MIN_POINTS = 6;
/** Jitter of the box that a made person is looked for in, relative to its side. */
const BOX_JITTER = 0.04;

export async function createObserver() {
  const detector = await loadDetector();
  const lifter = createLifter(loadLifterWeights());
  const blazePose = await loadModel('blazepose-full');

  function observe(
    name: string,
    pixels: Pixels,
    camera: Pinhole,
    keypoints: readonly Keypoint[],
    truth: Truth,
  ): Observation | undefined {
    const points = new Float64Array(51);
    for (const [i, { x, y, confidence, visibility }] of keypoints.entries()) {
      points.set([x, y, visibility === 'visible' ? confidence : 0], 3 * i);
    }
    const usable = usablePoints({ jointSet: 'coco17', keypoints: [...keypoints] });
    const [body] = liftBodies(lifter, [{ points: usable, camera }]);
    const square = squareOfPose(keypoints);
    if (body === undefined || square === undefined) return undefined;
    const answer = runBlazePose(blazePose, pixels, camera, square);
    return {
      name,
      camera,
      keypoints,
      points,
      regression: body,
      truth: truth.body,
      truthCamera: truth.camera,
      blazePose: answer,
    };
  }

  return {
    lifter,

    /** The shared renders: 1–40 are for development, 41–60 show poses nothing was trained on. */
    async sharedRenders(): Promise<{ development: Observation[]; unseen: Observation[] }> {
      const folder = resolve(process.env.SPIN_STUDIO_DATA ?? '../shared/data', 'images');
      const truthFile = join(folder, 'synthetic_ground_truth.json');
      if (!existsSync(truthFile)) {
        console.error(
          'This needs the renders: set SPIN_STUDIO_DATA to the folder that has images/.',
        );
        process.exit(2);
      }
      const all: Observation[] = [];
      for (const [name, truth] of readTruths(truthFile)) {
        const pixels = await decodePixels({ path: join(folder, name), name });
        const camera = cameraOfImage(pixels.width, pixels.height, undefined);
        const [pose] = detectPeople(detector, pixels);
        if (pose === undefined) continue;
        const seen = observe(name, pixels, camera, keypointsFromPose(pose), truth);
        if (seen !== undefined) all.push(seen);
      }
      const isUnseen = ({ name }: Observation) => Number(/\d+/.exec(name)?.[0]) >= FIRST_UNSEEN;
      return { development: all.filter((o) => !isUnseen(o)), unseen: all.filter(isUnseen) };
    },

    /** Own renders of validation poses, looked at by the real detector; the same people every time. */
    ownRenders(count: number, seed: number): Observation[] {
      const random = seededRandom(seed);
      const pool = drawPool(model, validationPoses(), 2 * count, random, 0);
      const mesh = createPosedMesh(model);
      const all: Observation[] = [];
      for (let i = 0; i < pool.count && all.length < count; i++) {
        const made = renderPerson(mesh, pool, i, random);
        if (made === undefined) continue;
        const { pixels, camera, body } = made;
        const box = boxOf(meshLandmarks(mesh, body), camera, pixels);
        const jitter = BOX_JITTER * Math.max(box.width, box.height) * random.normal();
        const keypoints = keypointsFromPose(
          detectInBox(detector, pixels, { ...box, x: box.x + jitter, y: box.y - jitter }),
        );
        if (keypoints.filter((p) => p.visibility === 'visible').length < MIN_POINTS) continue;
        const seen = observe(`own ${i}`, pixels, camera, keypoints, { body, camera });
        if (seen !== undefined) all.push(seen);
      }
      return all;
    },
  };
}

function boxOf(landmarks: Float64Array, camera: Pinhole, { width, height }: Pixels) {
  const pixels = new Float64Array(108);
  projectPoints(camera, landmarks, pixels);
  const inside = (axis: 0 | 1, end: number) =>
    pixels.filter((_, i) => i % 2 === axis).map((v) => Math.min(end, Math.max(0, v)));
  const [xs, ys] = [inside(0, width), inside(1, height)];
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}
