/**
 * What SPIN's network says: 24 rotations in 6D, 10 betas and a camera (s, tx, ty), all as a crop's
 * own camera sees the body (focal length 5000 px, 224 px crop, axis through its centre).
 */
import { CROP_SIZE_PX, type Crop } from '../../camera/crop.ts';
import { cropTranslation } from '../../camera/weak-perspective.ts';
import type { AnnotatedBody } from '../../formats/annotations/annotation.ts';
import { axisAngleFromMatrix, matrixFrom6d } from '../../math/rotation.ts';

/** The camera's scale stays positive and finite, whatever the network says. */
const MIN_SCALE = 0.02;

/**
 * @param answer shape [157]
 * @returns the body in the crop's camera; undefined when a 6D block is degenerate
 */
export function bodyInCrop(answer: Float64Array, crop: Crop): AnnotatedBody | undefined {
  const pose = new Float64Array(72);
  const R = new Float64Array(9);
  for (let joint = 0; joint < 24; joint++) {
    if (!matrixFrom6d(answer, 6 * joint, R, 0)) return undefined;
    axisAngleFromMatrix(R, 0, pose, 3 * joint);
  }
  const [s, tx, ty] = answer.subarray(154, 157);
  const translation = cropTranslation({ s: Math.max(s, MIN_SCALE), tx, ty });
  const betas = answer.slice(144, 154);
  return { pose, betas, camera: { kind: 'crop', crop, sizePx: CROP_SIZE_PX, translation } };
}
