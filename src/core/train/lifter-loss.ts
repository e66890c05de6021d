/** What the lifter is taught by, all in its virtual camera, with the gradient written out by hand. */
import { matrixFrom6d } from '../math/rotation.ts';
import { BETA_OFFSET, CAMERA_OFFSET, OUTPUT_SIZE } from '../regress/lifter-output.ts';
import { backFromLandmarks, type LandmarkTape, placeLandmarks } from './landmark-gradient.ts';
import type { LifterBatch } from './lifter-sample.ts';
import { backFrom6d } from './six-d-gradient.ts';

const JOINT_WEIGHT = 10;
const ROTATION_WEIGHT = 3;
const BETA_WEIGHT = 0.02;
const REPROJECTION_WEIGHT = 5;
const DEPTH_WEIGHT = 0.1;
/** Reprojection errors count up to this, in half sides of the box. */
const REPROJECTION_CAP = 0.5;
const MIN_SCALE = 0.02;
const MIN_DEPTH_M = 0.1;

/** A row of outputs and of its gradient, side by side in the batch's arrays. */
interface Row {
  readonly outputs: Float32Array | Float64Array;
  readonly gradient: Float32Array | Float64Array;
  readonly offset: number;
  /** Number of the person in the batch. */
  readonly index: number;
}

/**
 * Mean loss of a batch.
 *
 * @param outputs the network's, shape [N, 157]
 * @param gradient receives the derivative of the mean loss by each output, shape [N, 157]
 */
export function lifterLoss(
  tape: LandmarkTape,
  outputs: Float32Array | Float64Array,
  batch: LifterBatch,
  gradient: Float32Array | Float64Array,
): number {
  let sum = 0;
  for (let index = 0; index < batch.size; index++) {
    sum += personLoss(tape, { outputs, gradient, offset: OUTPUT_SIZE * index, index }, batch);
  }
  for (let i = 0; i < gradient.length; i++) gradient[i] /= batch.size;
  return sum / batch.size;
}

function personLoss(tape: LandmarkTape, row: Row, batch: LifterBatch): number {
  const { outputs, gradient, offset } = row;
  for (let j = 0; j < 24; j++) matrixFrom6d(outputs, offset + 6 * j, tape.rotations, 9 * j);
  for (let b = 0; b < 10; b++) tape.betas[b] = outputs[offset + BETA_OFFSET + b];
  placeLandmarks(tape);
  gradient.fill(0, offset + CAMERA_OFFSET, offset + OUTPUT_SIZE);
  const loss =
    jointLoss(tape, row, batch) +
    rotationLoss(tape, row, batch) +
    betaLoss(tape, row, batch) +
    placeLoss(tape, row, batch);
  backFromLandmarks(tape);
  for (let j = 0; j < 24; j++) {
    backFrom6d(outputs, offset + 6 * j, tape.gradient.rotations, 9 * j, gradient, offset + 6 * j);
  }
  gradient.set(tape.gradient.betas, offset + BETA_OFFSET);
  return loss;
}

/** Mean distance of the landmarks; presets the landmarks' gradient. */
function jointLoss({ landmarks, gradient }: LandmarkTape, { index }: Row, batch: LifterBatch) {
  const scale = JOINT_WEIGHT / 54;
  let sum = 0;
  for (let i = 0; i < 162; i += 3) {
    const x = landmarks[i] - batch.landmarks[162 * index + i];
    const y = landmarks[i + 1] - batch.landmarks[162 * index + i + 1];
    const z = landmarks[i + 2] - batch.landmarks[162 * index + i + 2];
    const distance = Math.sqrt(x * x + y * y + z * z + 1e-12);
    sum += distance;
    gradient.landmarks[i] = (scale * x) / distance;
    gradient.landmarks[i + 1] = (scale * y) / distance;
    gradient.landmarks[i + 2] = (scale * z) / distance;
  }
  return scale * sum;
}

/** Squared Frobenius distances; presets the rotations' gradient. */
function rotationLoss({ rotations, gradient }: LandmarkTape, { index }: Row, batch: LifterBatch) {
  const scale = ROTATION_WEIGHT / 4 / 24;
  let sum = 0;
  for (let i = 0; i < 216; i++) {
    const difference = rotations[i] - batch.rotations[216 * index + i];
    sum += difference * difference;
    gradient.rotations[i] = 2 * scale * difference;
  }
  return scale * sum;
}

/** Squared differences of the betas; presets their gradient. */
function betaLoss({ betas, gradient }: LandmarkTape, { index }: Row, batch: LifterBatch): number {
  const scale = BETA_WEIGHT / 10;
  let sum = 0;
  for (let b = 0; b < 10; b++) {
    const difference = betas[b] - batch.betas[10 * index + b];
    sum += difference * difference;
    gradient.betas[b] = 2 * scale * difference;
  }
  return scale * sum;
}

/** Where the landmarks are seen, in half sides of the box, and how far the body is. */
function placeLoss(tape: LandmarkTape, row: Row, batch: LifterBatch): number {
  const { outputs, gradient, offset, index } = row;
  const side = batch.boxSides[index];
  const at = offset + CAMERA_OFFSET;
  const [said, tx, ty] = [outputs[at], outputs[at + 1], outputs[at + 2]];
  const s = Math.max(said, MIN_SCALE);
  const z = 1 / (s * side);
  const translation = [tx / (2 * s), ty / (2 * s), z];
  const pull = [0, 0, 0];
  const reprojection = reprojectionLoss(tape, index, batch, translation, pull);
  const logDepth = Math.log(z / batch.translations[3 * index + 2]);
  gradient[at + 1] = pull[0] / (2 * s);
  gradient[at + 2] = pull[1] / (2 * s);
  if (said > MIN_SCALE) {
    const byDepth = pull[2] * z + DEPTH_WEIGHT * Math.sign(logDepth);
    gradient[at] = -(pull[0] * translation[0] + pull[1] * translation[1] + byDepth) / s;
  }
  return reprojection + DEPTH_WEIGHT * Math.abs(logDepth);
}

/** Adds to the landmarks' gradient, and to `pull` the derivative by the translation. */
function reprojectionLoss(
  { landmarks, gradient }: LandmarkTape,
  index: number,
  batch: LifterBatch,
  translation: readonly number[],
  pull: number[],
): number {
  const scale = REPROJECTION_WEIGHT / 108;
  const focal = 2 / batch.boxSides[index];
  const truth = batch.landmarks.subarray(162 * index, 162 * index + 162);
  const trulyAt = batch.translations.subarray(3 * index, 3 * index + 3);
  let sum = 0;
  for (let i = 0; i < 162; i += 3) {
    const depth = landmarks[i + 2] + translation[2];
    const zoom = focal / Math.max(depth, MIN_DEPTH_M);
    const trueZoom = focal / Math.max(truth[i + 2] + trulyAt[2], MIN_DEPTH_M);
    for (let axis = 0; axis < 2; axis++) {
      const seen = zoom * (landmarks[i + axis] + translation[axis]);
      const error = seen - trueZoom * (truth[i + axis] + trulyAt[axis]);
      sum += Math.min(Math.abs(error), REPROJECTION_CAP);
      if (Math.abs(error) >= REPROJECTION_CAP) continue;
      const g = scale * Math.sign(error);
      const byDepth = depth > MIN_DEPTH_M ? (-g * seen) / depth : 0;
      gradient.landmarks[i + axis] += g * zoom;
      gradient.landmarks[i + 2] += byDepth;
      pull[axis] += g * zoom;
      pull[2] += byDepth;
    }
  }
  return scale * sum;
}
