/** Pictures that vanish while a network learns from them: their people are left out, and named. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { LearningPerson } from '../../../contract/training-compute.ts';
import type { TrainableRegressor } from '../../../core/train/trainable-regressor.ts';

/** @param tell is told of each picture once */
export function namesMissing(
  regressor: TrainableRegressor,
  people: readonly LearningPerson[],
  imageFolder: string,
  tell: (imageName: string) => void,
): TrainableRegressor {
  const nameOf = new Map(people.map(({ personId, imageName }) => [personId, imageName]));
  const told = new Set<string>();
  return {
    ...regressor,
    async batch(some, random) {
      const batch = await regressor.batch(some, random);
      for (const [i, { id }] of some.entries()) {
        const name = batch.frames[i] === undefined ? nameOf.get(id) : undefined;
        if (name === undefined || told.has(name) || existsSync(join(imageFolder, name))) continue;
        told.add(name);
        tell(name);
      }
      return batch;
    },
  };
}
