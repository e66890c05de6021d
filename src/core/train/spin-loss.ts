/**
 * SPIN's losses and weights (Kolotouros et al. 2019, `trainer.py`), with the gradient written out by
 * hand. What differs for the lifter: a half side is that of the tight box of the points instead of a
 * crop 1.2 times as large, and (s, tx, ty) place the pelvis in its own way (`output-place.ts`).
 */
import { BODY25 } from '../keypoints/joint-sets.ts';
import { matrixFrom6d } from '../math/rotation.ts';
import { BETA_OFFSET, CAMERA_OFFSET, OUTPUT_SIZE } from '../regress/lifter-output.ts';
import type { FrameLabel } from './frame-label.ts';
import { backFromLandmarks, type LandmarkTape, placeLandmarks } from './landmark-gradient.ts';
import { backFromPlace, placeFromOutputs } from './output-place.ts';
import { backFrom6d } from './six-d-gradient.ts';
import type { OutputCamera, RegressorFrame } from './trainable-regressor.ts';

/** One person's row of a batch. */
export interface SupervisedRow {
  readonly frame: RegressorFrame;
  /** Undefined for a person whose fit is not good enough: only the points teach. */
  readonly label: FrameLabel | undefined;
  readonly weight: number;
}

/** Weights of the terms, before SPIN's common factor. */
export interface LossWeights {
  readonly points: number;
  readonly joints: number;
  readonly pose: number;
  readonly betas: number;
  readonly camera: number;
  /** Joints of fits too, not only of accepted bodies. */
  readonly jointsOfFits: boolean;
}

export const SPIN_WEIGHTS: LossWeights = {
  points: 5,
  joints: 5,
  pose: 1,
  betas: 0.001,
  camera: 1,
  jointsOfFits: false,
};

const COMMON_FACTOR = 60;
/** SPIN's means run over all 49 points, present or not. */
const POINT_VALUES = 49 * 2;
const MIN_DEPTH_M = 0.1;
/** SPIN's 24 data-set joints that a body has, about the middle of LSP's hips. */
const JOINTS: readonly number[] = [
  8, 5, 45, 46, 4, 7, 21, 19, 17, 16, 18, 20, 47, 48, 49, 50, 51, 52, 53, 24, 26, 25, 28, 27,
];
const [RIGHT_HIP, LEFT_HIP] = [45, 46];

export interface LossParts {
  readonly tape: LandmarkTape;
  readonly camera: OutputCamera;
  readonly weights: LossWeights;
}

/**
 * Mean loss of a batch.
 *
 * @param outputs the network's, shape [N, 157]
 * @param rows one for each person; an undefined one has no part in the loss
 * @param gradient receives the derivative of the mean loss by each output, shape [N, 157]
 */
export function spinLoss(
  parts: LossParts,
  outputs: Float32Array | Float64Array,
  rows: readonly (SupervisedRow | undefined)[],
  gradient: Float32Array | Float64Array,
): number {
  gradient.fill(0);
  const total = rows.reduce((sum, row) => sum + (row?.weight ?? 0), 0);
  let sum = 0;
  for (const [index, row] of rows.entries()) {
    if (row === undefined || row.weight === 0) continue;
    const factor = (COMMON_FACTOR * row.weight) / total;
    const from = OUTPUT_SIZE * index;
    const own = outputs.subarray(from, from + OUTPUT_SIZE);
    const ownGradient = gradient.subarray(from, from + OUTPUT_SIZE);
    sum += factor * personLoss(parts, own, row, ownGradient);
    for (let i = 0; i < OUTPUT_SIZE; i++) ownGradient[i] *= factor;
  }
  return sum;
}

type Numbers = Float32Array | Float64Array;

function personLoss(parts: LossParts, outputs: Numbers, row: SupervisedRow, gradient: Numbers) {
  const { tape } = parts;
  for (let j = 0; j < 24; j++) matrixFrom6d(outputs, 6 * j, tape.rotations, 9 * j);
  tape.betas.set(outputs.subarray(BETA_OFFSET, CAMERA_OFFSET));
  placeLandmarks(tape);
  tape.gradient.landmarks.fill(0);
  tape.gradient.rotations.fill(0);
  tape.gradient.betas.fill(0);
  const loss =
    pointLoss(parts, outputs, row.frame, gradient) +
    scaleLoss(parts, outputs, gradient) +
    (row.label === undefined ? 0 : labelLoss(parts, row.label));
  backFromLandmarks(tape);
  for (let j = 0; j < 24; j++) {
    backFrom6d(outputs, 6 * j, tape.gradient.rotations, 9 * j, gradient, 6 * j);
  }
  gradient.set(tape.gradient.betas, BETA_OFFSET);
  return loss;
}

function labelLoss(parts: LossParts, label: FrameLabel): number {
  const { tape, weights } = parts;
  const hasJoints = label.isTruth || weights.jointsOfFits;
  return (
    (hasJoints ? jointLoss(tape, label, weights.joints) : 0) +
    squares(tape.rotations, label.rotations, weights.pose, tape.gradient.rotations) +
    squares(tape.betas, label.betas, weights.betas, tape.gradient.betas)
  );
}

/** weight × mean squared difference; adds to the gradient. */
function squares(said: Numbers, label: Numbers, weight: number, gradient: Numbers): number {
  const scale = weight / said.length;
  let sum = 0;
  for (let i = 0; i < said.length; i++) {
    const difference = said[i] - label[i];
    sum += difference * difference;
    gradient[i] += 2 * scale * difference;
  }
  return scale * sum;
}

/** Mean squared difference of the 24 joints' coordinates about the mid hip, metres². */
function jointLoss({ landmarks, gradient }: LandmarkTape, label: FrameLabel, weight: number) {
  const scale = weight / (3 * JOINTS.length);
  let sum = 0;
  for (let axis = 0; axis < 3; axis++) {
    const right = 3 * RIGHT_HIP + axis;
    const left = 3 * LEFT_HIP + axis;
    const shift =
      (landmarks[right] + landmarks[left] - label.landmarks[right] - label.landmarks[left]) / 2;
    for (const joint of JOINTS) {
      const i = 3 * joint + axis;
      const difference = landmarks[i] - label.landmarks[i] - shift;
      sum += difference * difference;
      gradient.landmarks[i] += 2 * scale * difference;
      gradient.landmarks[right] -= scale * difference;
      gradient.landmarks[left] -= scale * difference;
    }
  }
  return scale * sum;
}

/** Squared errors of the points in half sides of the crop, times confidence. */
function pointLoss(
  { tape, camera, weights }: LossParts,
  outputs: Numbers,
  { focal, points }: RegressorFrame,
  gradient: Numbers,
): number {
  const place = placeFromOutputs(outputs.subarray(CAMERA_OFFSET), focal, camera);
  const pull = [0, 0, 0];
  const scale = weights.points / POINT_VALUES;
  let sum = 0;
  for (const [point, landmark] of BODY25.landmarks.entries()) {
    const confidence = points[3 * point + 2];
    const depth = tape.landmarks[3 * landmark + 2] + place[2];
    if (confidence === 0 || depth <= MIN_DEPTH_M) continue;
    const zoom = focal / depth;
    for (let axis = 0; axis < 2; axis++) {
      const seen = zoom * (tape.landmarks[3 * landmark + axis] + place[axis]);
      const error = seen - points[3 * point + axis];
      sum += confidence * error * error;
      const g = 2 * scale * confidence * error;
      tape.gradient.landmarks[3 * landmark + axis] += g * zoom;
      tape.gradient.landmarks[3 * landmark + 2] -= (g * seen) / depth;
      pull[axis] += g * zoom;
      pull[2] -= (g * seen) / depth;
    }
  }
  gradient.set(backFromPlace(outputs.subarray(CAMERA_OFFSET), focal, camera, pull), CAMERA_OFFSET);
  return scale * sum;
}

/** (e^(−10 s))²: keeps the scale positive. */
function scaleLoss({ weights }: LossParts, outputs: Numbers, gradient: Numbers): number {
  const value = weights.camera * Math.exp(-20 * outputs[CAMERA_OFFSET]);
  gradient[CAMERA_OFFSET] -= 20 * value;
  return value;
}
