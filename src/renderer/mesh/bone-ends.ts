/** Where the bones of a body are. */
import type { BodyParametersWire } from '../../contract/body-parameters.ts';
import type { BodyModel } from '../../core/body/body-model.ts';
import type { Bone } from '../../core/body/bones.ts';
import { createPosedMesh, meshLandmarks, type PosedMesh } from '../../core/body/posed-mesh.ts';
import { bodyFromWire } from './body-model.ts';

let mesh: PosedMesh | undefined;

/** Near and far end in the camera's frame, metres. */
export function boneEnds(
  model: BodyModel,
  fit: BodyParametersWire,
  { from, joint }: Bone,
): readonly [Float64Array, Float64Array] {
  if (mesh?.model !== model) mesh = createPosedMesh(model);
  const landmarks = meshLandmarks(mesh, bodyFromWire(fit));
  return [landmarks.slice(3 * from, 3 * from + 3), landmarks.slice(3 * joint, 3 * joint + 3)];
}

/** Whether the far end of a bone is nearer to the camera than the near one. */
export function pointsTowards(model: BodyModel, fit: BodyParametersWire, bone: Bone): boolean {
  const [near, far] = boneEnds(model, fit, bone);
  return Math.hypot(...far) < Math.hypot(...near);
}
