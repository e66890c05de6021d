/** Files of the pose statistics: the mixture prior and the mean parameters. */
import type { MeanParameters, PosePrior } from '../body/pose-statistics.ts';
import { assert } from '../common/assert.ts';
import { axisAngleFromMatrix, matrixFrom6d } from '../math/rotation.ts';
import { type NpzArrays, readNpz, requireArray } from './npz.ts';
import { type NamedArrays, requireNumbers, unusable } from './smpl/named-arrays.ts';

export function readPosePrior(bytes: Uint8Array, source = 'pose-prior.npz'): PosePrior {
  const arrays = readNpz(bytes, source, ['means', 'covars', 'weights']);
  const count = requireArray(arrays, 'weights', [undefined], source).shape[0];
  return {
    componentCount: count,
    means: doubles(arrays, 'means', [count, 69], source),
    covariances: doubles(arrays, 'covars', [count, 69, 69], source),
    weights: doubles(arrays, 'weights', [count], source),
  };
}

/** SMPLify's `gmm_08.pkl`: the mixture under the same names, pickled. @throws StudioError `model/invalid` */
export function posePriorFrom(arrays: NamedArrays): PosePrior {
  const weights = requireNumbers(arrays, ['weights'], [undefined]);
  const count = weights.shape[0];
  return {
    componentCount: count,
    means: Float64Array.from(requireNumbers(arrays, ['means'], [count, 69]).data),
    covariances: Float64Array.from(requireNumbers(arrays, ['covars'], [count, 69, 69]).data),
    weights: Float64Array.from(weights.data),
  };
}

/** The embedded file, and SPIN's `smpl_mean_params.npz`, which has no `pose_aa`. */
export function readMeanParameters(bytes: Uint8Array, source = 'mean-params.npz'): MeanParameters {
  const arrays = readNpz(bytes, source, ['pose', 'pose_aa', 'shape', 'cam']);
  const pose6d = doubles(arrays, 'pose', [144], source);
  return {
    pose6d,
    pose:
      arrays.pose_aa === undefined
        ? axisAnglesFrom6d(pose6d, source)
        : doubles(arrays, 'pose_aa', [72], source),
    betas: doubles(arrays, 'shape', [10], source),
    camera: doubles(arrays, 'cam', [3], source),
  };
}

function axisAnglesFrom6d(pose6d: Float64Array, source: string): Float64Array {
  const pose = new Float64Array(72);
  const R = new Float64Array(9);
  for (let joint = 0; joint < 24; joint++) {
    if (!matrixFrom6d(pose6d, 6 * joint, R, 0)) {
      throw unusable(source, `rotation ${joint} of its mean pose is none`);
    }
    axisAngleFromMatrix(R, 0, pose, 3 * joint);
  }
  return pose;
}

function doubles(
  arrays: NpzArrays,
  name: string,
  shape: readonly (number | undefined)[],
  source: string,
): Float64Array {
  const { data } = requireArray(arrays, name, shape, source);
  assert(ArrayBuffer.isView(data), `${name} holds numbers`);
  return Float64Array.from(data);
}
