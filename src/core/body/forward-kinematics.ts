import { multiply3 } from '../math/matrix3.ts';
import { matrixFromAxisAngle } from '../math/rotation.ts';
import type { BodyModel } from './body-model.ts';

/** A posed skeleton in the body's own frame (before the camera's translation), row-major. */
export interface Skeleton {
  /** Shape [24, 3]: joints of the rest pose for the present betas, metres. */
  readonly restJoints: Float64Array;
  /** Local rotations R_k and world rotations G_k = G_parent R_k, shape [24, 3, 3] each. */
  readonly localRotations: Float64Array;
  readonly rotations: Float64Array;
  /** Posed joints p_k = p_parent + G_parent (J_k − J_parent), shape [24, 3], metres. */
  readonly positions: Float64Array;
}

export function createSkeleton(model: BodyModel): Skeleton {
  return {
    restJoints: new Float64Array(3 * model.jointCount),
    localRotations: new Float64Array(9 * model.jointCount),
    rotations: new Float64Array(9 * model.jointCount),
    positions: new Float64Array(3 * model.jointCount),
  };
}

/**
 * Poses the skeleton whose `restJoints` are set.
 *
 * @param pose shape [72], axis-angle in radians
 */
export function poseSkeleton(model: BodyModel, pose: Float64Array, skeleton: Skeleton): void {
  const { restJoints, localRotations, rotations, positions } = skeleton;
  for (let joint = 0; joint < model.jointCount; joint++) {
    matrixFromAxisAngle(pose, 3 * joint, localRotations, 9 * joint);
    const parent = model.parents[joint];
    if (parent < 0) {
      rotations.set(localRotations.subarray(9 * joint, 9 * joint + 9), 9 * joint);
      positions.set(restJoints.subarray(3 * joint, 3 * joint + 3), 3 * joint);
      continue;
    }
    multiply3(rotations, 9 * parent, localRotations, 9 * joint, rotations, 9 * joint);
    placeJoint(skeleton, joint, parent);
  }
}

function placeJoint(skeleton: Skeleton, joint: number, parent: number): void {
  const { restJoints, rotations, positions } = skeleton;
  const x = restJoints[3 * joint] - restJoints[3 * parent];
  const y = restJoints[3 * joint + 1] - restJoints[3 * parent + 1];
  const z = restJoints[3 * joint + 2] - restJoints[3 * parent + 2];
  for (let axis = 0; axis < 3; axis++) {
    const g = 9 * parent + 3 * axis;
    positions[3 * joint + axis] =
      positions[3 * parent + axis] + rotations[g] * x + rotations[g + 1] * y + rotations[g + 2] * z;
  }
}
