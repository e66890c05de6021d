/** A moving person as a detector finds them, frame by frame, and what the studio makes of each alone. */

import { NO_CONSTRAINTS } from '../../src/contract/constraints.ts';
import type { BodyParameters } from '../../src/core/body/body-model.ts';
import { createPosedMesh, meshLandmarks } from '../../src/core/body/posed-mesh.ts';
import type { Pinhole } from '../../src/core/camera/pinhole.ts';
import { projectPoints } from '../../src/core/camera/projection.ts';
import { type Fitter, fitBody } from '../../src/core/fit/fitter.ts';
import type { FitProblem } from '../../src/core/fit/problem.ts';
import { problemFromKeypoints } from '../../src/core/fit/problem-from-keypoints.ts';
import { BODY25, BODY25_FROM_COCO17 } from '../../src/core/keypoints/joint-sets.ts';
import { multiply3 } from '../../src/core/math/matrix3.ts';
import { seededRandom } from '../../src/core/math/random.ts';
import { axisAngleFromMatrix, matrixFromAxisAngle } from '../../src/core/math/rotation.ts';
import { liftBodies } from '../../src/core/regress/lifter.ts';
import { body25FromCoco17 } from '../../src/core/regress/lifter-input.ts';
import type { LifterWeights } from '../../src/core/regress/lifter-network.ts';
import { disturbPoints } from '../../src/core/train/detector-noise.ts';
import {
  drawView,
  EVALUATION_VIEWS,
  type SyntheticView,
} from '../../src/core/train/synthetic-view.ts';
import { keypointsFromPose } from '../../src/engine/compute/keypoints-from-pose.ts';
import { model } from '../lifter/data.ts';
import { correlatedRandom } from './correlated-random.ts';

export interface VideoFrame {
  readonly truth: BodyParameters;
  readonly keypoints: ReturnType<typeof keypointsFromPose>;
}

export interface Video {
  readonly camera: Pinhole;
  readonly frames: readonly VideoFrame[];
}

/** Points that bend the body must be at least so many, as in the studio's own job. */
const MIN_POINTS = 4;
const MIN_DEPTH_M = 0.25;
const BOX_IN_CROP_PX = 224 / 1.2;
const mesh = createPosedMesh(model);

/**
 * A standing camera sees somebody who moves on the spot: the clips do not say where the pelvis goes,
 * so it stays over one place, as high as the lowest point of the body asks.
 *
 * @param poses axis-angle in an upright world, one a frame
 * @param correlation of the detector's errors from frame to frame
 */
export function simulateVideo(
  poses: readonly Float64Array[],
  seed: number,
  correlation: number,
): Video {
  const random = seededRandom(seed);
  const betas = Float64Array.from({ length: 10 }, random.normal);
  for (;;) {
    const view = drawView(EVALUATION_VIEWS, random);
    const truths = poses.map((pose) => bodyInView(pose, betas, view));
    const landmarks = truths.map((body) => meshLandmarks(mesh, body));
    if (!landmarks.every((points) => isInFront(points))) continue;
    const noise = correlatedRandom(seed, correlation);
    const frames = truths.map((truth, f) => {
      noise.nextFrame();
      return { truth, keypoints: detected(landmarks[f], view, noise) };
    });
    return { camera: view.camera, frames };
  }
}

function bodyInView(
  pose: Float64Array,
  betas: Float64Array,
  { cameraFromBody, translation }: SyntheticView,
): BodyParameters {
  const upright = { pose, betas, translation: new Float64Array(3) };
  const points = meshLandmarks(mesh, upright);
  const lowest = Math.min(...points.filter((_, i) => i % 3 === 1));
  const [own, turned] = [new Float64Array(9), new Float64Array(9)];
  matrixFromAxisAngle(pose, 0, own, 0);
  multiply3(cameraFromBody, 0, own, 0, turned, 0);
  const posed = pose.slice();
  axisAngleFromMatrix(turned, 0, posed, 0);
  // The floor is 0.9 m below the view's middle, a standing pelvis' height.
  const rise = -0.9 - lowest;
  const place = translation.map((value, axis) => value + rise * cameraFromBody[3 * axis + 1]);
  return { pose: posed, betas, translation: place };
}

function isInFront(points: Float64Array): boolean {
  return points.every((value, i) => i % 3 !== 2 || value > MIN_DEPTH_M);
}

function detected(
  landmarks: Float64Array,
  { camera }: SyntheticView,
  noise: ReturnType<typeof correlatedRandom>,
): VideoFrame['keypoints'] {
  const all = new Float64Array(108);
  projectPoints(camera, landmarks, all);
  const pixels = Float64Array.from(BODY25.landmarks.flatMap((l) => [all[2 * l], all[2 * l + 1]]));
  const xs = pixels.filter((_, i) => i % 2 === 0);
  const ys = pixels.filter((_, i) => i % 2 === 1);
  const side = Math.max(Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys));
  const ears = (landmarks[3 * 27 + 2] + landmarks[3 * 28 + 2]) / 2;
  const faceHidden = landmarks[3 * 24 + 2] - ears > 0.03;
  const points = new Float64Array(75);
  const clean = { pixels, cropPx: side / BOX_IN_CROP_PX, faceHidden };
  disturbPoints(clean, { kind: 'detector' }, noise, points);
  const pose = BODY25_FROM_COCO17.map((i) => ({
    x: points[3 * i],
    y: points[3 * i + 1],
    confidence: points[3 * i + 2],
  }));
  return keypointsFromPose(pose);
}

/** A frame's problem and its own fit; undefined where too few points were found. */
export interface OwnFit {
  readonly problem: FitProblem;
  readonly body: BodyParameters;
}

/** Regression and fit of each frame alone. */
export function fitFrames(
  { camera, frames }: Video,
  lifter: LifterWeights,
  fitter: Fitter,
): (OwnFit | undefined)[] {
  const queries = frames.map(({ keypoints }) => ({ points: lifterPoints(keypoints), camera }));
  const regressions = liftBodies(lifter, queries);
  return frames.map(({ keypoints }, f) => {
    const found = keypoints.filter(({ visibility }) => visibility === 'visible').length;
    const regression = regressions[f];
    if (found < MIN_POINTS || regression === undefined) return undefined;
    const person = {
      jointSet: 'coco17' as const,
      keypoints,
      camera,
      regression,
      preset: 'anchored' as const,
      constraints: NO_CONSTRAINTS,
    };
    const problem = problemFromKeypoints(person, fitter.measures);
    return { problem, body: fitBody(fitter, problem, [regression]).body };
  });
}

function lifterPoints(keypoints: VideoFrame['keypoints']): Float64Array {
  const points = keypoints.flatMap(({ x, y, confidence, visibility }) => [
    x,
    y,
    visibility === 'visible' ? confidence : 0,
  ]);
  return body25FromCoco17(Float64Array.from(points));
}
