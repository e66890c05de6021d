/** What an import does to the people of one picture: who is new, whom it replaces, who stays. */
import type { Person, PersonSource } from '../../../contract/person.ts';
import { BODY25_FROM_COCO17 } from '../../../core/keypoints/joint-sets.ts';
import { keypointSimilarity } from '../../../core/keypoints/tracks.ts';
import type { PersonChange, PersonContent } from '../store.ts';
import { overlap } from './plan-masks.ts';

export interface ImagePlan {
  readonly changes: readonly PersonChange[];
  readonly added: number;
  readonly replaced: number;
  /** There already, as the file has them. */
  readonly same: number;
  /** Left alone: a person has worked on them, or has deleted them. */
  readonly kept: number;
}

/** Above it two sets of points, or two boxes, are of one person. */
const SAME_PERSON = 0.5;

/** What a person has said of who is not in the picture. */
export interface Absent {
  /** Nobody is. */
  readonly isEmpty: boolean;
  /** Imported people who were deleted. */
  readonly deleted: readonly PersonSource[];
}

export function planImage(
  present: readonly Person[],
  incoming: readonly PersonContent[],
  { isEmpty, deleted }: Absent,
): ImagePlan {
  const plan = { changes: [] as PersonChange[], added: 0, replaced: 0, same: 0, kept: 0 };
  if (isEmpty) return { ...plan, kept: incoming.length };
  const free = new Set(present);
  const known = incoming.map((content) =>
    takeFrom(free, (person) => isSameSource(person.source, content.source)),
  );
  const isDeleted = ({ source }: PersonContent) =>
    deleted.some((each) => isSameSource(each, source));
  for (const [i, content] of incoming.entries()) {
    if (known[i] === undefined && isDeleted(content)) {
      plan.kept++;
      continue;
    }
    const person = known[i] ?? takeFrom(free, (other) => isSamePerson(other, content));
    if (person === undefined) {
      plan.changes.push({ personId: undefined, content });
      plan.added++;
    } else if (person.state !== 'predicted' && person.state !== 'unlabelled') plan.kept++;
    else if (isUnchanged(person, content)) plan.same++;
    else {
      plan.changes.push({ personId: person.id, content });
      plan.replaced++;
    }
  }
  return plan;
}

function takeFrom(free: Set<Person>, isWanted: (person: Person) => boolean): Person | undefined {
  const found = [...free].find(isWanted);
  if (found !== undefined) free.delete(found);
  return found;
}

function isSameSource(own: PersonSource | undefined, other: PersonSource | undefined): boolean {
  if (own === undefined || other === undefined) return false;
  return own.format === other.format && own.file === other.file && own.key === other.key;
}

type Seen = Pick<Person, 'jointSet' | 'keypoints' | 'box'>;

function isSamePerson(a: Seen, b: Seen): boolean {
  if (!isThere(a) || !isThere(b)) return overlap(a.box, b.box) >= SAME_PERSON;
  return keypointSimilarity(inCoco17(a), inCoco17(b), 0) >= SAME_PERSON;
}

function isThere({ keypoints }: Seen): boolean {
  return keypoints.some(({ visibility }) => visibility !== 'absent');
}

/** Detectors differ in their points; these all have. */
function inCoco17({ jointSet, keypoints }: Seen) {
  const points =
    jointSet === 'coco17' ? keypoints : BODY25_FROM_COCO17.flatMap((i) => keypoints[i] ?? []);
  return { id: 0, jointSet: 'coco17' as const, keypoints: points };
}

/** A fit that has been made of the points since does not count. */
function isUnchanged(person: Person, content: PersonContent): boolean {
  const essence = ({ source, keypoints, jointSet, box }: PersonContent) =>
    JSON.stringify([source, keypoints, jointSet, box]);
  const sameBody =
    content.regression === null ||
    JSON.stringify(content.regression) === JSON.stringify(person.regression);
  return essence(person) === essence(content) && sameBody;
}
