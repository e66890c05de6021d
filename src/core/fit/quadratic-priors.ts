/** Terms that pull single unknowns: bend, shape, depth and the anchor to the regression. */
import type { BodyParameters } from '../body/body-model.ts';
import { leftJacobian } from '../math/rotation.ts';
import { addSquare, type NormalEquations } from './normal-equations.ts';
import {
  BETA_COUNT,
  BETAS,
  BODY_POSE,
  JOINT_COUNT,
  POSE,
  STRIDE,
  TRANSLATION,
} from './unknowns.ts';

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

export function addShape(weight: number, x: Float64Array, normal: NormalEquations): void {
  for (let b = 0; b < BETA_COUNT; b++) addSquare(normal, BETAS + b, weight, x[BETAS + b]);
}

/** `weight · (t_z − t_z⁰)²`, metres. */
export interface DepthPrior {
  readonly weight: number;
  readonly depth: number;
}

export function depthEnergy({ weight, depth }: DepthPrior, x: Float64Array): number {
  return weight * (x[TRANSLATION + 2] - depth) ** 2;
}

export function addDepth(
  { weight, depth }: DepthPrior,
  x: Float64Array,
  normal: NormalEquations,
): void {
  addSquare(normal, TRANSLATION + 2, weight, x[TRANSLATION + 2] - depth);
}

/**
 * `a_root ‖J (θ_0 − θ_0⁰)‖² + Σ_j a_j ‖θ_j − θ_j⁰‖² + a_β ‖β − β⁰‖²`: stay near what the regressor
 * said. J, the left Jacobian at θ_0⁰, makes the root's term an angle, since the root's vector is
 * long (a body facing the camera is turned by π) and its differences are not angles.
 */
export interface Anchor {
  readonly body: BodyParameters;
  /** a_j of the 24 joints, pixels² per radian². */
  readonly jointWeights: Float64Array;
  readonly betaWeight: number;
  /** J_lᵀ J_l of the root, shape [3, 3]. */
  readonly rootMetric: Float64Array;
}

export function createAnchor(
  body: BodyParameters,
  jointWeights: Float64Array,
  betaWeight: number,
): Anchor {
  const J = new Float64Array(9);
  leftJacobian(body.pose, 0, J, 0);
  const rootMetric = new Float64Array(9);
  for (let i = 0; i < 3; i++) {
    for (let j = 0; j < 3; j++) {
      rootMetric[3 * i + j] = J[i] * J[j] + J[3 + i] * J[3 + j] + J[6 + i] * J[6 + j];
    }
  }
  return { body, jointWeights, betaWeight, rootMetric };
}

export function anchorEnergy(anchor: Anchor, x: Float64Array): number {
  const { body, jointWeights, betaWeight, rootMetric } = anchor;
  let energy = 0;
  for (let i = 0; i < 3; i++) {
    const di = x[POSE + i] - body.pose[i];
    for (let j = 0; j < 3; j++) {
      energy += jointWeights[0] * di * rootMetric[3 * i + j] * (x[POSE + j] - body.pose[j]);
    }
  }
  for (let i = 3; i < 3 * JOINT_COUNT; i++) {
    energy += jointWeights[Math.trunc(i / 3)] * (x[POSE + i] - body.pose[i]) ** 2;
  }
  for (let b = 0; b < BETA_COUNT; b++) {
    energy += betaWeight * (x[BETAS + b] - body.betas[b]) ** 2;
  }
  return energy;
}

export function addAnchor(anchor: Anchor, x: Float64Array, normal: NormalEquations): void {
  const { body, jointWeights, betaWeight, rootMetric } = anchor;
  for (let i = 0; i < 3; i++) {
    for (let j = 0; j < 3; j++) {
      const value = jointWeights[0] * rootMetric[3 * i + j];
      normal.gradient[POSE + i] += value * (x[POSE + j] - body.pose[j]);
      if (j <= i) normal.hessian[STRIDE * (POSE + i) + POSE + j] += value;
    }
  }
  for (let i = 3; i < 3 * JOINT_COUNT; i++) {
    const weight = jointWeights[Math.trunc(i / 3)];
    addSquare(normal, BODY_POSE - 3 + i, weight, x[POSE + i] - body.pose[i]);
  }
  for (let b = 0; b < BETA_COUNT; b++) {
    addSquare(normal, BETAS + b, betaWeight, x[BETAS + b] - body.betas[b]);
  }
}
