/** Where the joints of a body are seen, for the lines from keypoints to them. */
import type { BodyFit } from '../../contract/person.ts';
import type { BodyModel } from '../../core/body/body-model.ts';
import { projectPoints } from '../../core/camera/projection.ts';
import { landmarkPlaces } from '../mesh/landmark-places.ts';

/** Shape [54, 2], pixels of the image. */
export function landmarkPixels(model: BodyModel, fit: BodyFit): Float64Array {
  const pixels = new Float64Array(108);
  projectPoints(fit.camera, landmarkPlaces(model, fit), pixels);
  return pixels;
}
