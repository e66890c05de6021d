import type { BodyParameters } from '../../src/core/body/body-model.ts';
import type { Fitter } from '../../src/core/fit/fitter.ts';
import type { AccelerationWeights } from '../../src/core/fit/sequence/motion-noise.ts';
import { fitSequence } from '../../src/core/fit/sequence/sequence-fit.ts';
import { prepareTrack } from '../../src/core/fit/sequence/track.ts';
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
  const frames = prepareTrack(seen.map((fit) => fit && { ...fit, isHeld: false }));
  for (const { start, free, end } of sequenceWindows(frames.length)) {
    const window = frames
      .slice(start, end)
      .map((frame, i) => ({ ...frame, isHeld: i < free - start }));
    const { bodies } = fitSequence(fitter, window, weights);
    for (const [i, body] of bodies.entries()) frames[start + i] = { ...frames[start + i], body };
  }
  return own.map((_, f) => frames[f - first]?.body);
}
