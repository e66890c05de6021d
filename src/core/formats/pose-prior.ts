/** Files of the pose statistics: the mixture prior and the mean parameters. */
import type { MeanParameters, PosePrior } from '../body/pose-statistics.ts';
import { assert } from '../common/assert.ts';
import { type NpzArrays, readNpz, requireArray } from './npz.ts';

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

export function readMeanParameters(bytes: Uint8Array, source = 'mean-params.npz'): MeanParameters {
  const arrays = readNpz(bytes, source, ['pose', 'pose_aa', 'shape', 'cam']);
  return {
    pose6d: doubles(arrays, 'pose', [144], source),
    pose: doubles(arrays, 'pose_aa', [72], source),
    betas: doubles(arrays, 'shape', [10], source),
    camera: doubles(arrays, 'cam', [3], source),
  };
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
