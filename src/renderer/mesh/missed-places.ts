/** How far a body stays from the places that a hand has set. */
import type { Constraints } from '../../contract/constraints.ts';
import type { BodyFit } from '../../contract/person.ts';
import type { BodyModel } from '../../core/body/body-model.ts';
import { createPosedMesh, meshLandmarks, type PosedMesh } from '../../core/body/posed-mesh.ts';
import { bodyFromWire } from './body-model.ts';

/** What a place may be missed by before it is said, metres. */
const TOLERANCE_M = 0.02;

let mesh: PosedMesh | undefined;

/** Where a body has its landmarks, camera frame, shape [54, 3], metres. */
function placesOf(model: BodyModel, fit: BodyFit): Float64Array {
  if (mesh?.model !== model) mesh = createPosedMesh(model);
  return meshLandmarks(mesh, bodyFromWire(fit));
}

/** The places that were set, in the camera's frame, and by how much the body misses them, metres. */
export function setPlaces(model: BodyModel, fit: BodyFit, targets: Constraints['targets']) {
  if (targets.length === 0) return [];
  const places = placesOf(model, fit);
  return targets.map(({ landmark, position }) => {
    const wanted = position.map((value, i) => value + (landmark === 0 ? 0 : (places[i] ?? 0)));
    const miss = wanted.map((value, i) => value - (places[3 * landmark + i] ?? 0));
    return { landmark, place: wanted, missM: Math.hypot(...miss) };
  });
}

/** "12 cm short", where it is worth saying. */
export function shortfall(metres: number): string | undefined {
  return metres > TOLERANCE_M ? `${(100 * metres).toFixed(0)} cm short` : undefined;
}
