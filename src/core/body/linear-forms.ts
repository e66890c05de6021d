/** Quantities that are linear in the betas, such as a coordinate of a point on the T-pose's surface. */
import type { BodyModel, SurfacePoints } from './body-model.ts';

/** Values constants + slopes · β. */
export interface LinearForms {
  /** Shape [n], metres. */
  readonly constants: Float64Array;
  /** Shape [n, B], metres per standard deviation of the shape space. */
  readonly slopes: Float64Array;
}

/** Writes the n values at these betas. */
export function evaluateForms(
  { constants, slopes }: LinearForms,
  betas: ArrayLike<number>,
  out: Float64Array,
): void {
  const betaCount = slopes.length / constants.length;
  for (let i = 0; i < constants.length; i++) {
    let value = constants[i];
    for (let b = 0; b < betaCount; b++) value += slopes[betaCount * i + b] * betas[b];
    out[i] = value;
  }
}

/**
 * Coordinates of surface points along some directions.
 *
 * @param directions shape [d, 3], unit vectors of the rest frame
 * @returns d forms a point, one after the other
 */
export function surfaceForms(
  model: BodyModel,
  { edges, t }: SurfacePoints,
  directions: ArrayLike<number>,
): LinearForms {
  const { template, shapedirs, betaCount } = model;
  const perPoint = directions.length / 3;
  const constants = new Float64Array(perPoint * t.length);
  const slopes = new Float64Array(betaCount * constants.length);
  for (let form = 0; form < constants.length; form++) {
    const point = Math.trunc(form / perPoint);
    for (const [vertex, weight] of [
      [edges[2 * point], 1 - t[point]],
      [edges[2 * point + 1], t[point]],
    ]) {
      for (let axis = 0; axis < 3; axis++) {
        const factor = weight * directions[3 * (form % perPoint) + axis];
        const coordinate = 3 * vertex + axis;
        constants[form] += factor * template[coordinate];
        for (let b = 0; b < betaCount; b++) {
          slopes[betaCount * form + b] += factor * shapedirs[betaCount * coordinate + b];
        }
      }
    }
  }
  return { constants, slopes };
}
