/** The energy of frames in a row: each frame's own, and that of accelerations. */
import { bandStride, blockOffset } from '../../math/block-band-cholesky.ts';
import { poseSkeleton } from '../skeleton/kinematics.ts';
import { energyAt, linearize, type Objective, type Workspace } from '../solver/objective.ts';
import { type FrameState, takeDerivatives, takePlaces } from './frame-state.ts';
import {
  addJointAcceleration,
  jointAccelerationEnergy,
  type Triple,
} from './joint-acceleration.ts';
import type { AccelerationWeights } from './motion-noise.ts';
import { addRotationAcceleration, rotationAccelerationEnergy } from './rotation-acceleration.ts';
import {
  addFrame,
  clearSequenceEquations,
  FRAME_ORDER,
  type SequenceEquations,
} from './sequence-equations.ts';

export interface SequenceObjective {
  /** One a frame, with the betas held; undefined for a frame that does not move. */
  readonly frames: readonly (Objective | undefined)[];
  readonly weights: AccelerationWeights;
}

/** Where all frames stand. */
export interface SequencePoint {
  readonly frames: readonly FrameState[];
  /** The mixture's component of each frame. */
  readonly components: Int32Array;
}

/** Energy at the frames' x; writes their places, and the components unless these are kept. */
export function sequenceEnergy(
  objective: SequenceObjective,
  workspace: Workspace,
  point: SequencePoint,
  frozenComponents = false,
): number {
  let energy = 0;
  for (const [f, frame] of point.frames.entries()) {
    const own = objective.frames[f];
    if (own === undefined) poseSkeleton(workspace.kinematics, frame.x);
    else {
      const at = energyAt(own, workspace, frame.x, point.components[f], frozenComponents);
      if (at.total === Number.POSITIVE_INFINITY) return at.total;
      energy += at.total;
      point.components[f] = at.component;
    }
    takePlaces(frame, workspace.kinematics);
  }
  return energy + accelerationEnergy(objective, point);
}

/** The part of the energy that joins frames; three in a row that stand still all are left out. */
export function accelerationEnergy(
  { frames, weights }: SequenceObjective,
  point: SequencePoint,
): number {
  let energy = 0;
  for (let first = 0; first + 2 < frames.length; first++) {
    if (!moves(frames, first)) continue;
    const triple = tripleAt(point, first);
    energy += jointAccelerationEnergy(triple, weights.joints);
    energy += rotationAccelerationEnergy(triple, weights.rotations);
  }
  return energy;
}

function moves(frames: SequenceObjective['frames'], first: number): boolean {
  return frames.slice(first, first + 3).some((own) => own !== undefined);
}

function tripleAt({ frames }: SequencePoint, first: number): Triple {
  return [frames[first], frames[first + 1], frames[first + 2]];
}

/**
 * Writes half gradient and half Hessian at the point, and the damping's scale: the Gauss–Newton
 * diagonal, shape [frames, 76].
 */
export function linearizeSequence(
  objective: SequenceObjective,
  workspace: Workspace,
  point: SequencePoint,
  equations: SequenceEquations,
  damping: Float64Array,
): void {
  clearSequenceEquations(equations);
  damping.fill(0);
  for (const [f, frame] of point.frames.entries()) {
    const own = objective.frames[f];
    if (own === undefined) continue;
    linearize(own, workspace, frame.x, point.components[f]);
    takeDerivatives(frame, workspace.kinematics);
    addFrame(equations, f, workspace.normal);
    // The frame's own curvature of rotations scales no damping; what joins frames does.
    for (let i = 0; i < FRAME_ORDER; i++) {
      const curvature = workspace.normal.hessian[(workspace.damping.length + 1) * i];
      damping[FRAME_ORDER * f + i] = workspace.damping[i] - curvature;
    }
  }
  for (let first = 0; first + 2 < objective.frames.length; first++) {
    if (!moves(objective.frames, first)) continue;
    const triple = tripleAt(point, first);
    addJointAcceleration(triple, first, objective.weights.joints, equations);
    addRotationAcceleration(triple, first, objective.weights.rotations, equations);
  }
  addDiagonal(equations, damping);
}

function addDiagonal({ band, fixed }: SequenceEquations, damping: Float64Array): void {
  for (let f = 0; f < fixed.length; f++) {
    const start = blockOffset(band, f, f);
    for (let i = 0; i < FRAME_ORDER; i++) {
      damping[FRAME_ORDER * f + i] += band.data[start + (bandStride(band) + 1) * i];
    }
  }
}
