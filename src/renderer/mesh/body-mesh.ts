/** A skinned body as a three geometry, in the camera's frame turned to three's (y up, z backward). */
import { BufferAttribute, BufferGeometry, DynamicDrawUsage } from 'three';
import type { BodyParametersWire } from '../../contract/body-parameters.ts';
import type { BodyModel } from '../../core/body/body-model.ts';
import { vertexNormals } from '../../core/body/normals.ts';
import { createPosedMesh, poseMesh } from '../../core/body/posed-mesh.ts';
import { bodyFromWire } from './body-model.ts';

export interface BodyMesh {
  /** Vertices in the image camera's frame: x right, y down, z forward; turn by π about x. */
  readonly geometry: BufferGeometry;
  /** Where the skeleton's joints are, same frame, metres, shape [24, 3]. */
  readonly joints: Float64Array;
  /** Their rotations in that frame, row-major, shape [24, 3, 3]. */
  readonly rotations: Float64Array;
  pose(body: BodyParametersWire): void;
}

export function createBodyMesh(model: BodyModel): BodyMesh {
  const posed = createPosedMesh(model);
  const normals = new Float32Array(posed.vertices.length);
  const geometry = new BufferGeometry();
  const positions = new BufferAttribute(posed.vertices, 3).setUsage(DynamicDrawUsage);
  const directions = new BufferAttribute(normals, 3).setUsage(DynamicDrawUsage);
  geometry.setAttribute('position', positions);
  geometry.setAttribute('normal', directions);
  geometry.setIndex(new BufferAttribute(model.faces, 1));
  const joints = new Float64Array(3 * model.jointCount);
  let shown: BodyParametersWire | undefined;
  return {
    geometry,
    joints,
    rotations: posed.skeleton.rotations,
    pose(wire) {
      if (wire === shown) return;
      shown = wire;
      const body = bodyFromWire(wire);
      poseMesh(posed, body);
      vertexNormals(posed.vertices, model.faces, normals);
      for (let i = 0; i < joints.length; i++) {
        joints[i] = (posed.skeleton.positions[i] ?? 0) + (body.translation[i % 3] ?? 0);
      }
      positions.needsUpdate = true;
      directions.needsUpdate = true;
    },
  };
}
