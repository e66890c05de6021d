/** What the lifter is taught by, all in its virtual camera. */
import * as tf from '@tensorflow/tfjs-core';
import { BETA_OFFSET, CAMERA_OFFSET, OUTPUT_SIZE, POSE_SIZE } from '../regress/lifter-output.ts';
import { type TensorBody, tensorLandmarks } from './body-in-tensors.ts';
import type { LifterBatch } from './lifter-sample.ts';

const JOINT_WEIGHT = 10;
const ROTATION_WEIGHT = 3;
const BETA_WEIGHT = 0.02;
const REPROJECTION_WEIGHT = 5;
const DEPTH_WEIGHT = 0.1;
/** Reprojection errors count up to this, in half sides of the box. */
const REPROJECTION_CAP = 0.5;

/** Mean loss of a batch, as a scalar. @param outputs shape [N, 157] */
export function lifterLoss(body: TensorBody, outputs: tf.Tensor2D, batch: LifterBatch): tf.Scalar {
  const n = batch.size;
  const rotations = rotationsFrom6d(tf.slice(outputs, [0, 0], [n, POSE_SIZE]));
  const betas = tf.slice(outputs, [0, BETA_OFFSET], [n, 10]);
  const camera = tf.slice(outputs, [0, CAMERA_OFFSET], [n, OUTPUT_SIZE - CAMERA_OFFSET]);
  const landmarks = tensorLandmarks(body, rotations, betas);
  const truth = tf.tensor3d(batch.landmarks, [n, 54, 3]);
  const trueRotations = tf.tensor(batch.rotations, [n, 24, 3, 3]);
  const joints = tf.mean(tf.norm(tf.add(tf.sub(landmarks, truth), 1e-8), 2, 2));
  const turns = tf.mean(tf.sum(tf.square(tf.sub(rotations, trueRotations)), [2, 3]));
  const shape = tf.mean(tf.square(tf.sub(betas, tf.tensor2d(batch.betas, [n, 10]))));
  const place = placeLosses(landmarks, truth, camera, batch);
  return tf.addN([
    tf.mul(joints, JOINT_WEIGHT),
    tf.mul(turns, ROTATION_WEIGHT / 4),
    tf.mul(shape, BETA_WEIGHT),
    tf.mul(place.reprojection, REPROJECTION_WEIGHT),
    tf.mul(place.depth, DEPTH_WEIGHT),
  ]) as tf.Scalar;
}

/** Gram–Schmidt on the interleaved columns, shape [N, 144] to [N, 24, 3, 3]. */
function rotationsFrom6d(six: tf.Tensor2D): tf.Tensor4D {
  const columns = tf.reshape(six, [six.shape[0], 24, 3, 2]);
  const [a1, a2] = tf.unstack(columns, 3) as tf.Tensor3D[];
  const b1 = unit(a1);
  const b2 = unit(tf.sub(a2, tf.mul(tf.sum(tf.mul(b1, a2), 2, true), b1)));
  return tf.stack([b1, b2, cross(b1, b2)], 3) as tf.Tensor4D;
}

function unit(v: tf.Tensor3D): tf.Tensor3D {
  return tf.mul(v, tf.rsqrt(tf.add(tf.sum(tf.square(v), 2, true), 1e-8)));
}

function cross(a: tf.Tensor3D, b: tf.Tensor3D): tf.Tensor3D {
  const [ax, ay, az] = tf.unstack(a, 2);
  const [bx, by, bz] = tf.unstack(b, 2);
  const parts = [
    tf.sub(tf.mul(ay, bz), tf.mul(az, by)),
    tf.sub(tf.mul(az, bx), tf.mul(ax, bz)),
    tf.sub(tf.mul(ax, by), tf.mul(ay, bx)),
  ];
  return tf.stack(parts, 2) as tf.Tensor3D;
}

/** Where the landmarks are seen, in half sides of the box, and how far the body is. */
function placeLosses(
  landmarks: tf.Tensor3D,
  truth: tf.Tensor3D,
  camera: tf.Tensor2D,
  batch: LifterBatch,
) {
  const side = tf.tensor1d(batch.boxSides);
  const [s, tx, ty] = tf.unstack(camera, 1) as tf.Tensor1D[];
  const z = tf.div(1, tf.mul(tf.maximum(s, 0.02), side)) as tf.Tensor1D;
  const half = tf.mul(tf.mul(z, side), 0.5);
  const translation = tf.stack([tf.mul(half, tx), tf.mul(half, ty), z], 1);
  const trueTranslation = tf.tensor2d(batch.translations, [batch.size, 3]);
  const [, , trueZ] = tf.unstack(trueTranslation, 1);
  const seen = inBox(landmarks, translation, side);
  const trulySeen = inBox(truth, trueTranslation, side);
  const error = tf.minimum(tf.abs(tf.sub(seen, trulySeen)), REPROJECTION_CAP);
  const depth = tf.mean(tf.abs(tf.sub(tf.log(z), tf.log(trueZ))));
  return { reprojection: tf.mean(error), depth };
}

function inBox(points: tf.Tensor3D, translation: tf.Tensor, side: tf.Tensor1D): tf.Tensor {
  const [x, y, z] = tf.unstack(tf.add(points, tf.expandDims(translation, 1)), 2);
  const scale = tf.div(tf.expandDims(tf.div(2, side), 1), tf.maximum(z, 0.1));
  return tf.stack([tf.mul(x, scale), tf.mul(y, scale)], 2);
}
