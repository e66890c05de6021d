/** Fits the people of a project: from the wire's numbers to the solver's and back. */
import type { BodyParametersWire } from '../../contract/body-parameters.ts';
import type { FitQuery } from '../../contract/fit-contract.ts';
import type { BodyFit } from '../../contract/person.ts';
import type { BodyParameters } from '../../core/body/body-model.ts';
import type { Pinhole } from '../../core/camera/pinhole.ts';
import { projectPoints } from '../../core/camera/projection.ts';
import {
  type Drag,
  type FitResult,
  type Fitter,
  fitBody,
  refitBody,
} from '../../core/fit/fitter.ts';
import { obeyDepthPicks } from '../../core/fit/hypotheses/obey-picks.ts';
import {
  type AnnotatedPerson,
  pointErrorsPx,
  problemFromKeypoints,
} from '../../core/fit/problem-from-keypoints.ts';
import { poseSkeleton } from '../../core/fit/skeleton/kinematics.ts';
import { landmarkPositions } from '../../core/fit/skeleton/landmark-positions.ts';
import { STRIDE, unknownsFromBody } from '../../core/fit/skeleton/unknowns.ts';
import { spinScore } from '../../core/fit/smplify/spin-keypoints.ts';
import { bodyFromWire, bodyToWire } from '../services/wire-body.ts';

export { bodyFromWire, bodyToWire };

/** A query whose point in hand may be left out. */
type PersonQuery = Omit<FitQuery, 'dragged'> & Partial<Pick<FitQuery, 'dragged'>>;

const ALL_LANDMARKS = Int32Array.from({ length: 54 }, (_, i) => i);

/** The whole fit, from each of the starts; null starts are left out. */
export function fitPerson(
  fitter: Fitter,
  bodyModel: BodyFit['bodyModel'],
  query: PersonQuery,
  starts: readonly (BodyParametersWire | null)[],
): BodyFit {
  const person = annotated(fitter, query);
  const from = starts.flatMap((start) =>
    start === null ? [] : [obeying(fitter, query, bodyFromWire(start))],
  );
  const result = fitBody(fitter, problemFromKeypoints(person, fitter.measures), from);
  return bodyFit(fitter, bodyModel, person, result);
}

/** A warm refit from the body on screen, within a time; `drag` goes from event to event. */
export function refitPerson(
  fitter: Fitter,
  bodyModel: BodyFit['bodyModel'],
  query: PersonQuery,
  start: BodyParametersWire,
  outOfTime: () => boolean,
  drag?: Drag,
): BodyFit {
  const person = annotated(fitter, query);
  const problem = problemFromKeypoints(person, fitter.measures);
  const from = obeying(fitter, query, bodyFromWire(start));
  const result = refitBody(fitter, problem, from, outOfTime, drag);
  return bodyFit(fitter, bodyModel, person, result);
}

/** A body, the regression's too, has the picked bones as they were picked: it does not pull back. */
function obeying(
  { workspace }: Fitter,
  { constraints }: PersonQuery,
  body: BodyParameters,
): BodyParameters {
  return obeyDepthPicks(workspace.kinematics, body, constraints.depthPicks);
}

export function annotated(fitter: Fitter, query: PersonQuery): AnnotatedPerson {
  const { jointSet, keypoints, camera, regression, preset, constraints, dragged } = query;
  const { bakedBody: baked } = constraints;
  return {
    jointSet,
    keypoints,
    camera,
    regression: regression === null ? undefined : obeying(fitter, query, bodyFromWire(regression)),
    imagePlaces: query.imageEvidence ?? undefined,
    preset,
    constraints: { ...constraints, bakedBody: baked && bodyFromWire(baked) },
    dragged: dragged ?? undefined,
  };
}

export function bodyFit(
  fitter: Fitter,
  bodyModel: BodyFit['bodyModel'],
  person: AnnotatedPerson,
  { body, terms }: Pick<FitResult, 'body'> & Partial<Pick<FitResult, 'terms'>>,
): BodyFit {
  const errorsPx = pointErrorsPx(person, landmarkPixels(fitter, body, person.camera));
  const used = errorsPx.filter((error) => error !== null);
  return {
    ...bodyToWire(body),
    camera: person.camera,
    meanErrorPx: used.reduce((sum, error) => sum + error, 0) / Math.max(1, used.length),
    errorsPx,
    preset: person.preset,
    ...(person.preset !== 'anchored' && terms && { spinScore: spinScore(terms) }),
    bodyModel,
  };
}

function landmarkPixels(
  { workspace }: Fitter,
  body: BodyParameters,
  camera: Pinhole,
): Float64Array {
  const x = new Float64Array(STRIDE);
  const positions = new Float64Array(162);
  const pixels = new Float64Array(108);
  unknownsFromBody(body, x);
  poseSkeleton(workspace.kinematics, x);
  landmarkPositions(workspace.kinematics, x, ALL_LANDMARKS, positions);
  projectPoints(camera, positions, pixels);
  return pixels;
}
