/** The fast solver as the loop's fit. */
import type { BodyParameters } from '../../src/core/body/body-model.ts';
import { hasCode } from '../../src/core/common/errors.ts';
import { type Fitter, fitBody } from '../../src/core/fit/fitter.ts';
import type { FitPreset } from '../../src/core/fit/presets.ts';
import {
  type AnnotatedPerson,
  problemFromKeypoints,
} from '../../src/core/fit/problem-from-keypoints.ts';
import type { FoundFit } from '../../src/core/train/fits-dictionary.ts';
import type { LandmarkTape } from '../../src/core/train/landmark-gradient.ts';
import { spinScore } from '../../src/core/train/spin-score.ts';
import type { FitPeople } from '../../src/core/train/train-in-loop.ts';
import type { TrainingPerson } from '../../src/core/train/training-person.ts';

export const NOTHING_KNOWN = {
  measurements: [],
  depthPicks: [],
  groundContact: [],
  targets: [],
  rotations: [],
  bakedBody: null,
};

export function annotated(
  { jointSet, keypoints, camera }: TrainingPerson,
  regression: BodyParameters | undefined,
  preset: FitPreset,
): AnnotatedPerson {
  return { jointSet, keypoints, camera, regression, preset, constraints: NOTHING_KNOWN };
}

export function fitWith(fitter: Fitter, tape: LandmarkTape, preset: FitPreset): FitPeople {
  return async (people, regressions) =>
    people.map((person, i) => fitOne(fitter, tape, preset, person, regressions[i]));
}

function fitOne(
  fitter: Fitter,
  tape: LandmarkTape,
  preset: FitPreset,
  person: TrainingPerson,
  regression: BodyParameters | undefined,
): FoundFit | undefined {
  if (regression === undefined) return undefined;
  try {
    const problem = problemFromKeypoints(annotated(person, regression, preset), fitter.measures);
    const { body } = fitBody(fitter, problem, [regression], false);
    return { body, score: spinScore(tape, person, body) };
  } catch (error) {
    if (hasCode(error, 'fit/no-keypoints') || hasCode(error, 'fit/infeasible')) return undefined;
    throw error;
  }
}
