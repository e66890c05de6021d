/** The lifter as a regressor: it sees the points, never the pixels. */
import * as tf from '@tensorflow/tfjs-core';
import type { Keypoint } from '../../contract/keypoint.ts';
import type { Tensors } from '../../core/formats/safetensors.ts';
import { createLifter, liftBodies } from '../../core/regress/lifter.ts';
import { type Body25Points, body25FromCoco17 } from '../../core/regress/lifter-input.ts';
import type { Regressor, SeenPerson } from './regressor.ts';

export function createLifterRegressor(weights: Tensors): Regressor {
  const lifter = createLifter(weights);
  return {
    async regress(people) {
      if (people.length === 0) return [];
      return liftBodies(
        lifter,
        people.map((person) => ({ points: usablePoints(person), camera: person.camera })),
      );
    },
    dispose: () => tf.dispose(lifter),
  };
}

/** A point that the fit would not use is absent for the lifter too. */
export function usablePoints({
  jointSet,
  keypoints,
}: Pick<SeenPerson, 'jointSet' | 'keypoints'>): Body25Points {
  const points = Float64Array.from(
    keypoints.flatMap((point) => [point.x, point.y, isUsable(point) ? point.confidence : 0]),
  );
  return jointSet === 'coco17' ? body25FromCoco17(points) : points;
}

function isUsable({ visibility, source, use }: Keypoint): boolean {
  const isSeen = visibility === 'visible' || (visibility === 'occluded' && source === 'hand');
  return isSeen && use !== 'ignored';
}
