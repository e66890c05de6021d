/** The terms of an energy that know nothing of the picture: pose prior, bend, shape, depth, anchor. */
import { type Anchor, addAnchorCurvature, addAnchorSlope, anchorEnergy } from '../terms/anchor.ts';
import { addMixtureCurvature, addMixtureSlope, type MixturePrior } from '../terms/mixture-prior.ts';
import {
  addBend,
  addDepthCurvature,
  addDepthSlope,
  addShapeCurvature,
  addShapeSlope,
  bendEnergy,
  type DepthPrior,
  depthEnergy,
  shapeEnergy,
} from '../terms/quadratic-priors.ts';
import { copyLower, createNormalEquations, type NormalEquations } from './normal-equations.ts';

/** Weights in pixels²; a weight of 0 or an undefined term takes no part. */
export interface Priors {
  readonly mixture: MixturePrior;
  readonly poseWeight: number;
  readonly bendWeight: number;
  readonly shapeWeight: number;
  readonly depth: DepthPrior | undefined;
  readonly anchor: Anchor | undefined;
}

/** All but the mixture's, whose component is another matter. */
export function priorsEnergy(
  { bendWeight, shapeWeight, depth, anchor }: Priors,
  x: Float64Array,
): number {
  return (
    (bendWeight === 0 ? 0 : bendEnergy(bendWeight, x)) +
    shapeEnergy(shapeWeight, x) +
    (depth === undefined ? 0 : depthEnergy(depth, x)) +
    (anchor === undefined ? 0 : anchorEnergy(anchor, x))
  );
}

/** Adds half the gradients, and the one Hessian that changes with x, that of the bend. */
export function addPriors(
  { mixture, poseWeight, bendWeight, shapeWeight, depth, anchor }: Priors,
  x: Float64Array,
  component: number,
  normal: NormalEquations,
): void {
  if (poseWeight !== 0) addMixtureSlope(mixture, component, poseWeight, x, normal);
  if (bendWeight !== 0) addBend(bendWeight, x, normal);
  if (shapeWeight !== 0) addShapeSlope(shapeWeight, x, normal);
  if (depth !== undefined) addDepthSlope(depth, x, normal);
  if (anchor !== undefined) addAnchorSlope(anchor, x, normal);
}

/** Half the Hessian of all priors but the bend: the same at every x, so it is summed once. */
export interface PriorsCurvature {
  /** Whose it is. */
  priors: Priors | undefined;
  component: number;
  readonly normal: NormalEquations;
}

export function createPriorsCurvature(): PriorsCurvature {
  return { priors: undefined, component: 0, normal: createNormalEquations() };
}

/** The normal equations' Hessian becomes that of the priors, their gradient zero. */
export function startWithPriors(
  kept: PriorsCurvature,
  priors: Priors,
  component: number,
  normal: NormalEquations,
): void {
  if (kept.priors !== priors || kept.component !== component) sumUp(kept, priors, component);
  normal.gradient.fill(0);
  copyLower(kept.normal.hessian, normal.order, normal.hessian);
}

function sumUp(kept: PriorsCurvature, priors: Priors, component: number): void {
  const { mixture, poseWeight, shapeWeight, depth, anchor } = priors;
  const { normal } = kept;
  normal.hessian.fill(0);
  if (poseWeight !== 0) addMixtureCurvature(mixture, component, poseWeight, normal);
  if (shapeWeight !== 0) addShapeCurvature(shapeWeight, normal);
  if (depth !== undefined) addDepthCurvature(depth, normal);
  if (anchor !== undefined) addAnchorCurvature(anchor, normal);
  kept.priors = priors;
  kept.component = component;
}
