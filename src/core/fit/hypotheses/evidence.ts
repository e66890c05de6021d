/** How likely a minimum is as a whole, after Laplace. */
import { factorizeCholesky } from '../../math/cholesky.ts';
import type { Fitter } from '../fitter.ts';
import { HALF_TEMPERATURE } from '../presets.ts';
import { STRIDE, UNKNOWN_COUNT } from '../skeleton/unknowns.ts';
import { energyAt, linearize, type Objective } from '../solver/objective.ts';

/** Scale of SPIN's energy as a negative logarithm of a probability, pixels² of the crop. */
export const TEMPERATURE = 2 * HALF_TEMPERATURE;

/**
 * −E/T − ½ ln |H|, H being half the Hessian at x, damped where it is not that of a minimum. Comparable
 * between points of one objective.
 */
export function logEvidence({ workspace }: Fitter, objective: Objective, x: Float64Array): number {
  const { total: energy, component } = energyAt(objective, workspace, x, 0, false);
  linearize(objective, workspace, x, component);
  const factor = new Float64Array(STRIDE * STRIDE);
  const inverseDiagonal = new Float64Array(STRIDE);
  for (let damping = 0; damping < 1e9; damping = 10 * damping + 1e-4) {
    factor.set(workspace.normal.hessian);
    for (let i = 0; i < UNKNOWN_COUNT; i++) {
      factor[(STRIDE + 1) * i] += damping * workspace.damping[i];
    }
    if (factorizeCholesky(factor, STRIDE, STRIDE, inverseDiagonal)) break;
  }
  const halfLogDeterminant = -inverseDiagonal.reduce((sum, value) => sum + Math.log(value), 0);
  return -energy / TEMPERATURE - halfLogDeterminant;
}
