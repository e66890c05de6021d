/** How well a body meets a person's points, in the units of SPIN's training: pixels of a 224 crop. */
import type { BodyParameters } from '../body/body-model.ts';
import { projectPoints } from '../camera/projection.ts';
import { jointSetOf, SPIN49_LANDMARKS } from '../keypoints/joint-sets.ts';
import { type LandmarkTape, placeBody } from './landmark-gradient.ts';
import { pointWeights, type TrainingPerson } from './training-person.ts';

const CROP_PX = 224;
/** Side of the crop by longer side of the points' box. */
const CROP_MARGIN = 1.2;
const ROBUST_PX = 100;
/** They place the body and do not bend it; SPIN leaves them out of the score. */
const IGNORED = new Set(['neck', 'left hip', 'right hip']);

/** Of a body that cannot be seen: worse than any other. */
const HIDDEN = Infinity;

/**
 * SPIN's score (`smplify.py`): c² (ρ(Δu) + ρ(Δv)) summed over the person's points and divided by
 * 49, so that it means what SPIN's threshold of 100 is for. ρ(x) = σ²x² / (σ² + x²), σ = 100 px.
 */
export function spinScore(
  tape: LandmarkTape,
  person: TrainingPerson,
  body: BodyParameters,
): number {
  const { pointNames } = jointSetOf(person.jointSet);
  const weights = pointWeights(person).map((c, i) => (IGNORED.has(pointNames[i]) ? 0 : c * c));
  const sum = cropErrors(tape, person, body).reduce(
    (total, [u, v], i) => total + (weights[i] > 0 ? weights[i] * (robust(u) + robust(v)) : 0),
    0,
  );
  return Number.isFinite(sum) ? sum / SPIN49_LANDMARKS.length : HIDDEN;
}

/** Mean distance of the body's points from the person's, weighted by confidence. */
export function reprojectionPx(
  tape: LandmarkTape,
  person: TrainingPerson,
  body: BodyParameters,
): number {
  const weights = pointWeights(person);
  let [sum, total] = [0, 0];
  for (const [i, [u, v]] of cropErrors(tape, person, body).entries()) {
    if (weights[i] === 0) continue;
    sum += weights[i] * Math.hypot(u, v);
    total += weights[i];
  }
  return total === 0 ? 0 : sum / total;
}

function robust(x: number): number {
  return (ROBUST_PX ** 2 * x * x) / (ROBUST_PX ** 2 + x * x);
}

/** Body less point, pixels of the crop, one pair for each point; NaN behind the camera. */
function cropErrors(tape: LandmarkTape, person: TrainingPerson, body: BodyParameters): number[][] {
  const pixels = new Float64Array(108);
  projectPoints(person.camera, placeBody(tape, body), pixels);
  const zoom = CROP_PX / cropSidePx(person);
  return person.keypoints.map(({ x, y }, i) => {
    const landmark = jointSetOf(person.jointSet).landmarks[i];
    return [zoom * (pixels[2 * landmark] - x), zoom * (pixels[2 * landmark + 1] - y)];
  });
}

/** Side of SPIN's crop in pixels of the picture. */
function cropSidePx(person: TrainingPerson): number {
  const weights = pointWeights(person);
  const present = person.keypoints.filter((_, i) => weights[i] > 0);
  const side = (values: readonly number[]) => Math.max(...values) - Math.min(...values);
  return CROP_MARGIN * Math.max(side(present.map(({ x }) => x)), side(present.map(({ y }) => y)));
}
