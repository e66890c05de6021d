import type { SequenceAnswer, SequenceQuery } from '../../contract/fit-contract.ts';
import type { BodyFit } from '../../contract/person.ts';
import type { Fitter } from '../../core/fit/fitter.ts';
import { problemFromKeypoints } from '../../core/fit/problem-from-keypoints.ts';
import { accelerationWeights, type MotionNoise } from '../../core/fit/sequence/motion-noise.ts';
import { fitSequence } from '../../core/fit/sequence/sequence-fit.ts';
import { annotated, bodyFit, bodyFromWire, bodyToWire } from './person-fit.ts';

/** One person in frames of a video, fitted together. */
export function fitPersonOverTime(
  fitter: Fitter,
  bodyModel: BodyFit['bodyModel'],
  noise: MotionNoise,
  { framesPerSecond, frames }: SequenceQuery,
): SequenceAnswer {
  const people = frames.map(({ query }) => (query === null ? undefined : annotated(fitter, query)));
  const sequence = frames.map(({ body, isHeld }, f) => {
    const person = people[f];
    const problem = person && problemFromKeypoints(person, fitter.measures);
    return { body: bodyFromWire(body), problem, isHeld };
  });
  const weights = accelerationWeights(noise, framesPerSecond);
  return fitSequence(fitter, sequence, weights).bodies.map((body, f) => {
    const person = people[f];
    const fit = person === undefined ? null : bodyFit(fitter, bodyModel, person, { body });
    return { body: bodyToWire(body), fit };
  });
}
