/** Learns at once from the labels that there are: a new last layer, in closed form. */
import * as tf from '@tensorflow/tfjs-core';
import { sixDFromMatrix } from '../math/rotation.ts';
import { BETA_OFFSET, CAMERA_OFFSET, OUTPUT_SIZE } from '../regress/lifter-output.ts';
import type { FitsDictionary } from './fits-dictionary.ts';
import type { FrameLabel } from './frame-label.ts';
import type { LandmarkTape } from './landmark-gradient.ts';
import { outputsFromPlace } from './output-place.ts';
import { addLayers, bestRidge, ridgeUpdate } from './ridge-update.ts';
import { superviseRows } from './supervise.ts';
import type {
  OutputCamera,
  RegressorBatch,
  RegressorFrame,
  TrainableRegressor,
  Weights,
} from './trainable-regressor.ts';
import type { TrainingPerson } from './training-person.ts';

export interface InstantParts {
  readonly regressor: TrainableRegressor;
  readonly weights: Weights;
  readonly tape: LandmarkTape;
  readonly people: readonly TrainingPerson[];
  readonly dictionary: FitsDictionary;
  /** People on whom the answers should stay what they are, simulated ones for instance. */
  readonly unchanged: readonly TrainingPerson[];
}

export interface InstantUpdate {
  /** With the new last layer; the old weights are as they were, and undo it. */
  readonly weights: Weights;
  readonly lambda: number;
  /** Rms of what is missing in the outputs of the people learnt from: now, and of each after an update from the others. */
  readonly missingBefore: number;
  readonly missingLeftOut: number;
}

const RIDGES = [1e2, 1e3, 1e4, 1e5, 1e6];

/** Undefined when nobody has a label. */
export async function instantUpdate(parts: InstantParts): Promise<InstantUpdate | undefined> {
  const { regressor, weights, tape, people, dictionary, unchanged } = parts;
  const all = [...people, ...unchanged];
  const batch = await regressor.batch(all, undefined);
  const { features, outputs } = readLayers(regressor, weights, batch);
  batch.inputs.dispose();
  const rows = superviseRows(tape, people, batch.frames.slice(0, people.length), dictionary);
  const residuals = new Float32Array(outputs.length);
  const rowWeights = all.map((person, i) => {
    const frame = batch.frames[i];
    if (i >= people.length) return frame === undefined ? 0 : 1;
    const label = rows[i]?.label;
    if (frame === undefined || label === undefined) return 0;
    const wanted = wantedOutputs(label, frame, regressor.outputCamera);
    keepLengths(outputs.subarray(OUTPUT_SIZE * i, OUTPUT_SIZE * (i + 1)), wanted);
    writeResidual(residuals, outputs, i, wanted);
    return person.weight;
  });
  const learnt = rowWeights.slice(0, people.length);
  if (learnt.every((weight) => weight === 0)) return undefined;
  const problem = { features, residuals, weights: rowWeights };
  const lambda = bestRidge(problem, RIDGES);
  const { change, leftOut } = ridgeUpdate({ ...problem, lambda });
  const layer = addLayers(regressor.lastLayer(weights), change);
  return {
    weights: regressor.withLastLayer(weights, layer),
    lambda,
    missingBefore: rms(residuals, learnt),
    missingLeftOut: rms(leftOut, learnt),
  };
}

function readLayers(regressor: TrainableRegressor, weights: Weights, batch: RegressorBatch) {
  return tf.tidy(() => ({
    features: regressor.features(weights, batch).dataSync() as Float32Array,
    outputs: regressor.forward(weights, batch).dataSync() as Float32Array,
  }));
}

/** The outputs that say a label exactly, shape [157]. */
function wantedOutputs(
  { rotations, betas, translation }: FrameLabel,
  { focal }: RegressorFrame,
  camera: OutputCamera,
): Float64Array {
  const out = new Float64Array(OUTPUT_SIZE);
  for (let j = 0; j < 24; j++) sixDFromMatrix(rotations, 9 * j, out, 6 * j);
  out.set(betas, BETA_OFFSET);
  out.set(outputsFromPlace(translation, focal, camera), CAMERA_OFFSET);
  return out;
}

/**
 * A 6D block says a rotation whatever the lengths and the lean of its two vectors; those are kept as
 * they were said, so that only what is wrong is missing.
 *
 * @param wanted of the same rotation as two unit vectors a block; changed in place
 */
function keepLengths(said: Float32Array, wanted: Float64Array): void {
  for (let i = 0; i < BETA_OFFSET; i += 6) {
    const length = Math.hypot(said[i], said[i + 2], said[i + 4]);
    if (!(length > 0)) continue;
    const along =
      (said[i] * said[i + 1] + said[i + 2] * said[i + 3] + said[i + 4] * said[i + 5]) / length;
    const across = Math.sqrt(
      Math.max(0, said[i + 1] ** 2 + said[i + 3] ** 2 + said[i + 5] ** 2 - along * along),
    );
    for (let row = i; row < i + 6; row += 2) {
      const [first, second] = [wanted[row], wanted[row + 1]];
      wanted[row] = length * first;
      wanted[row + 1] = along * first + across * second;
    }
  }
}

function writeResidual(
  residuals: Float32Array,
  outputs: Float32Array,
  row: number,
  wanted: Float64Array,
): void {
  for (let o = 0; o < OUTPUT_SIZE; o++) {
    residuals[OUTPUT_SIZE * row + o] = wanted[o] - outputs[OUTPUT_SIZE * row + o];
  }
}

function rms(rows: Float32Array, weights: readonly number[]): number {
  let [sum, total] = [0, 0];
  for (const [row, weight] of weights.entries()) {
    total += weight * OUTPUT_SIZE;
    for (let o = 0; o < OUTPUT_SIZE; o++) sum += weight * rows[OUTPUT_SIZE * row + o] ** 2;
  }
  return Math.sqrt(sum / total);
}
