/** A person's frames made ready to be fitted together. */
import type { BodyParameters } from '../../body/body-model.ts';
import { interpolateBody } from '../../body/interpolate.ts';

/** Where somebody stands in a frame, and whether that may not change. */
export interface TrackFrame {
  readonly body: BodyParameters;
  readonly isHeld: boolean;
}

/**
 * One body for all frames: those that may move take the track's betas, and frames in which nobody
 * was found get a body on the way between their neighbours.
 *
 * The betas are the mean over the held frames, which a person has seen to; without one, over all.
 *
 * @param seen undefined where nobody was found; the first and the last are somebody
 */
export function trackBodies(seen: readonly (TrackFrame | undefined)[]): BodyParameters[] {
  const present = seen.filter((frame) => frame !== undefined);
  const held = present.filter(({ isHeld }) => isHeld);
  const betas = meanBetas((held.length > 0 ? held : present).map(({ body }) => body));
  return seen.map((frame, f) => {
    if (frame?.isHeld === true) return frame.body;
    return { ...(frame?.body ?? between(seen, f)), betas };
  });
}

function meanBetas(bodies: readonly BodyParameters[]): Float64Array {
  const sum = new Float64Array(10);
  for (const { betas } of bodies) for (const [b, value] of betas.entries()) sum[b] += value;
  return sum.map((value) => value / bodies.length);
}

function between(seen: readonly (TrackFrame | undefined)[], f: number): BodyParameters {
  const from = seen.findLastIndex((frame, i) => i < f && frame !== undefined);
  const to = seen.findIndex((frame, i) => i > f && frame !== undefined);
  const [a, b] = [seen[from], seen[to]];
  if (a === undefined || b === undefined) throw new Error('A track ends where nobody was found.');
  return interpolateBody(a.body, b.body, (f - from) / (to - from));
}
