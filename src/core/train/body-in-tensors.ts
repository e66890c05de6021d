/** The body's landmarks as TensorFlow operations, so that a loss on joints reaches the network. */
import * as tf from '@tensorflow/tfjs-core';
import type { CompactLandmarks } from '../body/landmarks.ts';

/** Constants of a body, as tensors. */
export interface TensorBody {
  /** Joints by their distance from the root: level 0 is the root alone. */
  readonly levels: readonly { readonly joints: number[]; readonly parents: tf.Tensor1D }[];
  /** Position of joint k in the concatenation of the levels, and back. */
  readonly order: tf.Tensor1D;
  readonly restJoints: tf.Tensor;
  readonly restJointShape: tf.Tensor2D;
  readonly pairJoints: tf.Tensor1D;
  readonly pairWeights: tf.Tensor;
  readonly pairOffsets: tf.Tensor;
  readonly pairShape: tf.Tensor2D;
  /** Sums pairs to landmarks, shape [Q, 54]. */
  readonly landmarkOfPair: tf.Tensor2D;
}

export function createTensorBody(landmarks: CompactLandmarks): TensorBody {
  const { parents, pairJoint, pairStart, pairWeight } = landmarks;
  const depth = (joint: number): number => (joint === 0 ? 0 : 1 + depth(parents[joint]));
  const byLevel = Array.from(parents, (_, joint) => joint).toSorted((a, b) => depth(a) - depth(b));
  const placeOf = (joint: number) => byLevel.indexOf(joint);
  const deepest = Math.max(...byLevel.map(depth));
  const levels = Array.from({ length: deepest + 1 }, (_, level) => {
    const joints = byLevel.filter((joint) => depth(joint) === level);
    const above = joints.map((joint) => (joint === 0 ? 0 : placeOf(parents[joint])));
    return { joints, parents: tf.tensor1d(above, 'int32') };
  });
  const pairs = pairJoint.length;
  const sums = new Float32Array(54 * pairs);
  for (let l = 0; l < 54; l++) {
    for (let pair = pairStart[l]; pair < pairStart[l + 1]; pair++) sums[54 * pair + l] = 1;
  }
  return {
    levels,
    order: tf.tensor1d(
      Array.from(parents, (_, joint) => placeOf(joint)),
      'int32',
    ),
    restJoints: tf.tensor(Float32Array.from(landmarks.restJoints), [1, 24, 3]),
    restJointShape: transposedShape(landmarks.restJointShape, 72),
    pairJoints: tf.tensor1d(Array.from(pairJoint, placeOf), 'int32'),
    pairWeights: tf.tensor(Float32Array.from(pairWeight), [1, pairs, 1]),
    pairOffsets: tf.tensor(Float32Array.from(landmarks.pairOffset), [1, pairs, 3]),
    pairShape: transposedShape(landmarks.pairShape, 3 * pairs),
    landmarkOfPair: tf.tensor2d(sums, [pairs, 54]),
  };
}

function transposedShape(values: Float64Array, rows: number): tf.Tensor2D {
  return tf.transpose(tf.tensor2d(Float32Array.from(values), [rows, 10]));
}

/**
 * @param rotations local rotation matrices, shape [N, 24, 3, 3]
 * @param betas shape [N, 10]
 * @returns landmarks with the pelvis at the origin of the rest pose, shape [N, 54, 3], metres
 */
export function tensorLandmarks(
  body: TensorBody,
  rotations: tf.Tensor4D,
  betas: tf.Tensor2D,
): tf.Tensor3D {
  const count = rotations.shape[0];
  const moved = tf.reshape(tf.matMul(betas, body.restJointShape), [count, 24, 3]);
  const rest = tf.add(body.restJoints, moved) as tf.Tensor3D;
  const { turned, placed } = poseLevels(body, rotations, rest);
  const pairs = body.pairJoints.shape[0];
  const shaped = tf.reshape(tf.matMul(betas, body.pairShape), [count, pairs, 3]);
  const offsets = tf.expandDims(tf.add(body.pairOffsets, shaped), 2);
  const G = tf.gather(turned, body.pairJoints, 1);
  const carried = tf.sum(tf.mul(G, offsets), 3);
  const anchors = tf.mul(tf.gather(placed, body.pairJoints, 1), body.pairWeights);
  const contributions = tf.add(anchors, carried) as tf.Tensor3D;
  const byAxis = tf.reshape(tf.transpose(contributions, [0, 2, 1]), [3 * count, pairs]);
  const sums = tf.reshape(tf.matMul(byAxis, body.landmarkOfPair), [count, 3, 54]);
  return tf.transpose(sums, [0, 2, 1]) as tf.Tensor3D;
}

/** World rotations and positions of the joints, in the order of the levels. */
function poseLevels(body: TensorBody, rotations: tf.Tensor4D, rest: tf.Tensor3D) {
  let turned = tf.gather(rotations, [0], 1) as tf.Tensor4D;
  let placed = tf.gather(rest, [0], 1) as tf.Tensor3D;
  let restInOrder = placed;
  for (const { joints, parents } of body.levels.slice(1)) {
    const index = tf.tensor1d(joints, 'int32');
    const own = tf.gather(rest, index, 1);
    const parentTurn = tf.gather(turned, parents, 1);
    const bone = tf.expandDims(tf.sub(own, tf.gather(restInOrder, parents, 1)), 3);
    const place = tf.add(
      tf.gather(placed, parents, 1),
      tf.squeeze(tf.matMul(parentTurn, bone), [3]),
    );
    const turn = tf.matMul(parentTurn, tf.gather(rotations, index, 1));
    turned = tf.concat([turned, turn as tf.Tensor4D], 1);
    placed = tf.concat([placed, place as tf.Tensor3D], 1);
    restInOrder = tf.concat([restInOrder, own], 1);
  }
  return { turned, placed };
}
