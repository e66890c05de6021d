/** The bodies that a person may choose between, as the wire has them. */

import type { BodyParametersWire } from '../../contract/body-parameters.ts';
import type { BodyCandidate, BodyCandidates } from '../../contract/candidate.ts';
import type { FitQuery } from '../../contract/fit-contract.ts';
import type { BodyFit } from '../../contract/person.ts';
import { depthWords } from '../../core/body/bones.ts';
import type { Fitter } from '../../core/fit/fitter.ts';
import { type Candidate, candidateBodies, rivalOf } from '../../core/fit/hypotheses/candidates.ts';
import { problemFromKeypoints } from '../../core/fit/problem-from-keypoints.ts';
import { annotated, bodyFit, bodyFromWire } from './person-fit.ts';

const MOST = 8;

export function candidatesOfPerson(
  fitter: Fitter,
  bodyModel: BodyFit['bodyModel'],
  query: FitQuery,
  shown: BodyParametersWire,
): Omit<BodyCandidates, 'revision'> {
  const person = annotated(fitter, query);
  const problem = problemFromKeypoints(person, fitter.measures);
  const found = candidateBodies(fitter, problem, bodyFromWire(shown)).slice(0, MOST);
  const candidates = found.map(
    (candidate, i): BodyCandidate => ({
      fit: bodyFit(fitter, bodyModel, person, candidate),
      weight: candidate.weight,
      label: i === 0 ? 'as shown' : labelOf(candidate),
      turned: candidate.turned.map(({ bone, direction }) => ({ joint: bone.joint, direction })),
      isAnchored: candidate.isAnchored,
    }),
  );
  return { candidates, rival: rivalOf(found) ?? null };
}

function labelOf({ turned, isAnchored }: Candidate): string {
  if (!isAnchored) return 'as the points alone have it';
  if (turned.length === 0) return 'another pose';
  return turned.map(({ bone, direction }) => depthWords(bone, direction)).join(', ');
}
