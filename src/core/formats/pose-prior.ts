/** Files of the pose statistics: the mixture prior and the mean parameters. */
import { assert } from '../common/assert.ts';
import { type NpzArrays, readNpz, requireArray } from './npz.ts';

/** A mixture of Gaussians over the 69 axis-angle values of the body joints (SMPLify's prior). */
export interface PosePrior {
  readonly componentCount: number;
  /** Shape [K, 69], radians. */
  readonly means: Float64Array;
  /** Shape [K, 69, 69]. */
  readonly covariances: Float64Array;
  /** Shape [K], summing to 1. */
  readonly weights: Float64Array;
}

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

export interface MeanParameters {
  /** Shape [144]: 24 rotations in SPIN's 6D layout. */
  readonly pose6d: Float64Array;
  /** Shape [72]: the same as axis-angle, radians; the root faces the camera. */
  readonly pose: Float64Array;
  /** Shape [10]. */
  readonly betas: Float64Array;
  /** SPIN's weak-perspective camera (s, tx, ty). */
  readonly camera: Float64Array;
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
