/**
 * The anchor to the regression, `w eᵀ Λ e` with e the difference from what the regressor said, in
 * the 85 numbers of `regressor-error.ts`: the fit stays near it, in the directions in which the
 * regressor can be trusted. With the whole covariance it knows that a regressor which has a
 * thigh too far forward has the shin too far back.
 */
import type { BodyParameters } from '../../body/body-model.ts';
import { dotRow, multiplyVector } from '../../math/dot-rows.ts';
import { leftJacobian } from '../../math/rotation.ts';
import { POSE, STRIDE, UNKNOWN_COUNT, unknownsFromBody } from '../skeleton/unknowns.ts';
import type { NormalEquations } from '../solver/normal-equations.ts';

const N = UNKNOWN_COUNT;
/** Translation and root, whose errors are not plain differences of unknowns. */
const TURNED = POSE + 3;

/** A quadratic form about the regression, in the fit's own unknowns. */
export interface Anchor {
  /** The regression, shape [88]. */
  readonly center: Float64Array;
  /** w Dᵀ Λ D with e = D (x − center), shape [85, 85]. */
  readonly matrix: Float64Array;
}

/**
 * The root's vector is long (a body facing the camera is turned by π), so its differences are not
 * angles: J, the left Jacobian at the regression, makes them so. Lengths of the translation are
 * relative to the depth.
 *
 * @param precision Λ, shape [85, 85]
 */
export function createAnchor(
  regression: BodyParameters,
  precision: Float64Array,
  weight: number,
): Anchor {
  const center = new Float64Array(STRIDE);
  unknownsFromBody(regression, center);
  const matrix = new Float64Array(N * N);
  for (let i = 0; i < matrix.length; i++) matrix[i] = weight * precision[i];
  turnFirst(matrix, errorsFromUnknowns(regression));
  return { center, matrix };
}

/** D's first 6 × 6 block; the rest of it is the identity. */
function errorsFromUnknowns({ pose, translation }: BodyParameters): Float64Array {
  const D = new Float64Array(TURNED * TURNED);
  const J = new Float64Array(9);
  leftJacobian(pose, 0, J, 0);
  for (let i = 0; i < 3; i++) {
    D[(TURNED + 1) * i] = 1 / translation[2];
    for (let j = 0; j < 3; j++) D[TURNED * (POSE + i) + POSE + j] = J[3 * i + j];
  }
  return D;
}

/** M = Dᵀ M D, which changes the first six rows and columns only. */
function turnFirst(matrix: Float64Array, D: Float64Array): void {
  const rows = matrix.slice(0, TURNED * N);
  for (let i = 0; i < TURNED; i++) {
    for (let column = 0; column < N; column++) {
      let sum = 0;
      for (let k = 0; k < TURNED; k++) sum += D[TURNED * k + i] * rows[N * k + column];
      matrix[N * i + column] = sum;
      if (column >= TURNED) matrix[N * column + i] = sum;
    }
  }
  const block = matrix.slice(0, TURNED * N);
  for (let i = 0; i < TURNED; i++) {
    for (let j = 0; j < TURNED; j++) {
      let sum = 0;
      for (let k = 0; k < TURNED; k++) sum += block[N * i + k] * D[TURNED * k + j];
      matrix[N * i + j] = sum;
    }
  }
}

const difference = new Float64Array(N);
const slope = new Float64Array(N);
/** Whose M (x − center) stands in `slope`, and how many rows of it. */
const held: { anchor: Anchor | undefined; rows: number } = { anchor: undefined, rows: 0 };

/** (x − center)ᵀ M (x − center). */
export function anchorEnergy(anchor: Anchor, x: Float64Array): number {
  // In the camera stage all but the first six may still be where the regression has them.
  const rows = differFrom(anchor, x);
  multiplyDifference(anchor, rows);
  return dotRow(slope, 0, difference, rows);
}

/** Half the gradient, M (x − center), of the unknowns that take part. */
export function addAnchorSlope(
  anchor: Anchor,
  x: Float64Array,
  { gradient, order }: NormalEquations,
): void {
  const rows = Math.min(order, N);
  differFrom(anchor, x);
  multiplyDifference(anchor, rows);
  for (let i = 0; i < rows; i++) gradient[i] += slope[i];
}

/** Half the Hessian, which is M wherever x is. */
export function addAnchorCurvature({ matrix }: Anchor, { hessian, order }: NormalEquations): void {
  for (let i = 0; i < Math.min(order, N); i++) {
    const row = N * i;
    for (let j = 0; j <= i; j++) hessian[STRIDE * i + j] += matrix[row + j];
  }
}

/**
 * Writes x − center to `difference`; what follows after the returned count is zero. A step that was
 * taken is linearized where its energy was: then the product that is held is the right one.
 */
function differFrom(anchor: Anchor, x: Float64Array): number {
  const { center } = anchor;
  let count = 0;
  let isHeld = held.anchor === anchor;
  for (let i = 0; i < N; i++) {
    const value = x[i] - center[i];
    if (value !== difference[i]) isHeld = false;
    if (value !== 0) count = i + 1;
    difference[i] = value;
  }
  if (!isHeld) held.anchor = undefined;
  return count;
}

/** Writes the first rows of M · difference to `slope`. */
function multiplyDifference(anchor: Anchor, rows: number): void {
  if (held.anchor === anchor && held.rows >= rows) return;
  multiplyVector(anchor.matrix, 0, N, difference, slope, rows);
  held.anchor = anchor;
  held.rows = rows;
}
