/** What is known of poses beforehand. Arrays are row-major. */

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
