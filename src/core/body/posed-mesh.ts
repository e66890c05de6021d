/**
 * The skinned mesh: SMPL's equations over all vertices, for drawing, export and as the reference
 * that the fit's compact landmarks are tested against.
 */
import { assert } from '../common/assert.ts';
import type { BodyModel, BodyParameters } from './body-model.ts';
import { createSkeleton, poseSkeleton, type Skeleton } from './forward-kinematics.ts';
import { regressPoints, shapeBody } from './shape.ts';

/** Buffers of one person's mesh; the shape blend is kept while the betas stay the same. */
export interface PosedMesh {
  readonly model: BodyModel;
  readonly skeleton: Skeleton;
  /** Shape [V, 3], metres, camera frame: x right, y down, z forward. */
  readonly vertices: Float32Array;
  readonly shaped: Float32Array;
  readonly betas: Float64Array;
}

export function createPosedMesh(model: BodyModel): PosedMesh {
  return {
    model,
    skeleton: createSkeleton(model),
    vertices: new Float32Array(3 * model.vertexCount),
    shaped: new Float32Array(3 * model.vertexCount),
    betas: new Float64Array(model.betaCount).fill(Number.NaN),
  };
}

/** Writes `mesh.vertices` and `mesh.skeleton` for these parameters. */
export function poseMesh(mesh: PosedMesh, body: BodyParameters): void {
  const { model, skeleton } = mesh;
  assert(body.betas.length === model.betaCount, `${body.betas.length} betas for ${model.name}`);
  updateShape(mesh, body.betas);
  poseSkeleton(model, body.pose, skeleton);
  const rest = model.posedirs === undefined ? mesh.shaped : withPoseBlend(mesh, model.posedirs);
  skin(model, rest, transformsOf(skeleton, body.translation), mesh.vertices);
}

function updateShape(mesh: PosedMesh, betas: Float64Array): void {
  if (betas.every((value, i) => value === mesh.betas[i])) return;
  mesh.betas.set(betas);
  shapeBody(mesh.model, betas, mesh.shaped);
  regressPoints(mesh.model.jointRegressor, mesh.shaped, mesh.skeleton.restJoints);
}

/** Adds P · rowmajor(R_k − I), k = 1 … 23. */
function withPoseBlend({ skeleton, shaped }: PosedMesh, posedirs: Float32Array): Float32Array {
  const features = skeleton.localRotations.slice(9);
  for (let i = 0; i < features.length; i += 9) {
    for (const diagonal of [0, 4, 8]) features[i + diagonal] -= 1;
  }
  const count = features.length;
  return shaped.map((value, i) => {
    let sum = value;
    for (let f = 0; f < count; f++) sum += posedirs[count * i + f] * features[f];
    return sum;
  });
}

/** Shape [24, 12]: rows [G | p − G J + t] that carry a rest vertex into the camera. */
function transformsOf(skeleton: Skeleton, translation: Float64Array): Float64Array {
  const { rotations, positions, restJoints } = skeleton;
  const joints = positions.length / 3;
  const transforms = new Float64Array(12 * joints);
  for (let joint = 0; joint < joints; joint++) {
    for (let row = 0; row < 3; row++) {
      const g = 9 * joint + 3 * row;
      const out = 12 * joint + 4 * row;
      transforms[out] = rotations[g];
      transforms[out + 1] = rotations[g + 1];
      transforms[out + 2] = rotations[g + 2];
      transforms[out + 3] =
        positions[3 * joint + row] +
        translation[row] -
        rotations[g] * restJoints[3 * joint] -
        rotations[g + 1] * restJoints[3 * joint + 1] -
        rotations[g + 2] * restJoints[3 * joint + 2];
    }
  }
  return transforms;
}

function skin(
  model: BodyModel,
  rest: Float32Array,
  transforms: Float64Array,
  out: Float32Array,
): void {
  const { skinJoints, skinWeights, vertexCount } = model;
  for (let vertex = 0; vertex < vertexCount; vertex++) {
    const i = 3 * vertex;
    const x = rest[i];
    const y = rest[i + 1];
    const z = rest[i + 2];
    let outX = 0;
    let outY = 0;
    let outZ = 0;
    for (let slot = 4 * vertex; slot < 4 * vertex + 4; slot++) {
      const weight = skinWeights[slot];
      if (weight === 0) continue;
      const t = 12 * skinJoints[slot];
      outX +=
        weight *
        (transforms[t] * x + transforms[t + 1] * y + transforms[t + 2] * z + transforms[t + 3]);
      outY +=
        weight *
        (transforms[t + 4] * x + transforms[t + 5] * y + transforms[t + 6] * z + transforms[t + 7]);
      outZ +=
        weight *
        (transforms[t + 8] * x +
          transforms[t + 9] * y +
          transforms[t + 10] * z +
          transforms[t + 11]);
    }
    out[i] = outX;
    out[i + 1] = outY;
    out[i + 2] = outZ;
  }
}

/** Shape [54, 3]: 24 skeleton joints, 21 vertices, 9 regressed points of a posed mesh, metres. */
export function meshLandmarks(mesh: PosedMesh, body: BodyParameters): Float64Array {
  const { model, skeleton, vertices } = mesh;
  poseMesh(mesh, body);
  const out = new Float64Array(54 * 3);
  for (let i = 0; i < 72; i++) out[i] = skeleton.positions[i] + body.translation[i % 3];
  for (const [index, vertex] of model.vertexJoints.entries()) {
    out.set(vertices.subarray(3 * vertex, 3 * vertex + 3), 3 * (24 + index));
  }
  regressPoints(model.extraJointRegressor, vertices, out, 3 * 45);
  return out;
}
