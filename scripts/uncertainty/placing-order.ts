/** Is the hinted point worth more than any other? People are corrected point by point, in two orders. */
import type { BodyParameters } from '../../src/core/body/body-model.ts';
import { createPosedMesh, meshLandmarks } from '../../src/core/body/posed-mesh.ts';
import { type Fitter, fitBody } from '../../src/core/fit/fitter.ts';
import {
  type AnnotatedPerson,
  handSigmaPx,
  problemFromKeypoints,
} from '../../src/core/fit/problem-from-keypoints.ts';
import { posteriorAt } from '../../src/core/fit/uncertainty/covariance.ts';
import {
  nextPoint,
  type PlacingGain,
  placingGains,
} from '../../src/core/fit/uncertainty/next-point.ts';
import type { AnnotatedPoint } from '../../src/core/keypoints/annotated-point.ts';
import { BODY25_FROM_COCO17 } from '../../src/core/keypoints/joint-sets.ts';
import { type Random, seededRandom } from '../../src/core/math/random.ts';
import { paMpjpe } from '../../src/core/metrics/pose-error.ts';
import { liftBodies } from '../../src/core/regress/lifter.ts';
import type { LifterWeights } from '../../src/core/regress/lifter-network.ts';
import { type LiftedCase, loadLifter } from '../fit/lifted-cases.ts';
import { model } from '../lifter/data.ts';

/** Mean PA-MPJPE in mm after 0, 1, 2 … placed points. */
export interface PlacingOrders {
  readonly hinted: readonly number[];
  readonly random: readonly number[];
}

type Choice = (gains: readonly PlacingGain[]) => PlacingGain | undefined;

const PLACED = 6;
/** How exactly a hand meets the truth, pixels of the crop. */
const HAND_PX = 0.5;
const mesh = createPosedMesh(model);

export async function comparePlacingOrders(
  fitter: Fitter,
  people: readonly LiftedCase[],
): Promise<PlacingOrders> {
  const lifter = await loadLifter();
  const { uniform } = seededRandom(3);
  const errors = (choose: Choice) =>
    meanOfRows(people.map((person) => correct({ fitter, lifter }, person, choose)));
  return {
    hinted: errors(nextPoint),
    random: errors((gains) => gains[Math.floor(uniform() * gains.length)]),
  };
}

interface Models {
  readonly fitter: Fitter;
  readonly lifter: LifterWeights;
}

/** Lifter and fit run again after each point, as in the studio. */
function correct(models: Models, lifted: LiftedCase, choose: Choice): number[] {
  let { person } = lifted;
  let body = fitted(models, person, [lifted.regression]);
  const errors = [errorMm(body, lifted.truth)];
  const hand = seededRandom(7);
  while (errors.length <= PLACED) {
    const chosen = choose(gainsOf(models, person, body, lifted));
    if (chosen !== undefined) {
      const keypoints = person.keypoints.with(chosen.point, placed(lifted, chosen.point, hand));
      person = { ...person, keypoints, regression: regressed(models, keypoints, person.camera) };
      body = fitted(models, person, [person.regression, body]);
    }
    errors.push(errorMm(body, lifted.truth));
  }
  return errors;
}

function gainsOf(
  { fitter }: Models,
  person: AnnotatedPerson,
  body: BodyParameters,
  { drawn }: LiftedCase,
): PlacingGain[] {
  const problem = problemFromKeypoints(person, fitter.measures);
  return placingGains(posteriorAt(fitter, problem, body), person, drawn.view, handSigmaPx(problem));
}

function fitted(
  { fitter }: Models,
  person: AnnotatedPerson,
  starts: readonly (BodyParameters | undefined)[],
): BodyParameters {
  const problem = problemFromKeypoints(person, fitter.measures);
  return fitBody(
    fitter,
    problem,
    starts.filter((start) => start !== undefined),
  ).body;
}

function regressed(
  { lifter }: Models,
  keypoints: readonly AnnotatedPoint[],
  camera: AnnotatedPerson['camera'],
): BodyParameters | undefined {
  const points = new Float64Array(75);
  for (const [i, point] of BODY25_FROM_COCO17.entries()) {
    const { x, y, confidence, visibility } = keypoints[i];
    points.set([x, y, visibility === 'absent' ? 0 : confidence], 3 * point);
  }
  return liftBodies(lifter, [{ points, camera }])[0];
}

function placed({ drawn }: LiftedCase, point: number, { normal }: Random): AnnotatedPoint {
  const i = 2 * BODY25_FROM_COCO17[point];
  const off = () => HAND_PX * drawn.cropPx * normal();
  const [x, y] = [drawn.cleanPixels[i] + off(), drawn.cleanPixels[i + 1] + off()];
  return { x, y, confidence: 1, visibility: 'visible', source: 'hand', use: 'normal' };
}

function errorMm(body: BodyParameters, truth: BodyParameters): number {
  const said = Float64Array.from(meshLandmarks(mesh, body));
  return 1000 * paMpjpe(said, meshLandmarks(mesh, truth));
}

function meanOfRows(rows: readonly (readonly number[])[]): number[] {
  return rows[0].map((_, i) => rows.reduce((sum, row) => sum + row[i], 0) / rows.length);
}
