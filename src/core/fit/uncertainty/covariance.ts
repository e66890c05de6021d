/**
 * Laplace's approximation of what a fit leaves open: round the minimum of the energy E the unknowns
 * are taken as normal with covariance Σ = (T/2) H⁻¹, H being half the Hessian of E and T = 4.78² the
 * energy that stands for one unit of log-probability (`presets.ts`).
 */
import type { BodyParameters } from '../../body/body-model.ts';
import { StudioError } from '../../common/errors.ts';
import { factorizeCholesky, solveCholesky } from '../../math/cholesky.ts';
import { COLD_LAMBDA, type Fitter, stagesFor, stateAt } from '../fitter.ts';
import { HALF_TEMPERATURE } from '../presets.ts';
import type { FitProblem } from '../problem.ts';
import type { Kinematics } from '../skeleton/kinematics.ts';
import {
  createLandmarkJacobian,
  landmarkJacobian,
  MAX_COLUMNS,
} from '../skeleton/landmark-motion.ts';
import { STRIDE } from '../skeleton/unknowns.ts';
import { linearize, linearizeGaussNewton, type Objective } from '../solver/objective.ts';

/** A fitted body with the covariance of its unknowns, as the Cholesky factor of H. */
export interface Posterior {
  readonly objective: Objective;
  readonly x: Float64Array;
  /** Posed and differentiated at x; it is the fitter's own, so the next fit overwrites it. */
  readonly state: Kinematics;
  readonly factor: Float64Array;
  readonly inverseDiagonal: Float64Array;
}

/**
 * @param body where the problem's fit has come to rest
 * @throws StudioError `fit/infeasible` when the body does not belong to the problem: it lies behind
 *   the camera, or points and priors leave a direction open
 */
export function posteriorAt(fitter: Fitter, problem: FitProblem, body: BodyParameters): Posterior {
  const { full } = stagesFor(fitter, problem, body);
  const { x, energy, component } = stateAt(fitter, full, body, COLD_LAMBDA);
  const inverseDiagonal = new Float64Array(STRIDE);
  // Away from a minimum the whole Hessian may be indefinite; Gauss–Newton's part never is.
  const factor =
    factorOf(fitter, () => linearize(full, fitter.workspace, x, component), inverseDiagonal) ??
    factorOf(
      fitter,
      () => linearizeGaussNewton(full, fitter.workspace, x, component),
      inverseDiagonal,
    );
  if (factor === undefined || !Number.isFinite(energy)) throw undetermined();
  return { objective: full, x, state: fitter.workspace.kinematics, factor, inverseDiagonal };
}

function factorOf(
  { workspace }: Fitter,
  linearizeThere: () => void,
  inverseDiagonal: Float64Array,
): Float64Array | undefined {
  linearizeThere();
  const factor = workspace.normal.hessian.slice();
  return factorizeCholesky(factor, STRIDE, STRIDE, inverseDiagonal) ? factor : undefined;
}

function undetermined(): StudioError<'fit/infeasible'> {
  const message =
    'How sure the body is cannot be said: its points leave it open. The body stays; refit with R ' +
    'or place more points.';
  return new StudioError('fit/infeasible', message, { term: 'covariance' });
}

/**
 * A Σ for rows A of derivatives by the unknowns, shape [n, 88]; what is held fixed has no covariance.
 */
export function timesCovariance(posterior: Posterior, rows: Float64Array): Float64Array {
  const { factor, inverseDiagonal, objective } = posterior;
  const out = rows.map((value, i) => value * objective.free[i % STRIDE]);
  for (let i = 0; i < out.length; i += STRIDE) {
    const row = out.subarray(i, i + STRIDE);
    solveCholesky(factor, STRIDE, STRIDE, inverseDiagonal, row);
    for (let k = 0; k < STRIDE; k++) row[k] *= HALF_TEMPERATURE;
  }
  return out;
}

/** A Bᵀ for rows of 88 numbers, shape [n, m]. */
export function productOfRows(A: Float64Array, B: Float64Array): Float64Array {
  const [n, m] = [A.length / STRIDE, B.length / STRIDE];
  const out = new Float64Array(n * m);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < m; j++) {
      let sum = 0;
      for (let k = 0; k < STRIDE; k++) sum += A[STRIDE * i + k] * B[STRIDE * j + k];
      out[m * i + j] = sum;
    }
  }
  return out;
}

/** A Σ Aᵀ, shape [n, n]. */
export function rowsCovariance(posterior: Posterior, rows: Float64Array): Float64Array {
  return productOfRows(timesCovariance(posterior, rows), rows);
}

const jacobian = createLandmarkJacobian();

/** Writes ∂x_l/∂unknowns in the camera's frame, shape [3, 88]. */
export function landmarkRows({ state, x }: Posterior, landmark: number, out: Float64Array): void {
  landmarkJacobian(state, x, landmark, jacobian);
  const { columns, rows, count } = jacobian;
  out.fill(0);
  for (let c = 0; c < count; c++) {
    for (let axis = 0; axis < 3; axis++) {
      out[STRIDE * axis + columns[c]] = rows[MAX_COLUMNS * axis + c];
    }
  }
}
