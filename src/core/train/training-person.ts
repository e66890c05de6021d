/** What training knows of a person in a picture. */
import type { BodyParameters } from '../body/body-model.ts';
import type { Pinhole } from '../camera/pinhole.ts';
import type { AnnotatedPoint } from '../keypoints/annotated-point.ts';
import { COCO17, jointSetOf } from '../keypoints/joint-sets.ts';
import { type Body25Points, body25FromCoco17 } from '../regress/lifter-input.ts';

export interface TrainingPerson {
  /** The same in every run. */
  readonly id: number;
  /** Of the picture's content (SHA-256, hex): decides whether the person is held out. */
  readonly imageHash: string;
  readonly jointSet: 'coco17' | 'body25';
  readonly keypoints: readonly AnnotatedPoint[];
  /** Of the full, upright picture. */
  readonly camera: Pinhole;
  readonly decision: 'accepted' | 'rejected' | 'open';
  /**
   * The body in `camera` that somebody has accepted: it stands for the truth and no fit takes its
   * place. Undefined for everyone else.
   */
  readonly truth: BodyParameters | undefined;
  /** How much the person counts in the loss; 1 is the usual. */
  readonly weight: number;
}

/** Those who may be learnt from: nobody who was rejected. */
export function learnable(people: readonly TrainingPerson[]): TrainingPerson[] {
  return people.filter(({ decision }) => decision !== 'rejected');
}

/** Confidence of each point, 0 for one that does not count and 1 for one that a hand has placed. */
export function pointWeights({ keypoints }: TrainingPerson): number[] {
  return keypoints.map(({ confidence, visibility, source, use }) => {
    if (visibility === 'absent' || use === 'ignored') return 0;
    return source === 'hand' ? 1 : confidence;
  });
}

/** The points that count, as networks read them: pixels and confidence, 0 for an absent one. */
export function body25Points(person: TrainingPerson): Body25Points {
  const points = new Float64Array(3 * person.keypoints.length);
  for (const [i, weight] of pointWeights(person).entries()) {
    const { x, y } = person.keypoints[i];
    if (weight > 0) points.set([x, y, weight], 3 * i);
  }
  return jointSetOf(person.jointSet) === COCO17 ? body25FromCoco17(points) : points;
}
