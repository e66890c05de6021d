/** Which joints turn a landmark, worked out once a body. */
import { LANDMARK_COUNT } from '../../body/body-model.ts';
import type { CompactLandmarks } from '../../body/landmarks.ts';

/** Lists of joints, ascending in a landmark: those of l are entries start[l] … start[l + 1] − 1. */
export interface LandmarkAncestors {
  /** Shape [55]. */
  readonly start: Int32Array;
  readonly joint: Int32Array;
  /** The pair that hangs on the entry's joint and on none below it; −1 where there is none. */
  readonly pair: Int32Array;
  /** The entry of the joint's parent; −1 for the root. */
  readonly parent: Int32Array;
  /** W_k: the weight of the landmark's pairs at and below the joint. */
  readonly weight: Float64Array;
}

export function landmarkAncestors(body: CompactLandmarks): LandmarkAncestors {
  const lists = Array.from({ length: LANDMARK_COUNT }, (_, landmark) => entriesOf(body, landmark));
  const start = new Int32Array(lists.length + 1);
  for (const [l, list] of lists.entries()) start[l + 1] = start[l] + list.length;
  const entries = lists.flatMap((list, l) =>
    list.map((entry) => ({ ...entry, parent: parentEntry(body, list, start[l], entry.joint) })),
  );
  return {
    start,
    joint: Int32Array.from(entries, ({ joint }) => joint),
    pair: Int32Array.from(entries, ({ pair }) => pair),
    parent: Int32Array.from(entries, ({ parent }) => parent),
    weight: Float64Array.from(entries, ({ weight }) => weight),
  };
}

interface Entry {
  readonly joint: number;
  pair: number;
  weight: number;
}

function entriesOf(body: CompactLandmarks, landmark: number): Entry[] {
  const { pairStart, pairJoint, pairWeight, parents } = body;
  const entries = new Map<number, Entry>();
  for (let pair = pairStart[landmark]; pair < pairStart[landmark + 1]; pair++) {
    // A skeleton joint does not turn about itself; q would vanish only by cancellation.
    const own = pairJoint[pair];
    const first = landmark === own ? parents[own] : own;
    for (let joint = first; joint >= 0; joint = parents[joint]) {
      const entry = entries.get(joint) ?? { joint, pair: -1, weight: 0 };
      entries.set(joint, entry);
      entry.weight += pairWeight[pair];
      if (joint === first) entry.pair = pair;
    }
  }
  return [...entries.values()].sort((a, b) => a.joint - b.joint);
}

function parentEntry(
  { parents }: CompactLandmarks,
  list: readonly Entry[],
  start: number,
  joint: number,
): number {
  const index = list.findIndex((entry) => entry.joint === parents[joint]);
  return index < 0 ? -1 : start + index;
}
