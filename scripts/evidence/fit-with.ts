/** The default fit of an observed person, with residuals and points that evidence adds. */
import { NO_CONSTRAINTS } from '../../src/contract/constraints.ts';
import type { BodyParameters } from '../../src/core/body/body-model.ts';
import { type Fitter, fitBody } from '../../src/core/fit/fitter.ts';
import { problemFromKeypoints } from '../../src/core/fit/problem-from-keypoints.ts';
import type { PointTarget } from '../../src/core/fit/terms/observations.ts';
import type { Term } from '../../src/core/fit/terms/term.ts';
import type { Observation } from './observations.ts';

export function fitWith(
  fitter: Fitter,
  seen: Observation,
  terms: readonly Term[],
  more: readonly PointTarget[] = [],
): BodyParameters {
  const person = {
    jointSet: 'coco17' as const,
    keypoints: seen.keypoints,
    camera: seen.camera,
    regression: seen.regression,
    preset: 'anchored' as const,
    constraints: NO_CONSTRAINTS,
  };
  const problem = problemFromKeypoints(person, fitter.measures);
  return fitBody(fitter, { ...problem, points: [...problem.points, ...more], constraints: terms }, [
    seen.regression,
  ]).body;
}
