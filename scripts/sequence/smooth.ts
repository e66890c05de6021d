import type { BodyParameters } from '../../src/core/body/body-model.ts';
import type { Fitter } from '../../src/core/fit/fitter.ts';
import type { AccelerationWeights } from '../../src/core/fit/sequence/motion-noise.ts';
import { fitSequence } from '../../src/core/fit/sequence/sequence-fit.ts';
import { trackBodies } from '../../src/core/fit/sequence/track.ts';
import { sequenceWindows } from '../../src/core/fit/sequence/windows.ts';
import type { OwnFit } from './simulated-video.ts';

/** The frames' bodies fitted together; undefined before the first and after the last that was found. */
export function smoothFrames(
  fitter: Fitter,
  own: readonly (OwnFit | undefined)[],
  weights: AccelerationWeights,
): (BodyParameters | undefined)[] {
  const first = own.findIndex((fit) => fit !== undefined);
  const last = own.findLastIndex((fit) => fit !== undefined);
  const seen = own.slice(first, last + 1);
  const bodies = trackBodies(seen.map((fit) => fit && { ...fit, isHeld: false }));
  for (const { start, free, end } of sequenceWindows(bodies.length)) {
    const window = bodies.slice(start, end).map((body, i) => ({
      body,
      problem: seen[start + i]?.problem,
      isHeld: i < free - start,
    }));
    const solved = fitSequence(fitter, window, weights).bodies;
    for (const [i, body] of solved.entries()) bodies[start + i] = body;
  }
  return own.map((_, f) => bodies[f - first]);
}
