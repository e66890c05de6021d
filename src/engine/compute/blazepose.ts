/** BlazePose-full of the detectors' package (Google, Apache-2.0): a person's landmarks in 3D, and a mask. */
import type { GraphModel } from '@tensorflow/tfjs-converter';
import * as tf from '@tensorflow/tfjs-core';
import type { Pinhole } from '../../core/camera/pinhole.ts';
import {
  closerSquare,
  inCameraAxes,
  SQUARE_SIZE_PX,
  sampleSquare,
  type TurnedSquare,
} from '../../core/regress/blazepose-geometry.ts';
import type { Pixels } from '../adapters/images/image-file.ts';

/** Places in 3D, points in the square, mask, score. */
const OUTPUTS = ['Identity_4', 'Identity_2', 'Identity_1', 'Identity_3'];
/** BlazePose sees nobody when its score is below this. */
export const MIN_BLAZEPOSE_SCORE = 0.5;

export interface BlazePoseAnswer {
  readonly square: TurnedSquare;
  /** Shape [39, 3], metres about the mid hip, along the axes of the camera. */
  readonly world: Float64Array;
  /** Shape [39, 5]: x, y, z in pixels of the square seen as 256, visibility and presence logits. */
  readonly points: Float32Array;
  /** Shape [256, 256]: how surely the person. */
  readonly mask: Float32Array;
  readonly score: number;
}

/** Twice: the second look is centred on what the first has found. */
export function runBlazePose(
  model: GraphModel,
  pixels: Pixels,
  camera: Pinhole,
  square: TurnedSquare,
): BlazePoseAnswer {
  const first = look(model, pixels, camera, square);
  const closer = closerSquare(first.points, square);
  if (closer === undefined || first.score < MIN_BLAZEPOSE_SCORE) return first;
  return look(model, pixels, camera, closer);
}

function look(
  model: GraphModel,
  pixels: Pixels,
  camera: Pinhole,
  square: TurnedSquare,
): BlazePoseAnswer {
  const tensors = tf.tidy(() => {
    const size = SQUARE_SIZE_PX;
    const input = tf.tensor4d(sampleSquare(pixels, square), [1, size, size, 3]);
    return model.execute(input, OUTPUTS) as tf.Tensor[];
  });
  const [world, points, mask, score] = tensors.map((t) => t.dataSync() as Float32Array) as [
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  tf.dispose(tensors);
  return {
    square,
    points,
    mask,
    score: Number(score[0]),
    world: inCameraAxes(world, camera, square),
  };
}
