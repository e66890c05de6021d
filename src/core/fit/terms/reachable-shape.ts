/** The shape that comes nearest to some lengths. */
import type { LengthName } from '../../body/measurement-names.ts';
import { type BodyMeasures, measureLength } from '../../body/measurements.ts';

/** Shapes further out are no people any more. */
const MAX_BETA = 5;
const ROUNDS = 20;
/** Metres²: a round that gains less is the last. */
const CONVERGED = 1e-10;
const SWEEPS = 200;
/** Betas: a sweep that moves none by more is the last. */
const SETTLED = 1e-5;
/** Metres² a beta²: of shapes that are equally near, the one nearest to the mean. */
const RIDGE = 1e-8;

/**
 * Gauss–Newton on Σ (m(β) − m*)² with |β| ≤ 5, each step a least-squares problem in a box.
 *
 * @returns betas, shape [B]
 */
export function nearestShape(
  measures: BodyMeasures,
  wanted: readonly { readonly name: LengthName; readonly metres: number }[],
): Float64Array {
  const B = measures.model.betaCount;
  let betas = new Float64Array(B);
  let best = { betas, energy: Number.POSITIVE_INFINITY };
  for (let round = 0; round < ROUNDS; round++) {
    const rows = wanted.map(({ name, metres }) => {
      const slope = new Float64Array(B);
      return { slope, residual: measureLength(measures, name, betas, slope) - metres };
    });
    const energy = rows.reduce((sum, { residual }) => sum + residual ** 2, 0);
    const gain = best.energy - energy;
    if (gain > 0) best = { betas, energy };
    if (gain < CONVERGED) break;
    betas = boxedStep(rows, betas);
  }
  return best.betas;
}

interface Row {
  readonly slope: Float64Array;
  readonly residual: number;
}

/** argmin Σ (r + g · (β' − β))² + ridge ‖β'‖² in the box, by cyclic coordinate descent. */
function boxedStep(rows: readonly Row[], betas: Float64Array): Float64Array<ArrayBuffer> {
  const next = betas.slice();
  const left = Float64Array.from(rows, ({ residual }) => residual);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    let largest = 0;
    for (let b = 0; b < next.length; b++) {
      let gradient = RIDGE * next[b];
      let curvature = RIDGE;
      for (const [i, { slope }] of rows.entries()) {
        gradient += slope[b] * left[i];
        curvature += slope[b] * slope[b];
      }
      const wanted = next[b] - gradient / curvature;
      const step = Math.min(MAX_BETA, Math.max(-MAX_BETA, wanted)) - next[b];
      next[b] += step;
      largest = Math.max(largest, Math.abs(step));
      for (const [i, { slope }] of rows.entries()) left[i] += slope[b] * step;
    }
    if (largest < SETTLED) break;
  }
  return next;
}
