/** Where the landmarks of a fitted body are. */
import type { BodyParametersWire } from '../../contract/body-parameters.ts';
import type { BodyModel } from '../../core/body/body-model.ts';
import { createPosedMesh, meshLandmarks, type PosedMesh } from '../../core/body/posed-mesh.ts';
import { bodyFromWire } from './body-model.ts';

let mesh: PosedMesh | undefined;

/** Shape [54, 3], metres, in the image camera's frame. */
export function landmarkPlaces(model: BodyModel, body: BodyParametersWire): Float64Array {
  if (mesh?.model !== model) mesh = createPosedMesh(model);
  return meshLandmarks(mesh, bodyFromWire(body));
}
