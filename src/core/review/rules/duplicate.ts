import { keypointSimilarity } from '../../keypoints/tracks.ts';
import type { CheckedPerson } from '../checked-person.ts';

/** COCO's similarity above which two sets of points are one person. */
const SAME = 0.5;

/** Somebody else in the image has the same points. */
export function isDuplicate(person: CheckedPerson, others: readonly CheckedPerson[]): boolean {
  return others.some(
    (other) => other.id !== person.id && keypointSimilarity(person, other, 0) > SAME,
  );
}
