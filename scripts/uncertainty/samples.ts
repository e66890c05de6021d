/** How far a fit is off, beside how far it may be by its own account. */
import type { BodyParameters } from '../../src/core/body/body-model.ts';
import {
  type Measurements,
  measureBody,
  measurementSigmas,
} from '../../src/core/body/measurements.ts';
import { createPosedMesh, meshLandmarks } from '../../src/core/body/posed-mesh.ts';
import { type Fitter, fitBody } from '../../src/core/fit/fitter.ts';
import { candidateBodies, rivalOf } from '../../src/core/fit/hypotheses/candidates.ts';
import { problemFromKeypoints } from '../../src/core/fit/problem-from-keypoints.ts';
import { posteriorAt } from '../../src/core/fit/uncertainty/covariance.ts';
import {
  type RawUncertainty,
  rawUncertainty,
  viewSigmas,
} from '../../src/core/fit/uncertainty/uncertainty.ts';
import { apply3 } from '../../src/core/math/matrix3.ts';
import type { LiftedCase } from '../fit/lifted-cases.ts';
import { model } from '../lifter/data.ts';

export interface Sample extends RawUncertainty {
  /** Two bodies are too close for the machine to decide between them. */
  readonly isAmbiguous: boolean;
  /** Truth less fit relative to the pelvis, camera frame, metres, shape [54, 3]. */
  readonly errors: Float64Array;
  /** Standard deviations before calibration along the axes of the line of sight. */
  readonly sigmas: Float64Array;
  /** Errors along the axes of the line of sight: right, down, depth. */
  readonly viewErrors: Float64Array;
  readonly measured: readonly {
    readonly name: string;
    readonly error: number;
    readonly sigma: number;
  }[];
}

const mesh = createPosedMesh(model);

/** The default fit, started from the regression as for a new picture. */
export function sampleOf(fitter: Fitter, { person, regression, truth }: LiftedCase): Sample {
  const problem = problemFromKeypoints(person, fitter.measures);
  const { body } = fitBody(fitter, problem, [regression]);
  const found = candidateBodies(fitter, problem, body);
  const raw = rawUncertainty(posteriorAt(fitter, problem, body), problem, found);
  const said = fromPelvis(body);
  const errors = fromPelvis(truth).map((value, i) => value - said[i]);
  const viewErrors = new Float64Array(162);
  for (let i = 0; i < 162; i += 3) apply3(raw.viewFromCamera, 0, errors, i, viewErrors, i);
  const measured = measurementErrors(fitter, body.betas, truth.betas, raw.covariances.betas);
  const isAmbiguous = rivalOf(found) !== undefined;
  return { ...raw, isAmbiguous, sigmas: viewSigmas(raw), errors, viewErrors, measured };
}

function fromPelvis(body: BodyParameters): Float64Array {
  const landmarks = Float64Array.from(meshLandmarks(mesh, body));
  return landmarks.map((value, i) => value - landmarks[i % 3]);
}

function measurementErrors(
  { measures }: Fitter,
  said: Float64Array,
  truth: Float64Array,
  covariance: Float64Array,
) {
  const [a, b] = [measureBody(measures, said), measureBody(measures, truth)];
  const sigmas = measurementSigmas(measures, said, covariance);
  return (Object.keys(a) as (keyof Measurements)[]).map((name) => ({
    name,
    error: b[name] - a[name],
    sigma: sigmas[name],
  }));
}
