/** The rules that look for wrong labels, and what each says of a person. */
import { type CheckedPerson, type ImageSize, presentPoints } from './checked-person.ts';
import { isDuplicate } from './rules/duplicate.ts';
import { exceedsJointLimit } from './rules/joint-limit.ts';
import { looksSwapped } from './rules/left-right-swap.ts';
import { hasImpossibleLimb } from './rules/limb-ratio.ts';
import { hasPointOutside } from './rules/outside-image.ts';

export const QC_RULES = [
  'left-right-swap',
  'duplicate',
  'limb-ratio',
  'joint-limit',
  'outside-image',
] as const;
export type QcRule = (typeof QC_RULES)[number];

/**
 * The rules that find something in a person.
 *
 * @param others everyone of the same image, with or without the person
 * @param size null when the image's is not known: nothing is outside of it then
 */
export function checkPerson(
  person: CheckedPerson,
  others: readonly CheckedPerson[],
  size: ImageSize | null,
): QcRule[] {
  const points = presentPoints(person);
  const found: Record<QcRule, boolean> = {
    'left-right-swap': looksSwapped(points),
    duplicate: isDuplicate(person, others),
    'limb-ratio': hasImpossibleLimb(points),
    'joint-limit': person.pose !== null && exceedsJointLimit(person.pose),
    'outside-image': size !== null && hasPointOutside(points, size),
  };
  return QC_RULES.filter((rule) => found[rule]);
}
