/**
 * Set H: SPIN's 49 points of a person about 160 px high in SPIN's 224 crop, in motion-capture poses
 * of unseen subjects, with a start of known error. The set that presets are compared on.
 */
import type { BodyParameters } from '../../src/core/body/body-model.ts';
import { compactLandmarks } from '../../src/core/body/landmarks.ts';
import { CROP_FOCAL_LENGTH_PX, CROP_SIZE_PX } from '../../src/core/camera/crop.ts';
import { createFitter, type Fitter } from '../../src/core/fit/fitter.ts';
import type { FitProblem } from '../../src/core/fit/problem.ts';
import { createKinematics, poseSkeleton } from '../../src/core/fit/skeleton/kinematics.ts';
import { landmarkPositions } from '../../src/core/fit/skeleton/landmark-positions.ts';
import { STRIDE, unknownsFromBody } from '../../src/core/fit/skeleton/unknowns.ts';
import { problemFromSpinKeypoints } from '../../src/core/fit/smplify/spin-keypoints.ts';
import { independentErrors } from '../../src/core/fit/terms/regressor-error.ts';
import { SPIN49_LANDMARKS } from '../../src/core/keypoints/joint-sets.ts';
import { multiply3 } from '../../src/core/math/matrix3.ts';
import { type Random, seededRandom } from '../../src/core/math/random.ts';
import { axisAngleFromMatrix, matrixFromAxisAngle } from '../../src/core/math/rotation.ts';
import { mean, model, prior } from '../fixtures/embedded.ts';
import { benchPoses } from './bench-poses.ts';

export type SetH = 'r012' | 'r025' | 'r050' | 'outliers';

interface Recipe {
  readonly cases: number;
  readonly seed: number;
  readonly startSigmaRad: number;
  readonly outlierShare: number;
}

export const SETS_H: Readonly<Record<SetH, Recipe>> = {
  r012: { cases: 256, seed: 112, startSigmaRad: 0.12, outlierShare: 0 },
  r025: { cases: 256, seed: 125, startSigmaRad: 0.25, outlierShare: 0 },
  r050: { cases: 128, seed: 150, startSigmaRad: 0.5, outlierShare: 0 },
  outliers: { cases: 256, seed: 105, startSigmaRad: 0.25, outlierShare: 0.05 },
};

export interface CaseH {
  /** x, y in pixels of the crop and confidence, shape [49, 3]. */
  readonly keypoints: Float64Array;
  readonly start: BodyParameters;
  readonly truth: BodyParameters;
}

const PERSON_HEIGHT_PX = 160;
const ASSUMED_HEIGHT_M = 1.7;
const NOISE_PX = 5;
const DROPPED_SHARE = 0.06;
const OUTLIER_PX = [40, 120] as const;
const START_ROOT_SIGMA_RAD = 0.2;
const START_DEPTH_SHARE = 0.06;
const START_LATERAL_M = 0.04;
/** The 25 points of a detector, then the first 14 of a data set's 24. */
const DETECTED = 25;
const LABELLED = 14;

const kinematics = createKinematics(compactLandmarks(model));
const landmarks = Int32Array.from(SPIN49_LANDMARKS);

/** The same cases every time; `count` takes the first ones only. */
export function drawSetH(name: SetH, count = SETS_H[name].cases): CaseH[] {
  const recipe = SETS_H[name];
  const { poses } = benchPoses(recipe.cases);
  const random = seededRandom(recipe.seed);
  return Array.from({ length: count }, () => drawCase(poses, recipe, random));
}

function drawCase(poses: Float32Array, recipe: Recipe, random: Random): CaseH {
  const row = Math.floor((random.uniform() * poses.length) / 72);
  const pose = Float64Array.from(poses.subarray(72 * row, 72 * row + 72));
  turnToCamera(pose, 2 * Math.PI * random.uniform());
  const betas = Float64Array.from({ length: 10 }, random.normal);
  const truth = { pose, betas, translation: placeInCrop(pose, betas, random) };
  const keypoints = observe(truth, recipe.outlierShare, random);
  return { keypoints, start: startNear(truth, recipe.startSigmaRad, random), truth };
}

/** A heading about the vertical, then from a world with y up to a camera with y down. */
function turnToCamera(pose: Float64Array, yaw: number): void {
  const [cos, sin] = [Math.cos(yaw), Math.sin(yaw)];
  turnRoot(pose, Float64Array.of(cos, 0, sin, 0, -1, 0, sin, 0, -cos));
}

/** R_root ← turn · R_root. */
function turnRoot(pose: Float64Array, turn: Float64Array): void {
  const root = new Float64Array(9);
  const turned = new Float64Array(9);
  matrixFromAxisAngle(pose, 0, root, 0);
  multiply3(turn, 0, root, 0, turned, 0);
  axisAngleFromMatrix(turned, 0, pose, 0);
}

/** So far away that 1.7 m are 160 px, give or take a tenth, with the points' mean near the middle. */
function placeInCrop(pose: Float64Array, betas: Float64Array, random: Random): Float64Array {
  const positions = positionsOf({ pose, betas, translation: new Float64Array(3) });
  const depth = (CROP_FOCAL_LENGTH_PX * ASSUMED_HEIGHT_M) / PERSON_HEIGHT_PX;
  const middle = [0, 1].map((axis) => {
    const values = SPIN49_LANDMARKS.map((_, i) => positions[3 * i + axis]);
    return (Math.min(...values) + Math.max(...values)) / 2;
  });
  return Float64Array.of(
    0.05 * random.normal() - middle[0],
    0.05 * random.normal() - middle[1],
    depth * (0.9 + 0.2 * random.uniform()),
  );
}

/** SPIN's 49 points in the camera's frame, shape [49, 3], metres. */
function positionsOf(body: BodyParameters): Float64Array {
  const x = new Float64Array(STRIDE);
  const positions = new Float64Array(3 * landmarks.length);
  unknownsFromBody(body, x);
  poseSkeleton(kinematics, x);
  landmarkPositions(kinematics, x, landmarks, positions);
  return positions;
}

function observe(truth: BodyParameters, outlierShare: number, random: Random): Float64Array {
  const positions = positionsOf(truth);
  const keypoints = new Float64Array(3 * landmarks.length);
  for (let i = 0; i < DETECTED + LABELLED; i++) {
    const scale = CROP_FOCAL_LENGTH_PX / positions[3 * i + 2];
    const confidence = i < DETECTED ? 0.5 + 0.5 * random.uniform() : 1;
    keypoints[3 * i] = scale * positions[3 * i] + CROP_SIZE_PX / 2 + NOISE_PX * random.normal();
    keypoints[3 * i + 1] =
      scale * positions[3 * i + 1] + CROP_SIZE_PX / 2 + NOISE_PX * random.normal();
    keypoints[3 * i + 2] = random.uniform() < DROPPED_SHARE ? 0 : confidence;
    if (random.uniform() < outlierShare) moveAway(keypoints, 3 * i, random);
  }
  return keypoints;
}

function moveAway(keypoints: Float64Array, offset: number, random: Random): void {
  const [least, most] = OUTLIER_PX;
  const distance = least + (most - least) * random.uniform();
  const direction = 2 * Math.PI * random.uniform();
  keypoints[offset] += distance * Math.cos(direction);
  keypoints[offset + 1] += distance * Math.sin(direction);
}

function startNear(truth: BodyParameters, sigmaRad: number, random: Random): BodyParameters {
  const pose = truth.pose.map((value, i) => (i < 3 ? value : value + sigmaRad * random.normal()));
  const turn = new Float64Array(9);
  const by = Float64Array.from({ length: 3 }, () => START_ROOT_SIGMA_RAD * random.normal());
  matrixFromAxisAngle(by, 0, turn, 0);
  turnRoot(pose, turn);
  const [x, y, z] = truth.translation;
  const translation = Float64Array.of(
    x + START_LATERAL_M * random.normal(),
    y + START_LATERAL_M * random.normal(),
    z * (1 + START_DEPTH_SHARE * random.normal()),
  );
  return { pose, betas: new Float64Array(10), translation };
}

/** The case for the preset `anchored`, near its start, in SPIN's crop camera. */
export function anchoredProblem({ keypoints, start }: CaseH): FitProblem {
  return {
    ...problemFromSpinKeypoints(keypoints, 'anchored'),
    torso: undefined,
    regression: start,
  };
}

/** A fitter that knows how far the starts of a set are off. */
export function fitterForSetH(name: SetH): Fitter {
  const joints = new Array<number>(24).fill(SETS_H[name].startSigmaRad);
  const jointSigmaRad = [START_ROOT_SIGMA_RAD, ...joints.slice(1)];
  return createFitter({ model, prior, mean, error: independentErrors(jointSigmaRad, 1) });
}
