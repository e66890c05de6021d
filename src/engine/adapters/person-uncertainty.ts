/** How sure the body of a person of a project is: from the wire's numbers to the core's and back. */
import type { UncertaintyQuery } from '../../contract/fit-contract.ts';
import type { BodyUncertaintyWire } from '../../contract/uncertainty.ts';
import type { Fitter } from '../../core/fit/fitter.ts';
import { candidateBodies } from '../../core/fit/hypotheses/candidates.ts';
import { handSigmaPx, problemFromKeypoints } from '../../core/fit/problem-from-keypoints.ts';
import { posteriorAt } from '../../core/fit/uncertainty/covariance.ts';
import { nextPoint, placingGains } from '../../core/fit/uncertainty/next-point.ts';
import {
  calibrated,
  rawUncertainty,
  type UncertaintyCalibration,
} from '../../core/fit/uncertainty/uncertainty.ts';
import { annotated, bodyFromWire } from './person-fit.ts';

export function uncertaintyOfPerson(
  fitter: Fitter,
  calibration: UncertaintyCalibration,
  asked: UncertaintyQuery,
): BodyUncertaintyWire {
  const person = annotated(fitter, asked.query);
  const problem = problemFromKeypoints(person, fitter.measures);
  const body = bodyFromWire(asked.body);
  // Before the posterior, whose skeleton the next fit would overwrite.
  const candidates = candidateBodies(fitter, problem, body);
  const posterior = posteriorAt(fitter, problem, body);
  const gains = placingGains(posterior, person, asked, handSigmaPx(problem));
  const known = calibrated(rawUncertainty(posterior, problem, candidates), calibration);
  return {
    plusMinus68: [...known.plusMinus68],
    plusMinus95: [...known.plusMinus95],
    ellipsoids95: [...known.ellipsoids95],
    betas68: [...known.betas68],
    betas95: [...known.betas95],
    nextPoint: nextPoint(gains) ?? null,
  };
}
