/**
 * What somebody does who looks through the pictures: puts the points that the detector has found in
 * their place, says of limbs that the fit has turned the wrong way that they come or go, and accepts
 * the body that the fit then finds. Nobody is given the true body.
 */
import type { BodyParameters } from '../../src/core/body/body-model.ts';
import { LIMB_BONES } from '../../src/core/body/bones.ts';
import { type Fitter, fitBody } from '../../src/core/fit/fitter.ts';
import { problemFromKeypoints } from '../../src/core/fit/problem-from-keypoints.ts';
import type { DepthPick } from '../../src/core/fit/terms/depth-pick.ts';
import type { AnnotatedPoint } from '../../src/core/keypoints/annotated-point.ts';
import { BODY25_FROM_COCO17 } from '../../src/core/keypoints/joint-sets.ts';
import { type Random, seededRandom } from '../../src/core/math/random.ts';
import { type LandmarkTape, placeBody } from '../../src/core/train/landmark-gradient.ts';
import type { TrainableRegressor } from '../../src/core/train/trainable-regressor.ts';
import type { TrainingPerson } from '../../src/core/train/training-person.ts';
import { annotated, NOTHING_KNOWN } from './fits.ts';
import type { SimulatedPerson } from './low-people.ts';

/** How exactly a hand meets the truth, pixels of the crop. */
const HAND_PX = 1.5;
/** Bones that are less turned than that look flat, and nobody says anything of them. */
const CLEARLY_M = 0.08;

export interface Corrector {
  readonly fitter: Fitter;
  readonly tape: LandmarkTape;
  readonly regressor: TrainableRegressor;
}

/** The person as accepted after correction; open as before when nothing can be regressed. */
export async function corrected(
  { fitter, tape, regressor }: Corrector,
  { person, truth, drawn }: SimulatedPerson,
): Promise<TrainingPerson> {
  const random = seededRandom(person.id);
  const keypoints = person.keypoints.map((point, i) =>
    point.visibility === 'absent' ? point : placed(drawn, BODY25_FROM_COCO17[i], random),
  );
  const placedPerson = { ...person, keypoints };
  const [regression] = await regressor.regress(regressor.weights, [placedPerson]);
  if (regression === undefined) return person;
  const known = annotated(placedPerson, regression, 'anchored');
  const fitted = (depthPicks: readonly DepthPick[], starts: readonly BodyParameters[]) =>
    fitBody(
      fitter,
      problemFromKeypoints(
        { ...known, constraints: { ...NOTHING_KNOWN, depthPicks } },
        fitter.measures,
      ),
      starts,
    ).body;
  const first = fitted([], [regression]);
  const picks = wrongBones(tape, first, truth);
  const body = picks.length === 0 ? first : fitted(picks, [first, regression]);
  return { ...placedPerson, decision: 'accepted', truth: body };
}

function placed(
  { cleanPixels, cropPx }: SimulatedPerson['drawn'],
  point: number,
  { normal }: Random,
): AnnotatedPoint {
  const [x, y] = [cleanPixels[2 * point], cleanPixels[2 * point + 1]];
  const off = () => HAND_PX * cropPx * normal();
  const base = { confidence: 1, visibility: 'visible', source: 'hand', use: 'normal' } as const;
  return { ...base, x: x + off(), y: y + off() };
}

/** Limb bones that clearly go one way and were fitted the other way. */
function wrongBones(tape: LandmarkTape, said: BodyParameters, truth: BodyParameters): DepthPick[] {
  const [a, b] = [said, truth].map((body) => placeBody(tape, body));
  return LIMB_BONES.flatMap(({ joint, from }) => {
    const deeper = (landmarks: Float64Array) => range(landmarks, joint) - range(landmarks, from);
    if (Math.abs(deeper(b)) < CLEARLY_M || deeper(a) * deeper(b) > 0) return [];
    return [{ joint, direction: deeper(b) < 0 ? 'towards' : 'away' } as const];
  });
}

/** Distance from the camera, metres. */
function range(landmarks: Float64Array, joint: number): number {
  return Math.hypot(...landmarks.subarray(3 * joint, 3 * joint + 3));
}
