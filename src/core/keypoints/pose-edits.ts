/** What an edit makes of a person's points. Pure: pixels in, pixels out. */
import type { AnnotatedPoint } from './annotated-point.ts';
import type { PointBox } from './box.ts';
import type { JointSet } from './joint-sets.ts';

/** Shifts some points by pixels; what a hand has moved is placed by hand, and what is absent stays so. */
export function shifted<Point extends AnnotatedPoint>(
  points: readonly Point[],
  moved: readonly number[],
  dx: number,
  dy: number,
): Point[] {
  const taken = new Set(moved);
  return points.map((point, i) =>
    taken.has(i) ? { ...byHand(point), x: point.x + dx, y: point.y + dy } : point,
  );
}

/** An absent point that moves along is still the detector's word, or its lack. */
function byHand<Point extends AnnotatedPoint>(point: Point): Point {
  return point.visibility === 'absent' ? point : { ...point, confidence: 1, source: 'hand' };
}

/** Left and right change their places, with all that is known of them. */
export function swappedSides<Point extends AnnotatedPoint>(
  set: JointSet,
  points: readonly Point[],
  which: readonly number[],
): Point[] {
  const taken = new Set(which);
  return points.map((point, i) => {
    if (!taken.has(i) || set.flip[i] === i) return point;
    return byHand(points[set.flip[i]]);
  });
}

/** Mirrored about the middle of the points that are there: the left hand is where the right one was. */
export function mirrored<Point extends AnnotatedPoint>(
  set: JointSet,
  points: readonly Point[],
): Point[] {
  const found = points.filter(({ visibility }) => visibility !== 'absent');
  const xs = (found.length > 0 ? found : points).map(({ x }) => x);
  const ends = Math.min(...xs) + Math.max(...xs);
  return points.map((_, i) => {
    const other = points[set.flip[i]];
    return { ...other, x: ends - other.x };
  });
}

/** Scaled alike in both directions and shifted, so that one box comes to lie on the other. */
export function fittedInto<Point extends AnnotatedPoint>(
  points: readonly Point[],
  from: PointBox,
  to: PointBox,
): Point[] {
  const scale = Math.hypot(to.width, to.height) / Math.hypot(from.width, from.height);
  const [cx, cy] = [from.x + from.width / 2, from.y + from.height / 2];
  const [tx, ty] = [to.x + to.width / 2, to.y + to.height / 2];
  return points.map((point) => ({
    ...byHand(point),
    x: tx + scale * (point.x - cx),
    y: ty + scale * (point.y - cy),
  }));
}

/** The points of two people who are one: what a hand has placed wins, then what is seen, then the surer. */
export function mergedPoints<Point extends AnnotatedPoint>(
  kept: readonly Point[],
  other: readonly Point[],
): Point[] {
  return kept.map((point, i) => (rank(other[i]) > rank(point) ? other[i] : point));
}

const SEEN = { visible: 2, occluded: 1, absent: 0 };

function rank({ source, visibility, confidence }: AnnotatedPoint): number {
  return (source === 'hand' ? 100 : 0) + 10 * SEEN[visibility] + confidence;
}

/** Common area of two boxes by the area of both together, 0 … 1. */
export function boxOverlap(a: PointBox, b: PointBox): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  const common = Math.max(width, 0) * Math.max(height, 0);
  return common / (a.width * a.height + b.width * b.height - common);
}

interface Boxed {
  readonly id: number;
  readonly box: PointBox;
}

/** The one whose box lies most on this; undefined when none does at all. */
export function mostOverlapping<Person extends Boxed>(
  box: PointBox,
  people: readonly Person[],
): { readonly person: Person; readonly overlap: number } | undefined {
  return people
    .map((person) => ({ person, overlap: boxOverlap(box, person.box) }))
    .filter(({ overlap }) => overlap > 0)
    .toSorted((a, b) => b.overlap - a.overlap)[0];
}

/** The two people of a picture who lie most on each other. */
export function mostAlikePair<Person extends Boxed>(
  people: readonly Person[],
): { readonly pair: readonly [Person, Person]; readonly overlap: number } | undefined {
  return people
    .flatMap((a, i) => {
      const found = mostOverlapping(a.box, people.slice(i + 1));
      return found ? [{ pair: [a, found.person] as const, overlap: found.overlap }] : [];
    })
    .toSorted((a, b) => b.overlap - a.overlap)[0];
}
