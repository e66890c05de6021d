/**
 * SPIN's network as training sees it. At the depth `head` its inputs are features of crops, which do
 * not change and are kept; at the depth `full` they are the crops, varied as SPIN varies them, and
 * batch norm is frozen: tens of pictures would ruin its statistics.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { BodyModel } from '../../body/body-model.ts';
import { compactLandmarks } from '../../body/landmarks.ts';
import { CROP_SIZE_PX, type Crop } from '../../camera/crop.ts';
import { createBodyPlacer } from '../../formats/annotations/body-in-image.ts';
import type { Random } from '../../math/random.ts';
import { collapsedLayer, withCollapsedLayer } from '../../regress/spin/collapsed-layer.ts';
import { runHead } from '../../regress/spin/ief-head.ts';
import { cropOfKeypoints } from '../../regress/spin/person-crop.ts';
import { foldBatchNorm, runBackbone } from '../../regress/spin/resnet.ts';
import { writeNetworkInput } from '../../regress/spin/spin-crop.ts';
import { bodyInCrop } from '../../regress/spin/spin-output.ts';
import { convolutionNames, isHeadWeight, STATE_SIZE } from '../../regress/spin/spin-weights.ts';
import type {
  RegressorBatch,
  TrainableRegressor,
  TrainingDepth,
  Weights,
} from '../trainable-regressor.ts';
import { body25Points, type TrainingPerson } from '../training-person.ts';
import { type Augmentation, drawAugmentation, UPRIGHT, variedCrop } from './spin-augmentation.ts';
import { bodyOfRow, spinFrame } from './spin-frame.ts';

/** A person's crop as the network may see it. */
export interface PersonSight {
  readonly person: TrainingPerson;
  readonly crop: Crop;
  readonly isMirrored: boolean;
}

/** Pictures of the people; undefined for one that is not to be had any more. */
export interface SpinPictures {
  /** xf under the weights that training begins with, shape [F]. */
  readonly features: (sights: readonly PersonSight[]) => Promise<(Float32Array | undefined)[]>;
  /** RGB of the square twice as wide as the crop, shape [448, 448, 3]. */
  readonly surroundings: (person: TrainingPerson, crop: Crop) => Promise<Uint8Array | undefined>;
}

export interface TrainableSpinParts {
  /** By SPIN's names, with its own head or a collapsed one. */
  readonly weights: Weights;
  readonly depth: TrainingDepth;
  /** SPIN's body. */
  readonly model: BodyModel;
  readonly pictures: SpinPictures;
}

/** Crops that pass the backbone together: their activations lie in memory at once. */
const CHUNK = 16;

export function trainableSpin(parts: TrainableSpinParts): TrainableRegressor {
  const { weights, model } = parts;
  const place = createBodyPlacer(model);
  const restPelvis = restPelvisOf(model);
  return {
    outputCamera: 'spin',
    weights,
    trains: (depth) => trained(weights, depth),
    batch: (people, random) => batchOf(parts, people, random),
    forward: (from, { inputs }) => headOf(from, featuresIn(from, inputs)),
    features: (from, { inputs }) => featuresIn(from, inputs),
    lastLayer: collapsedLayer,
    withLastLayer: withCollapsedLayer,
    decode: (outputs, row, frame) =>
      bodyOfRow(outputs.subarray(STATE_SIZE * row, STATE_SIZE * (row + 1)), frame, restPelvis),
    regress: async (from, people) => {
      if (people.length === 0) return [];
      const batch = await batchOf(parts, people, undefined);
      const outputs = tf.tidy(() => headOf(from, featuresIn(from, batch.inputs)).dataSync());
      batch.inputs.dispose();
      return people.map((person, row) => {
        const crop = cropOfKeypoints(person.keypoints);
        if (crop === undefined || batch.frames[row] === undefined) return undefined;
        const answer = Float64Array.from(
          outputs.subarray(STATE_SIZE * row, STATE_SIZE * (row + 1)),
        );
        const said = bodyInCrop(answer, crop);
        return said && place(said, { ...person, points: person.keypoints }, person.camera)?.body;
      });
    },
  };
}

function trained(weights: Weights, depth: TrainingDepth): string[] {
  const head = Object.keys(weights).filter(isHeadWeight);
  if (depth === 'head') return head;
  return [...convolutionNames().map(({ convolution }) => `${convolution}.weight`), ...head];
}

/** Features stay what they are; crops pass the backbone, some at a time. */
function featuresIn(weights: Weights, inputs: tf.Tensor): tf.Tensor2D {
  if (inputs.rank === 2) return inputs as tf.Tensor2D;
  const folded = new Map(
    convolutionNames().map((name) => [name.convolution, foldBatchNorm(weights, name)]),
  );
  const crops = inputs as tf.Tensor4D;
  const chunks: tf.Tensor2D[] = [];
  for (let from = 0; from < crops.shape[0]; from += CHUNK) {
    const size = Math.min(CHUNK, crops.shape[0] - from);
    const some = tf.slice(crops, [from, 0, 0, 0], [size, -1, -1, -1]);
    chunks.push(runBackbone(({ convolution }) => required(folded.get(convolution)), some));
  }
  return chunks.length === 1 ? chunks[0] : tf.concat(chunks, 0);
}

function required<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('A convolution has no weights.');
  return value;
}

function headOf(weights: Weights, features: tf.Tensor2D): tf.Tensor2D {
  const collapsed = weights['head.weight'];
  if (collapsed === undefined) return runHead(weights, features);
  const product = tf.matMul(features, collapsed as tf.Tensor2D, false, true);
  return tf.add(product, weights['head.bias']);
}

async function batchOf(
  parts: TrainableSpinParts,
  people: readonly TrainingPerson[],
  random: Random | undefined,
): Promise<RegressorBatch> {
  const crops = people.map(({ keypoints }) => cropOfKeypoints(keypoints));
  const drawn = people.map(() => drawFor(parts.depth, random));
  const { inputs, isThere } =
    parts.depth === 'head'
      ? await featureRows(parts, people, crops, drawn)
      : await cropRows(parts, people, crops, drawn);
  const frames = people.map((person, row) => {
    const crop = crops[row];
    if (crop === undefined || !isThere[row]) return undefined;
    return spinFrame(body25Points(person), person.camera, crop, drawn[row]);
  });
  return { inputs, frames };
}

/** Kept features are those of the upright crop and of its mirror image. */
function drawFor(depth: TrainingDepth, random: Random | undefined): Augmentation {
  if (random === undefined) return UPRIGHT;
  const drawn = drawAugmentation(random);
  return depth === 'full' ? drawn : { ...UPRIGHT, isMirrored: drawn.isMirrored };
}

interface Rows {
  readonly inputs: tf.Tensor;
  readonly isThere: readonly boolean[];
}

async function featureRows(
  { weights, pictures }: TrainableSpinParts,
  people: readonly TrainingPerson[],
  crops: readonly (Crop | undefined)[],
  drawn: readonly Augmentation[],
): Promise<Rows> {
  const count = featureCountOf(weights);
  const values = new Float32Array(count * people.length);
  const rows = [...people.keys()].filter((row) => crops[row] !== undefined);
  const sights = rows.flatMap((row) => {
    const crop = crops[row];
    return crop ? [{ person: people[row], crop, isMirrored: drawn[row].isMirrored }] : [];
  });
  const found = await pictures.features(sights);
  const isThere = people.map(() => false);
  for (const [i, row] of rows.entries()) {
    const features = found[i];
    if (features === undefined) continue;
    values.set(features, count * row);
    isThere[row] = true;
  }
  return { inputs: tf.tensor2d(values, [people.length, count]), isThere };
}

async function cropRows(
  { pictures }: TrainableSpinParts,
  people: readonly TrainingPerson[],
  crops: readonly (Crop | undefined)[],
  drawn: readonly Augmentation[],
): Promise<Rows> {
  const shape = [people.length, CROP_SIZE_PX, CROP_SIZE_PX, 3] as const;
  const values = new Float32Array(shape.reduce((product, size) => product * size, 1));
  const isThere: boolean[] = [];
  for (const [row, person] of people.entries()) {
    const crop = crops[row];
    const wide = crop && (await pictures.surroundings(person, crop));
    isThere.push(wide !== undefined);
    if (wide !== undefined) writeNetworkInput(variedCrop(wide, drawn[row]), values, row);
  }
  return { inputs: tf.tensor4d(values, [...shape]), isThere };
}

function featureCountOf(weights: Weights): number {
  return 4 * weights['layer4.0.conv1.weight'].shape[0];
}

function restPelvisOf(model: BodyModel): (betas: Float64Array) => Float64Array {
  const { restJoints, restJointShape, betaCount } = compactLandmarks(model);
  return (betas) =>
    restJoints.slice(0, 3).map((rest, axis) => {
      const row = restJointShape.subarray(betaCount * axis, betaCount * (axis + 1));
      return row.reduce((sum, shape, b) => sum + shape * betas[b], rest);
    });
}
