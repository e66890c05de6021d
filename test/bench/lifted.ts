/** From the shipped lifter's own answers on unseen poses: how near the truth each preset comes. */
import { type LiftedCase, type LiftedSet, liftedCases } from '../../scripts/fit/lifted-cases.ts';
import { bodyErrorsMm } from '../../scripts/fit/mean-errors.ts';
import type { BodyParameters } from '../../src/core/body/body-model.ts';
import { createPosedMesh, meshLandmarks } from '../../src/core/body/posed-mesh.ts';
import { projectPoints } from '../../src/core/camera/projection.ts';
import { type Fitter, fitBody } from '../../src/core/fit/fitter.ts';
import {
  type AnnotatedPerson,
  problemFromKeypoints,
} from '../../src/core/fit/problem-from-keypoints.ts';
import type { AnnotatedPoint } from '../../src/core/keypoints/annotated-point.ts';
import { boxOfKeypoints } from '../../src/core/keypoints/box.ts';
import { COCO17 } from '../../src/core/keypoints/joint-sets.ts';
import { type Random, seededRandom } from '../../src/core/math/random.ts';
import { createLifter, liftBodies } from '../../src/core/regress/lifter.ts';
import { body25FromCoco17 } from '../../src/core/regress/lifter-input.ts';
import { loadFitter, loadLifterWeights } from '../../src/engine/adapters/embedded-models.ts';
import { model } from '../fixtures/embedded.ts';
import { type Comparison, comparisonOf } from './accuracy.ts';
import { meanOf } from './statistics.ts';

const CASES = 500;
const HAND_SIGMA_CROP_PX = 0.5;

const mesh = createPosedMesh(model);

function paMm(body: BodyParameters, truth: BodyParameters): number {
  return bodyErrorsMm(body, truth).paMpjpe;
}

function fitted(fitter: Fitter, person: AnnotatedPerson, starts: readonly BodyParameters[]) {
  return fitBody(fitter, problemFromKeypoints(person, fitter.measures), starts).body;
}

/** Both presets from the lifter's answer. */
export async function compareLifted(set: LiftedSet): Promise<Comparison> {
  const fitter = loadFitter(model);
  const cases = await liftedCases(set, CASES);
  const errors = cases.map(({ person, regression, truth }) => {
    const exact = fitted(fitter, { ...person, preset: 'spin-exact' }, [regression]);
    const anchored = fitted(fitter, person, [regression]);
    return [regression, exact, anchored].map((body) => paMm(body, truth));
  });
  return comparisonOf(errors);
}

/**
 * Set C once a hand has put every point where it is, give or take 0.5 px of the crop: lifted again
 * and fitted, as the studio does after an edit. Mean PA-MPJPE, millimetres, of both.
 */
export async function correctedPaMm(): Promise<{ lifted: number; fitted: number }> {
  const fitter = loadFitter(model);
  const random = seededRandom(23);
  const cases = (await liftedCases('C', CASES)).map((item) => corrected(item, random));
  const lifter = createLifter(loadLifterWeights());
  const queries = cases.map(({ person: { keypoints, camera } }) => ({
    points: body25FromCoco17(
      Float64Array.from(keypoints.flatMap(({ x, y, confidence }) => [x, y, confidence])),
    ),
    camera,
  }));
  const errors = liftBodies(lifter, queries).map((lifted, i) => {
    const { person, regression, truth } = cases[i];
    if (lifted === undefined) throw new Error('All points are there, and cannot be lifted.');
    const body = fitted(fitter, { ...person, regression: lifted }, [lifted, regression]);
    return [lifted, body].map((said) => paMm(said, truth));
  });
  const [lifted, fit] = [0, 1].map((i) => meanOf(errors.map((error) => error[i])));
  return { lifted, fitted: fit };
}

function corrected(lifted: LiftedCase, random: Random): LiftedCase {
  const { person, truth } = lifted;
  const pixels = new Float64Array(108);
  projectPoints(person.camera, meshLandmarks(mesh, truth), pixels);
  const placed = COCO17.landmarks.map((landmark) => placedAt(pixels, landmark));
  const { width, height } = boxOfKeypoints(placed);
  const sigmaPx = (HAND_SIGMA_CROP_PX * 1.2 * Math.max(width, height)) / 224;
  const keypoints = placed.map((point) => ({
    ...point,
    x: point.x + sigmaPx * random.normal(),
    y: point.y + sigmaPx * random.normal(),
  }));
  return { ...lifted, person: { ...person, keypoints } };
}

function placedAt(pixels: Float64Array, landmark: number): AnnotatedPoint {
  const [x, y] = pixels.subarray(2 * landmark, 2 * landmark + 2);
  return { x, y, confidence: 1, visibility: 'visible', source: 'hand', use: 'normal' };
}
