/** A person's body as mesh files have it: y up, seen from the side that the camera is on. */
import type { BodyModel, BodyParameters } from '../../body/body-model.ts';
import { vertexNormals } from '../../body/normals.ts';
import { createPosedMesh, poseMesh } from '../../body/posed-mesh.ts';

export interface ExportedMesh {
  readonly personId: number;
  /** Shape [V, 3], metres: x right, y up, z towards the camera, which stands in the origin. */
  readonly positions: Float32Array;
  /** Shape [V, 3], unit length. */
  readonly normals: Float32Array;
  /** Shape [F, 3], counter-clockwise seen from outside. */
  readonly faces: Uint32Array;
}

/** Poses one body at a time; what it returns is the caller's. */
export function createMeshMaker(
  model: BodyModel,
): (personId: number, body: BodyParameters) => ExportedMesh {
  const mesh = createPosedMesh(model);
  return (personId, body) => {
    poseMesh(mesh, body);
    // From the studio's camera, y down and z forward: half a turn about x, which keeps the winding.
    const positions = mesh.vertices.map((value, i) => (i % 3 === 0 ? value : -value));
    const normals = new Float32Array(positions.length);
    vertexNormals(positions, model.faces, normals);
    return { personId, positions, normals, faces: model.faces };
  };
}
