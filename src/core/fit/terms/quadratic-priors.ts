/** Terms that pull single unknowns: bend, shape and depth. */

import { BETA_COUNT, BETAS, POSE, STRIDE, TRANSLATION } from '../skeleton/unknowns.ts';
import type { NormalEquations } from '../solver/normal-equations.ts';

/** Elbows and knees bend one way: indices into the 72 pose values, and the sign that is unnatural. */
const BENDS: readonly (readonly [number, 1 | -1])[] = [
  [55, 1],
  [58, -1],
  [12, -1],
  [15, -1],
];

/** SMPLify's `weight · Σ exp(s θ)²` over elbows and knees. */
export function bendEnergy(weight: number, x: Float64Array): number {
  return BENDS.reduce((sum, [i, sign]) => sum + weight * Math.exp(2 * sign * x[POSE + i]), 0);
}

export function addBend(
  weight: number,
  x: Float64Array,
  { hessian, gradient }: NormalEquations,
): void {
  for (const [i, sign] of BENDS) {
    const energy = weight * Math.exp(2 * sign * x[POSE + i]);
    gradient[POSE + i] += sign * energy;
    hessian[(STRIDE + 1) * (POSE + i)] += 2 * energy;
  }
}

/** `weight · ‖β‖²`. */
export function shapeEnergy(weight: number, x: Float64Array): number {
  let sum = 0;
  for (let b = 0; b < BETA_COUNT; b++) sum += x[BETAS + b] * x[BETAS + b];
  return weight * sum;
}

export function addShapeSlope(
  weight: number,
  x: Float64Array,
  { gradient }: NormalEquations,
): void {
  for (let b = 0; b < BETA_COUNT; b++) gradient[BETAS + b] += weight * x[BETAS + b];
}

export function addShapeCurvature(weight: number, { hessian }: NormalEquations): void {
  for (let b = 0; b < BETA_COUNT; b++) hessian[(STRIDE + 1) * (BETAS + b)] += weight;
}

const DEPTH = TRANSLATION + 2;

/** `weight · (t_z − t_z⁰)²`, metres. */
export interface DepthPrior {
  readonly weight: number;
  readonly depth: number;
}

export function depthEnergy({ weight, depth }: DepthPrior, x: Float64Array): number {
  return weight * (x[DEPTH] - depth) ** 2;
}

export function addDepthSlope(
  { weight, depth }: DepthPrior,
  x: Float64Array,
  { gradient }: NormalEquations,
): void {
  gradient[DEPTH] += weight * (x[DEPTH] - depth);
}

export function addDepthCurvature({ weight }: DepthPrior, { hessian }: NormalEquations): void {
  hessian[(STRIDE + 1) * DEPTH] += weight;
}
