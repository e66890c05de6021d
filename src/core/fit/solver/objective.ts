/** The energy of a problem: data term and priors, with their derivatives. */
import type { Pinhole } from '../../camera/pinhole.ts';
import { differentiateSkeleton, type Kinematics, poseSkeleton } from '../skeleton/kinematics.ts';
import { landmarkPositions } from '../skeleton/landmark-positions.ts';
import { STRIDE } from '../skeleton/unknowns.ts';
import { anchorEnergy } from '../terms/anchor.ts';
import { bestComponent, componentEnergy } from '../terms/mixture-prior.ts';
import type { Observations } from '../terms/observations.ts';
import { bendEnergy, depthEnergy, shapeEnergy } from '../terms/quadratic-priors.ts';
import {
  addReprojection,
  type ReprojectionBuffers,
  reprojectionEnergy,
} from '../terms/reprojection.ts';
import { addRotationCurvature } from '../terms/rotation-curvature.ts';
import { type Term, termsEnergy } from '../terms/term.ts';
import { fixUnknowns, type NormalEquations } from './normal-equations.ts';
import {
  addPriors,
  type Priors,
  type PriorsCurvature,
  priorsEnergy,
  startWithPriors,
} from './priors.ts';

/** An energy in pixels². */
export interface Objective extends Priors {
  readonly camera: Pinhole;
  readonly observations: Observations;
  /** What a person knows besides the points. */
  readonly constraints: readonly Term[];
  /** What else the picture says. */
  readonly evidence?: Term | undefined;
  /** 1 for each unknown that may move, shape [88]. */
  readonly free: Uint8Array;
}

/** Everything that evaluating an objective writes to; one workspace serves all problems of a body. */
export interface Workspace {
  readonly kinematics: Kinematics;
  readonly reprojection: ReprojectionBuffers;
  readonly normal: NormalEquations;
  readonly priors: PriorsCurvature;
  /** Diagonal of the Gauss–Newton Hessian, which scales the damping. */
  readonly damping: Float64Array;
}

export interface Energy {
  readonly total: number;
  /** The mixture's component that the energy was taken with. */
  readonly component: number;
}

/** @param frozen component to keep; undefined takes the best one */
export function energyAt(
  objective: Objective,
  workspace: Workspace,
  x: Float64Array,
  component: number,
  frozen: boolean,
): Energy {
  const data = dataEnergy(objective, workspace, x);
  if (data === Number.POSITIVE_INFINITY) return { total: data, component };
  const pose = poseEnergy(objective, x, component, frozen);
  const known = termsEnergy(objective.constraints, workspace.kinematics, x);
  const seen = objective.evidence?.energy(workspace.kinematics, x) ?? 0;
  const total = data + pose.energy + priorsEnergy(objective, x) + known + seen;
  return { total, component: pose.component };
}

function dataEnergy(objective: Objective, workspace: Workspace, x: Float64Array): number {
  const { positions } = workspace.reprojection;
  poseSkeleton(workspace.kinematics, x);
  landmarkPositions(workspace.kinematics, x, objective.observations.landmarks, positions);
  return reprojectionEnergy(objective.observations, objective.camera, positions);
}

function poseEnergy(
  { mixture, poseWeight }: Objective,
  x: Float64Array,
  component: number,
  frozen: boolean,
): { component: number; energy: number } {
  if (poseWeight === 0) return { component, energy: 0 };
  const best = frozen
    ? { component, energy: componentEnergy(mixture, component, x) }
    : bestComponent(mixture, x, component);
  return { component: best.component, energy: poseWeight * best.energy };
}

/** Parts of an energy by name. */
export type EnergyTerms = Readonly<
  Record<
    'reprojection' | 'pose' | 'bend' | 'shape' | 'depth' | 'anchor' | 'constraints' | 'evidence',
    number
  >
>;

/** The energy's terms by name, for reports and tests. */
export function energyTerms(
  objective: Objective,
  workspace: Workspace,
  x: Float64Array,
): EnergyTerms {
  const { bendWeight, shapeWeight, depth, anchor, constraints, evidence } = objective;
  return {
    reprojection: dataEnergy(objective, workspace, x),
    pose: poseEnergy(objective, x, 0, false).energy,
    bend: bendWeight === 0 ? 0 : bendEnergy(bendWeight, x),
    shape: shapeEnergy(shapeWeight, x),
    depth: depth === undefined ? 0 : depthEnergy(depth, x),
    anchor: anchor === undefined ? 0 : anchorEnergy(anchor, x),
    constraints: termsEnergy(constraints, workspace.kinematics, x),
    evidence: evidence?.energy(workspace.kinematics, x) ?? 0,
  };
}

/**
 * Writes half gradient and half Hessian at x, and the damping's scale.
 *
 * @param order so many unknowns are asked for, from the first on
 */
export function linearize(
  objective: Objective,
  workspace: Workspace,
  x: Float64Array,
  component: number,
  order = STRIDE,
): void {
  const { kinematics, reprojection, normal, damping } = workspace;
  normal.order = order;
  addTerms(objective, workspace, x, component);
  for (let i = 0; i < order; i++) damping[i] = normal.hessian[(STRIDE + 1) * i];
  addRotationCurvature(kinematics, reprojection.moments, normal);
  fixUnknowns(normal, objective.free);
}

/** {@link linearize} without the second derivative of the rotations: never indefinite. */
export function linearizeGaussNewton(
  objective: Objective,
  workspace: Workspace,
  x: Float64Array,
  component: number,
): void {
  workspace.normal.order = STRIDE;
  addTerms(objective, workspace, x, component);
  fixUnknowns(workspace.normal, objective.free);
}

function addTerms(
  objective: Objective,
  workspace: Workspace,
  x: Float64Array,
  component: number,
): void {
  const { kinematics, reprojection, normal } = workspace;
  startWithPriors(workspace.priors, objective, component, normal);
  poseSkeleton(kinematics, x);
  differentiateSkeleton(kinematics, x);
  addReprojection(objective.observations, objective.camera, kinematics, x, reprojection, normal);
  addPriors(objective, x, component, normal);
  for (const term of objective.constraints) term.add(kinematics, x, normal);
  objective.evidence?.add(kinematics, x, normal);
}
