/** How people move: what the terms across time are weighed by. */
import { anchorWeight } from '../presets.ts';
import { JOINT_COUNT } from '../skeleton/unknowns.ts';

/**
 * Accelerations of the 24 joints in motion capture, rms per axis (`npm run estimate:motion`). A body
 * whose accelerations are of this size moves as people do.
 */
export interface MotionNoise {
  /** Of the joints' places over the standing foot, m/s². */
  readonly jointSigma: readonly number[];
  /** Of the local rotations, rad/s². */
  readonly rotationSigma: readonly number[];
}

/** Weights of squared second differences from frame to frame. */
export interface AccelerationWeights {
  /** Of places in metres, shape [24]. */
  readonly joints: Float64Array;
  /** Of rotation vectors in radians, shape [24]. */
  readonly rotations: Float64Array;
}

/** Joints that never move in the data, the hands, would be held without end. */
const MIN_ROTATION_SIGMA = 2;

/** A place and a rotation tell of the same motion, so each counts for half. */
const SHARE = 0.5;

/** @param framesPerSecond of the sequence; must be positive */
export function accelerationWeights(
  { jointSigma, rotationSigma }: MotionNoise,
  framesPerSecond: number,
): AccelerationWeights {
  const perFrame = framesPerSecond ** -2;
  const weight = (sigma: number) => SHARE * anchorWeight(sigma * perFrame);
  return {
    joints: Float64Array.from({ length: JOINT_COUNT }, (_, j) => weight(jointSigma[j])),
    rotations: Float64Array.from({ length: JOINT_COUNT }, (_, j) =>
      weight(Math.max(rotationSigma[j], MIN_ROTATION_SIGMA)),
    ),
  };
}
