/** Simulated people in motion-capture poses, and the errors that are put into them. */
import { BODY25_FROM_COCO17, COCO17 } from '../../src/core/keypoints/joint-sets.ts';
import type { Random } from '../../src/core/math/random.ts';
import type { QcRule } from '../../src/core/review/check-person.ts';
import type {
  CheckedPerson,
  CheckedPoint,
  ImageSize,
} from '../../src/core/review/checked-person.ts';
import { drawPerson } from '../../src/core/train/lifter-sample.ts';
import { drawPool, type PosePool } from '../../src/core/train/pose-pool.ts';
import { bodyOf } from '../../src/core/train/simulated-people.ts';
import { EVALUATION_VIEWS } from '../../src/core/train/synthetic-view.ts';
import { model } from '../fixtures/embedded.ts';
import { benchPoses } from './bench-poses.ts';

export interface Subject {
  readonly person: CheckedPerson;
  /** Somebody else in the same image. */
  readonly others: readonly CheckedPerson[];
  readonly size: ImageSize;
}

/** Radians that a fit's joints are off. */
const FIT_SIGMA = 0.12;
const RECIPE = {
  views: EVALUATION_VIEWS,
  noise: () => ({ kind: 'detector', swaps: false }) as const,
  cocoShare: 1,
  cutShare: 0,
  plainConfidence: 0,
  focalJitter: 0,
};

export function subjects(count: number, random: Random): Subject[] {
  const pool = drawPool(model, benchPoses(2000), count, random, 0);
  const drawn: Subject[] = [];
  while (drawn.length < count) {
    const one = subject(pool, drawn.length, random);
    if (one !== undefined) drawn.push(one);
  }
  return drawn;
}

/** Whoever stands beside the person: the next body, from half a width to two to the side. */
function subject(pool: PosePool, id: number, random: Random): Subject | undefined {
  const seen = see(pool, 2 * id, random);
  const beside = see(pool, 2 * id + 1, random);
  if (seen === undefined || beside === undefined) return undefined;
  const { person, size } = seen;
  const width = spread(person, 'x');
  const shift = (0.5 + 1.5 * random.uniform()) * (random.uniform() < 0.5 ? -width : width);
  return { person, size, others: [movedOnto(beside.person, person, shift)] };
}

function see(
  pool: PosePool,
  id: number,
  random: Random,
): { person: CheckedPerson; size: ImageSize } | undefined {
  const drawn = drawPerson(pool, Math.floor(random.uniform() * pool.count), RECIPE, random);
  if (drawn === undefined) return undefined;
  const { width, height } = drawn.view;
  const keypoints = BODY25_FROM_COCO17.map((point): CheckedPoint => {
    const [x, y, confidence] = drawn.points.subarray(3 * point, 3 * point + 3);
    // A detector says nothing of what is not in the picture, give or take its jitter.
    const clean = drawn.cleanPixels.subarray(2 * point, 2 * point + 2);
    const inside = clean[0] > 0 && clean[1] > 0 && clean[0] < width && clean[1] < height;
    return { x, y, visibility: confidence > 0 && inside ? 'visible' : 'absent' };
  });
  if (keypoints.filter(({ visibility }) => visibility === 'visible').length < 10) return undefined;
  const pose = bodyOf(pool, drawn).pose.map((value, i) =>
    i < 3 || value === 0 ? value : value + FIT_SIGMA * random.normal(),
  );
  return { person: { id, jointSet: 'coco17', keypoints, pose }, size: { width, height } };
}

function spread({ keypoints }: CheckedPerson, axis: 'x' | 'y'): number {
  const values = keypoints.filter(isThere).map((point) => point[axis]);
  return Math.max(...values) - Math.min(...values);
}

function isThere({ visibility }: CheckedPoint): boolean {
  return visibility !== 'absent';
}

function middle({ keypoints }: CheckedPerson, axis: 'x' | 'y'): number {
  const values = keypoints.filter(isThere).map((point) => point[axis]);
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** As large as the other and beside it. */
function movedOnto(person: CheckedPerson, other: CheckedPerson, shift: number): CheckedPerson {
  const scale = spread(other, 'y') / Math.max(1, spread(person, 'y'));
  const place = (point: CheckedPoint) => ({
    ...point,
    x: middle(other, 'x') + shift + scale * (point.x - middle(person, 'x')),
    y: middle(other, 'y') + scale * (point.y - middle(person, 'y')),
  });
  return { ...person, keypoints: person.keypoints.map(place) };
}

type Inject = (subject: Subject, random: Random) => Subject | undefined;

/** Each puts one error into a person; undefined where it would change nothing that can be seen. */
export const injections: Readonly<Record<QcRule, Inject>> = {
  'left-right-swap': swapSides,
  duplicate: addDuplicate,
  'limb-ratio': moveEnd,
  'joint-limit': bendWrongly,
  'outside-image': pushOut,
};

const PARTS = {
  arms: /shoulder|elbow|wrist/,
  legs: /hip|knee|ankle/,
  body: /./,
  forearms: /elbow|wrist/,
  shins: /knee|ankle/,
};

/** Exchanged pairs lie at least this far apart, as a share of the person's height. */
const SEEN_SHARE = 0.1;

function swapSides(subject: Subject, random: Random): Subject | undefined {
  const part = Object.values(PARTS)[Math.floor(5 * random.uniform())];
  const { keypoints } = subject.person;
  const moved = COCO17.flip.flatMap((other, point) =>
    part.test(COCO17.pointNames[point]) &&
    !/eye|ear|nose/.test(COCO17.pointNames[point]) &&
    isThere(keypoints[point]) &&
    isThere(keypoints[other])
      ? [
          Math.hypot(
            keypoints[point].x - keypoints[other].x,
            keypoints[point].y - keypoints[other].y,
          ),
        ]
      : [],
  );
  const mean = moved.reduce((sum, value) => sum + value, 0) / moved.length;
  if (!(moved.length >= 4 && mean > SEEN_SHARE * spread(subject.person, 'y'))) return undefined;
  const swapped = keypoints.map((point, i) => {
    const name = COCO17.pointNames[i];
    return part.test(name) && !/eye|ear|nose/.test(name) ? keypoints[COCO17.flip[i]] : point;
  });
  return { ...subject, person: { ...subject.person, keypoints: swapped } };
}

/** The same person found twice, a little off. */
function addDuplicate(subject: Subject, random: Random): Subject {
  const { person } = subject;
  const sigma = 0.02 * Math.max(spread(person, 'x'), spread(person, 'y'));
  const keypoints = person.keypoints.map((point) => ({
    ...point,
    x: point.x + sigma * random.normal(),
    y: point.y + sigma * random.normal(),
  }));
  return { ...subject, others: [{ ...person, id: -1, keypoints }] };
}

/** A hand or a foot that lies on something else: half to all of the person's height away. */
function moveEnd(subject: Subject, random: Random): Subject | undefined {
  const ends = COCO17.pointNames.flatMap((name, i) =>
    /wrist|ankle|elbow|knee/.test(name) && isThere(subject.person.keypoints[i]) ? [i] : [],
  );
  const point = ends[Math.floor(ends.length * random.uniform())];
  if (point === undefined) return undefined;
  const far =
    (0.5 + 0.5 * random.uniform()) *
    Math.max(spread(subject.person, 'y'), spread(subject.person, 'x'));
  const angle = 2 * Math.PI * random.uniform();
  return withPoint(subject, point, far * Math.cos(angle), far * Math.sin(angle));
}

function withPoint(subject: Subject, at: number, dx: number, dy: number): Subject {
  const keypoints = subject.person.keypoints.map((point, i) =>
    i === at ? { ...point, x: point.x + dx, y: point.y + dy } : point,
  );
  return { ...subject, person: { ...subject.person, keypoints } };
}

/** A knee or an elbow bent backwards by 35 to 90 degrees, or the spine, neck or a hip turned too far. */
function bendWrongly(subject: Subject, random: Random): Subject {
  const pose = Float64Array.from(subject.person.pose ?? []);
  const hinge = [
    [4, 0, -1],
    [5, 0, -1],
    [18, 1, 1],
    [19, 1, -1],
  ][Math.floor(4 * random.uniform())];
  if (random.uniform() < 0.6) {
    const [joint, axis, sign] = hinge;
    pose.fill(0, 3 * joint, 3 * joint + 3);
    pose[3 * joint + axis] = sign * (0.6 + random.uniform());
  } else {
    const joint = [1, 3, 6, 9, 12][Math.floor(5 * random.uniform())];
    const axis = Math.floor(3 * random.uniform());
    pose.fill(0, 3 * joint, 3 * joint + 3);
    pose[3 * joint + axis] = 2.8;
  }
  return { ...subject, person: { ...subject.person, pose } };
}

/** A point a tenth to half of the person's height outside of the picture. */
function pushOut(subject: Subject, random: Random): Subject | undefined {
  const { person, size } = subject;
  const at = person.keypoints.findIndex(isThere);
  const out = (0.1 + 0.4 * random.uniform()) * spread(person, 'y');
  const { x } = person.keypoints[at];
  return withPoint(subject, at, random.uniform() < 0.5 ? -x - out : size.width - x + out, 0);
}
