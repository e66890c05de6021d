/** Who is who from frame to frame, by where their points are. */
import { boxOfKeypoints } from './box.ts';
import { jointSetOf } from './joint-sets.ts';

export interface SeenPerson {
  readonly id: number;
  readonly jointSet: 'coco17' | 'body25';
  readonly keypoints: readonly {
    readonly x: number;
    readonly y: number;
    readonly visibility: 'visible' | 'occluded' | 'absent';
  }[];
}

/** Somebody over time; a frame is there once at most. */
export type Track = readonly { readonly frame: number; readonly id: number }[];

/** Frames in which somebody may be missed without being lost. */
export const MAX_GAP = 5;
/**
 * Similarity below which two sets of points are two people. With the room for motion below, a body
 * that moves by a quarter of its height within 1/30 s, 12 m/s, falls below: nobody is so fast, so it
 * is a cut or somebody else.
 */
const MIN_SIMILARITY = 0.1;
/** Spread of the points of somebody who moves, within 1/30 s, in units of the root of the area. */
const MOTION = 0.2;
const MOTION_FPS = 30;
const MIN_COMMON_POINTS = 3;
/** A person's area as a share of the square of the box's longer side, however the arms are held. */
const AREA_OF_SQUARE = 0.18;

/** COCO's spread of the annotators, in units of the root of the area. */
const SIGMAS: Readonly<Record<string, number>> = {
  nose: 0.026,
  eye: 0.025,
  ear: 0.035,
  shoulder: 0.079,
  elbow: 0.072,
  wrist: 0.062,
  hip: 0.107,
  knee: 0.087,
  ankle: 0.089,
};
/** Points that COCO does not have: neck, mid hip, toes and heels. */
const OTHER_SIGMA = 0.089;

function sigmaOf(pointName: string): number {
  return SIGMAS[pointName.split(' ').at(-1) ?? ''] ?? OTHER_SIGMA;
}

/**
 * COCO's object keypoint similarity, in [0, 1], with room for motion, over the points that both
 * have; 0 with fewer than three, and for different joint sets.
 *
 * @param seconds between the two
 */
export function keypointSimilarity(a: SeenPerson, b: SeenPerson, seconds: number): number {
  if (a.jointSet !== b.jointSet) return 0;
  const area = AREA_OF_SQUARE * Math.max(longerSide(a), longerSide(b)) ** 2;
  const motion = MOTION ** 2 * MOTION_FPS * seconds;
  const names = jointSetOf(a.jointSet).pointNames;
  let [sum, common] = [0, 0];
  for (const [i, p] of a.keypoints.entries()) {
    const q = b.keypoints[i];
    if (p.visibility === 'absent' || q.visibility === 'absent') continue;
    const spread = (2 * sigmaOf(names[i])) ** 2 + motion;
    sum += Math.exp(-((p.x - q.x) ** 2 + (p.y - q.y) ** 2) / (2 * area * spread));
    common++;
  }
  return common < MIN_COMMON_POINTS ? 0 : sum / common;
}

function longerSide({ keypoints }: SeenPerson): number {
  const { width, height } = boxOfKeypoints(keypoints);
  return Math.max(width, height);
}

interface OpenTrack {
  readonly members: { readonly frame: number; readonly id: number }[];
  last: SeenPerson;
  lastFrame: number;
}

/**
 * Joins the people of frames in a row to tracks. The most similar pair is joined first: from one
 * frame to the next the same person's similarity is near 1 and another's near 0, where this is what
 * the best assignment of all would give, too.
 *
 * @param frames the people of each frame, at even intervals of time
 */
export function trackPeople(
  frames: Iterable<readonly SeenPerson[]>,
  framesPerSecond: number,
): Track[] {
  const tracks: OpenTrack[] = [];
  let open: OpenTrack[] = [];
  let frame = 0;
  for (const people of frames) {
    open = open.filter(({ lastFrame }) => frame - lastFrame <= MAX_GAP + 1);
    const free = new Set(people);
    for (const { track, person } of bestPairs(open, people, frame, framesPerSecond)) {
      track.members.push({ frame, id: person.id });
      track.last = person;
      track.lastFrame = frame;
      free.delete(person);
    }
    for (const person of free) {
      const track = { members: [{ frame, id: person.id }], last: person, lastFrame: frame };
      tracks.push(track);
      open.push(track);
    }
    frame++;
  }
  return tracks.map(({ members }) => members);
}

function bestPairs(
  open: readonly OpenTrack[],
  people: readonly SeenPerson[],
  frame: number,
  framesPerSecond: number,
) {
  const pairs = open
    .flatMap((track) => {
      const seconds = (frame - track.lastFrame) / framesPerSecond;
      return people.map((person) => ({
        track,
        person,
        similarity: keypointSimilarity(track.last, person, seconds),
      }));
    })
    .filter(({ similarity }) => similarity >= MIN_SIMILARITY)
    .toSorted((a, b) => b.similarity - a.similarity);
  const taken = new Set<OpenTrack | SeenPerson>();
  return pairs.filter(({ track, person }) => {
    if (taken.has(track) || taken.has(person)) return false;
    taken.add(track).add(person);
    return true;
  });
}
