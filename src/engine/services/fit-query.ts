import type { FitQuery } from '../../contract/fit-contract.ts';
import type { Person } from '../../contract/person.ts';

/** What the fit is asked for somebody as they stand, with no point in hand. */
export function fitQueryOf(
  { jointSet, keypoints, constraints, regression, imageEvidence }: Person,
  { camera, preset }: Pick<FitQuery, 'camera' | 'preset'>,
): FitQuery {
  return {
    jointSet,
    keypoints,
    constraints,
    regression,
    imageEvidence,
    dragged: null,
    camera,
    preset,
  };
}
