/** What BlazePose says of a person, as residuals and as points of a fit. */
import type { BodyParameters } from '../../src/core/body/body-model.ts';
import type { Fitter } from '../../src/core/fit/fitter.ts';
import { imagePlacesTerm } from '../../src/core/fit/terms/image-places.ts';
import type { Term } from '../../src/core/fit/terms/term.ts';
import {
  BLAZEPOSE_LIMB_JOINTS,
  fromHips,
  inPicture,
} from '../../src/core/regress/blazepose-geometry.ts';
import { liftBodies } from '../../src/core/regress/lifter.ts';
import { body25FromCoco17 } from '../../src/core/regress/lifter-input.ts';
import type { LifterWeights } from '../../src/core/regress/lifter-network.ts';
import { evidenceOf } from '../../src/engine/compute/image-evidence.ts';
import { fitWith } from './fit-with.ts';
import { deeper, LIMB_BONES } from './limbs.ts';
import type { Observation } from './observations.ts';
import { slopeTerm } from './terms.ts';

const JOINTS = [...BLAZEPOSE_LIMB_JOINTS, [1, 23] as const, [2, 24] as const];
const SLOPE_SIGMA_M = 0.105;
/** Toes and heels as BODY_25 and as landmarks have them, and as BlazePose does. */
const FEET: readonly {
  readonly slot: number;
  readonly landmark: number;
  readonly point: number;
}[] = [
  { slot: 19, landmark: 29, point: 31 },
  { slot: 21, landmark: 31, point: 29 },
  { slot: 22, landmark: 32, point: 32 },
  { slot: 24, landmark: 34, point: 30 },
];
const MIN_FOOT_CONFIDENCE = 0.5;
/** BlazePose's feet are off three times as far as the detector's points. */
const FOOT_WEIGHT = 0.1;

/** The regressor asked again with four points more, and the fit drawn by them as well. */
export function withFeet(fitter: Fitter, lifter: LifterWeights, seen: Observation): BodyParameters {
  const feet = FEET.map((foot) => {
    const logit = seen.blazePose.points[5 * foot.point + 3];
    return {
      ...foot,
      ...inPicture(seen.blazePose.points, seen.blazePose.square, foot.point),
      confidence: 1 / (1 + Math.exp(-logit)),
    };
  }).filter(({ confidence }) => confidence > MIN_FOOT_CONFIDENCE);
  const points = body25FromCoco17(seen.points);
  for (const { slot, x, y, confidence } of feet) points.set([x, y, confidence], 3 * slot);
  const [regression] = liftBodies(lifter, [{ points, camera: seen.camera }]);
  if (regression === undefined) return fitWith(fitter, seen, []);
  const targets = feet.map(({ landmark, x, y, confidence }) => {
    return { landmark, x, y, weight: FOOT_WEIGHT * confidence ** 2, robust: true };
  });
  return fitWith(fitter, { ...seen, regression }, [], targets);
}

/** Each limb joint where BlazePose has it, about the hips; sd as measured, times a factor. */
export function placeTerms({ blazePose }: Observation, factor?: number): Term[] {
  const evidence = evidenceOf(blazePose);
  return evidence === null ? [] : [imagePlacesTerm(evidence, factor)];
}

/** The bones of the limbs as steep as BlazePose has them; sd as measured, times a factor. */
export function slopeTerms(seen: Observation, hips: ArrayLike<number>, factor: number): Term[] {
  const joints = jointsByBlazePose(seen, hips);
  return LIMB_BONES.map(([parent, child]) => {
    const deeperM = deeper(joints, parent, child);
    return slopeTerm({ parent, child, deeperM, sigmaM: factor * SLOPE_SIGMA_M });
  });
}

/** BlazePose's limb joints at the body's places in a list of landmarks, hung up at `hips`, metres. */
export function jointsByBlazePose(
  { blazePose: { world } }: Observation,
  hips: ArrayLike<number>,
): Float64Array {
  const out = new Float64Array(3 * 24);
  for (const [joint, point] of JOINTS) {
    out.set(
      fromHips(world, point).map((value, axis) => hips[axis] + value),
      3 * joint,
    );
  }
  return out;
}
