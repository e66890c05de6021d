/** Distances along an axis of the T-pose between the outermost points of a body. */
import type { BodyModel, SurfacePoints } from './body-model.ts';
import { evaluateForms, type LinearForms, surfaceForms } from './linear-forms.ts';

/** The largest of `upper` minus the smallest of `lower`. */
export interface Extent {
  readonly upper: LinearForms;
  readonly lower: LinearForms;
  /** Buffer of the last measuring. */
  readonly values: Float64Array;
}

/** Betas up to which the vertices kept by {@link outermost} hold the extreme one. */
const BETA_RANGE = 8;

export function createExtent(upper: LinearForms, lower: LinearForms): Extent {
  const size = Math.max(upper.constants.length, lower.constants.length);
  return { upper, lower, values: new Float64Array(size) };
}

/**
 * @param slope shape [B]: the extent's derivative is added, metres a beta
 * @returns metres
 */
export function extentLength(
  { upper, lower, values }: Extent,
  betas: ArrayLike<number>,
  slope?: Float64Array,
): number {
  return extreme(upper, 1, values, betas, slope) + extreme(lower, -1, values, betas, slope);
}

/** sign · (the value that is largest after multiplying by sign). */
function extreme(
  forms: LinearForms,
  sign: 1 | -1,
  values: Float64Array,
  betas: ArrayLike<number>,
  slope: Float64Array | undefined,
): number {
  const { constants, slopes } = forms;
  evaluateForms(forms, betas, values);
  let best = 0;
  for (let i = 1; i < constants.length; i++) if (sign * values[i] > sign * values[best]) best = i;
  if (slope)
    for (let b = 0; b < slope.length; b++) slope[b] += sign * slopes[slope.length * best + b];
  return sign * values[best];
}

/**
 * Coordinates along an axis of the vertices of which one is the outermost for all |β| ≤ 8: those
 * that can overtake the mean shape's outermost vertex.
 *
 * @param sign 1 for the largest coordinate, −1 for the smallest
 */
export function outermost(model: BodyModel, axis: 0 | 1 | 2, sign: 1 | -1): LinearForms {
  const direction = [0, 1, 2].map((i) => (i === axis ? 1 : 0));
  const all = surfaceForms(model, everyVertex(model), direction);
  const { constants, slopes } = all;
  const B = model.betaCount;
  const top = constants.reduce((best, v, i) => (sign * v > sign * constants[best] ? i : best), 0);
  const canOvertake = (vertex: number) => {
    let reach = sign * (constants[vertex] - constants[top]);
    for (let b = 0; b < B; b++)
      reach += BETA_RANGE * Math.abs(slopes[B * vertex + b] - slopes[B * top + b]);
    return reach >= 0;
  };
  const kept = Array.from(constants.keys()).filter(canOvertake);
  return {
    constants: Float64Array.from(kept, (vertex) => constants[vertex]),
    slopes: Float64Array.from(
      kept.flatMap((vertex) => [...slopes.subarray(B * vertex, B * (vertex + 1))]),
    ),
  };
}

function everyVertex({ vertexCount }: BodyModel): SurfacePoints {
  const edges = Int32Array.from({ length: 2 * vertexCount }, (_, i) => Math.trunc(i / 2));
  return { edges, t: new Float64Array(vertexCount) };
}
