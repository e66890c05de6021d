/** The embedded regressor as training sees it. */
import * as tf from '@tensorflow/tfjs-core';
import type { Pinhole } from '../camera/pinhole.ts';
import { multiply3 } from '../math/matrix3.ts';
import type { Random } from '../math/random.ts';
import { liftBodies, MIN_POINTS, mirrorInput, unmirror } from '../regress/lifter.ts';
import {
  type Body25Points,
  INPUT_SIZE,
  POINT_COUNT,
  writeLifterInput,
} from '../regress/lifter-input.ts';
import { lifterFeatures, runLifter } from '../regress/lifter-network.ts';
import { bodyInCamera, decodeOutput, OUTPUT_SIZE } from '../regress/lifter-output.ts';
import type {
  LinearLayer,
  RegressorBatch,
  RegressorFrame,
  TrainableRegressor,
  Weights,
} from './trainable-regressor.ts';
import { body25Points, type TrainingPerson } from './training-person.ts';

const LAST = ['output.weight', 'output.bias'] as const;
/** As SPIN: some pictures are turned, the others left upright. */
const TURNED_SHARE = 0.4;
const TURN_RAD = Math.PI / 9;
const JITTER_PX = 1;
const DROPPED_SHARE = 0.04;
const FOCAL_JITTER = 0.2;

export function trainableLifter(weights: Weights): TrainableRegressor {
  return {
    outputCamera: 'box',
    weights,
    trains: (depth) => (depth === 'head' ? LAST : Object.keys(weights)),
    batch: async (people, random) => lifterBatch(people, random),
    forward: (from, { inputs }) => runLifter(from, inputs as tf.Tensor2D),
    features: (from, { inputs }) => lifterFeatures(from, inputs as tf.Tensor2D),
    lastLayer,
    withLastLayer: (from, { weight, bias }) => ({
      ...from,
      'output.weight': tf.tensor(weight, from['output.weight'].shape),
      'output.bias': tf.tensor(bias, from['output.bias'].shape),
    }),
    decode: decodeRow,
    regress: async (from, people) =>
      liftBodies(
        from,
        people.map((person) => ({ points: body25Points(person), camera: person.camera })),
      ),
  };
}

function lastLayer(weights: Weights): LinearLayer {
  const [weight, bias] = LAST.map((name) => weights[name].dataSync() as Float32Array);
  return { weight: weight.slice(), bias: bias.slice() };
}

function lifterBatch(
  people: readonly TrainingPerson[],
  random: Random | undefined,
): RegressorBatch {
  const inputs = new Float32Array(people.length * INPUT_SIZE);
  const frames = people.map((person, row) => writeRow(person, inputs, row, random));
  return { inputs: tf.tensor2d(inputs, [people.length, INPUT_SIZE]), frames };
}

function writeRow(
  person: TrainingPerson,
  inputs: Float32Array,
  row: number,
  random: Random | undefined,
): RegressorFrame | undefined {
  const points = body25Points(person);
  const turn = random && random.uniform() < TURNED_SHARE ? TURN_RAD * random.normal() : 0;
  if (random !== undefined) disturb(points, random);
  turnPoints(points, person.camera, turn);
  if (presentCount(points) < MIN_POINTS) return undefined;
  const at = INPUT_SIZE * row;
  const frame = writeLifterInput(points, person.camera, inputs, at);
  if (frame === undefined) return undefined;
  const isMirrored = random !== undefined && random.uniform() < 0.5;
  if (isMirrored) mirrorRow(inputs.subarray(at, at + INPUT_SIZE));
  const seen = Float64Array.from(inputs.subarray(at, at + 3 * POINT_COUNT));
  if (random !== undefined) inputs[at + 75] += FOCAL_JITTER * random.normal();
  const regressorFromCamera = new Float64Array(9);
  multiply3(frame.virtualFromCamera, 0, aboutAxis(turn), 0, regressorFromCamera, 0);
  return { regressorFromCamera, isMirrored, focal: 2 / frame.boxSide, points: seen };
}

function mirrorRow(row: Float32Array): void {
  const both = new Float32Array(2 * INPUT_SIZE);
  both.set(row);
  mirrorInput(both, 0, INPUT_SIZE);
  row.set(both.subarray(INPUT_SIZE));
}

/** Moves points a little and takes some away, but not below what is needed. */
function disturb(points: Body25Points, { uniform, normal }: Random): void {
  const px = (JITTER_PX * extent(points)) / 190;
  let spare = presentCount(points) - 2 * MIN_POINTS;
  for (let i = 0; i < points.length; i += 3) {
    points[i] += px * normal();
    points[i + 1] += px * normal();
    if (uniform() >= DROPPED_SHARE || points[i + 2] === 0 || spare <= 0) continue;
    points[i + 2] = 0;
    spare--;
  }
}

function presentCount(points: Body25Points): number {
  return points.filter((value, i) => i % 3 === 2 && value > 0).length;
}

/** Longer side of the box of the present points, pixels. */
function extent(points: Body25Points): number {
  const along = (axis: number) => {
    const values = points.filter((_, i) => i % 3 === axis && points[i - axis + 2] > 0);
    return values.length === 0 ? 0 : Math.max(...values) - Math.min(...values);
  };
  return Math.max(along(0), along(1));
}

/** Turns the picture about its principal point: the camera turns about its axis. */
function turnPoints(points: Body25Points, camera: Pinhole, angle: number): void {
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  for (let i = 0; i < points.length; i += 3) {
    const x = points[i] - camera.principalX;
    const y = points[i + 1] - camera.principalY;
    points[i] = camera.principalX + c * x - s * y;
    points[i + 1] = camera.principalY + s * x + c * y;
  }
}

function aboutAxis(angle: number): Float64Array {
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  return Float64Array.of(c, -s, 0, s, c, 0, 0, 0, 1);
}

function decodeRow(outputs: Float32Array, row: number, frame: RegressorFrame) {
  const boxSide = 2 / frame.focal;
  const lifted = decodeOutput(outputs, OUTPUT_SIZE * row, boxSide);
  if (lifted === undefined) return undefined;
  const turned = frame.isMirrored ? unmirror(lifted) : lifted;
  return bodyInCamera(turned, { virtualFromCamera: frame.regressorFromCamera, boxSide });
}
