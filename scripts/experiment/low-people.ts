/** Simulated people of the kind that `before` has never seen, in two halves that share no clip. */
import { createHash } from 'node:crypto';
import type { BodyParameters } from '../../src/core/body/body-model.ts';
import { BODY25_FROM_COCO17 } from '../../src/core/keypoints/joint-sets.ts';
import { seededRandom } from '../../src/core/math/random.ts';
import { type DrawnPerson, drawPerson } from '../../src/core/train/lifter-sample.ts';
import { isLowPose } from '../../src/core/train/pose-kinds.ts';
import { drawPool, type PoseSource } from '../../src/core/train/pose-pool.ts';
import { bodyOf } from '../../src/core/train/simulated-people.ts';
import type { TrainingPerson } from '../../src/core/train/training-person.ts';
import { model } from '../lifter/data.ts';
import { SETS } from '../lifter/evaluation.ts';

export interface SimulatedPerson {
  readonly person: TrainingPerson;
  readonly truth: BodyParameters;
  readonly drawn: DrawnPerson;
}

/** People as a detector sees them: 17 points of COCO, some cut off (set C of the lifter's evaluation). */
export function drawPeople(
  source: PoseSource,
  count: number,
  seed: number,
  isWanted: (landmarks: Float64Array) => boolean,
): SimulatedPerson[] {
  const random = seededRandom(seed);
  const pool = drawPool(model, source, count, random, 0, isWanted);
  return Array.from({ length: count }, (_, body) => {
    for (;;) {
      const drawn = drawPerson(pool, body, SETS.C, random);
      if (drawn === undefined) continue;
      return { person: asPerson(drawn, 1000 * seed + body), truth: bodyOf(pool, drawn), drawn };
    }
  });
}

export const isLow = isLowPose;
export const isOrdinary = (landmarks: Float64Array) => !isLowPose(landmarks);

function asPerson({ points, view }: DrawnPerson, id: number): TrainingPerson {
  return {
    id,
    imageHash: createHash('sha256').update(`simulated ${id}`).digest('hex'),
    jointSet: 'coco17',
    keypoints: BODY25_FROM_COCO17.map((index) => {
      const [x = 0, y = 0, confidence = 0] = points.subarray(3 * index, 3 * index + 3);
      const visibility = confidence > 0 ? 'visible' : 'absent';
      return { x, y, confidence, visibility, source: 'detector', use: 'normal' } as const;
    }),
    camera: view.camera,
    decision: 'open',
    truth: undefined,
    weight: 1,
  };
}
