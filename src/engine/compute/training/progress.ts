/** How far an epoch is, and room for other calls between its batches. */
import { setImmediate } from 'node:timers/promises';
import type { TrainingRun } from '../../../contract/training.ts';
import type { TrainMessage } from '../../../contract/training-compute.ts';
import type { TrainableRegressor } from '../../../core/train/trainable-regressor.ts';

type Phase = NonNullable<TrainingRun['progress']>['phase'];

export interface Progress {
  /** The regressor, whose batches for learning are counted up to `people`. */
  watched(regressor: TrainableRegressor, people: number): TrainableRegressor;
  /** Tells now and then, and lets other calls be answered. */
  tell(phase: Phase, done: number, total: number): Promise<void>;
  setEpoch(epoch: number): void;
}

const EVERY_MS = 200;

export function createProgress(put: (message: TrainMessage) => void): Progress {
  let toldAt = 0;
  let epoch = 0;
  const tell: Progress['tell'] = async (phase, done, total) => {
    await setImmediate();
    if (performance.now() - toldAt < EVERY_MS) return;
    toldAt = performance.now();
    put({ kind: 'progress', progress: { epoch: epoch + 1, phase, done, total } });
  };
  let learnt = 0;
  return {
    tell,
    setEpoch(next) {
      epoch = next;
      learnt = 0;
    },
    watched: (regressor, people) => ({
      ...regressor,
      async batch(batch, random) {
        // Without a draw of the augmentation nobody learns.
        if (random !== undefined) {
          learnt = Math.min(people, learnt + batch.length);
          await tell('learn', learnt, people);
        }
        return regressor.batch(batch, random);
      },
    }),
  };
}
