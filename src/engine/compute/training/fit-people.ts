/** The fit in the loop: the studio's default, from what the network has just said. */

import type { BodyFit } from '../../../contract/person.ts';
import type { LearningPerson } from '../../../contract/training-compute.ts';
import type { BodyParameters } from '../../../core/body/body-model.ts';
import { hasCode } from '../../../core/common/errors.ts';
import type { Fitter } from '../../../core/fit/fitter.ts';
import type { FoundFit } from '../../../core/train/fits-dictionary.ts';
import type { LandmarkTape } from '../../../core/train/landmark-gradient.ts';
import { spinScore } from '../../../core/train/spin-score.ts';
import type { FitPeople } from '../../../core/train/train-in-loop.ts';
import type { TrainingPerson } from '../../../core/train/training-person.ts';
import { bodyFromWire, bodyToWire, fitPerson } from '../../adapters/person-fit.ts';

export interface FitParts {
  readonly fitter: Fitter;
  readonly bodyModel: BodyFit['bodyModel'];
  readonly tape: LandmarkTape;
}

/** @param onPerson is told of each, and may let other work in */
export function createFitPeople(
  parts: FitParts,
  records: readonly LearningPerson[],
  onPerson: (done: number, of: number) => Promise<void>,
): FitPeople {
  const recordOf = new Map(records.map((record) => [record.personId, record]));
  return async (people, regressions) => {
    const found: (FoundFit | undefined)[] = [];
    for (const [i, person] of people.entries()) {
      found.push(fitOne(parts, person, recordOf.get(person.id), regressions[i]));
      await onPerson(i + 1, people.length);
    }
    return found;
  };
}

function fitOne(
  { fitter, bodyModel, tape }: FitParts,
  person: TrainingPerson,
  record: LearningPerson | undefined,
  said: BodyParameters | undefined,
): FoundFit | undefined {
  if (record === undefined || said === undefined) return undefined;
  const { jointSet, keypoints, camera, constraints, imageEvidence } = record;
  const regression = bodyToWire(said);
  const preset = 'anchored' as const;
  const query = { jointSet, keypoints, camera, constraints, imageEvidence, regression, preset };
  try {
    const body = bodyFromWire(fitPerson(fitter, bodyModel, query, [regression]));
    return { body, score: spinScore(tape, person, body) };
  } catch (error) {
    if (hasCode(error, 'fit/no-keypoints') || hasCode(error, 'fit/infeasible')) return undefined;
    throw error;
  }
}
