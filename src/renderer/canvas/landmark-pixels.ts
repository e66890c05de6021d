/** Where the joints of a body are seen, for the lines from keypoints to them. */
import type { BodyFit } from '../../contract/person.ts';
import type { BodyModel } from '../../core/body/body-model.ts';
import { createPosedMesh, meshLandmarks, type PosedMesh } from '../../core/body/posed-mesh.ts';
import { projectPoints } from '../../core/camera/projection.ts';
import { bodyFromWire } from '../mesh/body-model.ts';

let mesh: PosedMesh | undefined;

/** Shape [54, 2], pixels of the image. */
export function landmarkPixels(model: BodyModel, fit: BodyFit): Float64Array {
  if (mesh?.model !== model) mesh = createPosedMesh(model);
  const pixels = new Float64Array(108);
  projectPoints(fit.camera, meshLandmarks(mesh, bodyFromWire(fit)), pixels);
  return pixels;
}
