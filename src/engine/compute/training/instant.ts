/** The closed-form update, as a run of its own and as a look ahead. */
import * as tf from '@tensorflow/tfjs-core';
import type { ComparisonRow } from '../../../contract/training.ts';
import type { LearningPerson } from '../../../contract/training-compute.ts';
import type { PosedMesh } from '../../../core/body/posed-mesh.ts';
import { seededRandom } from '../../../core/math/random.ts';
import { instantUpdate } from '../../../core/train/instant-update.ts';
import type { LandmarkTape } from '../../../core/train/landmark-gradient.ts';
import type { ReplaySource } from '../../../core/train/train-in-loop.ts';
import type { TrainableRegressor, Weights } from '../../../core/train/trainable-regressor.ts';
import { trainingPersonOf } from './learning-people.ts';
import { compareWeights } from './report.ts';

export interface InstantParts {
  readonly regressor: TrainableRegressor;
  readonly tape: LandmarkTape;
  readonly people: readonly LearningPerson[];
  /** Draws people on whom the answers should stay what they are. */
  readonly replay: ReplaySource | undefined;
}

/** As in `npm run experiment:loop`. */
const UNCHANGED = 300;
const SEED = 1;

/** The weights with a new last layer, from the accepted people who are not held out. */
export async function instantWeights(parts: InstantParts): Promise<Weights> {
  const { regressor, tape, people, replay } = parts;
  const unchanged = (await replay?.(UNCHANGED, seededRandom(SEED), [])) ?? [];
  const update = await instantUpdate({
    regressor,
    weights: regressor.weights,
    tape,
    people: people.filter(({ role }) => role === 'training').map(trainingPersonOf),
    dictionary: new Map(),
    unchanged,
  });
  return update?.weights ?? regressor.weights;
}

/** What it would bring on the held-out people; undefined when nothing can be said of them. */
export async function previewInstant(
  parts: InstantParts,
  mesh: PosedMesh,
): Promise<ComparisonRow | undefined> {
  const next = await instantWeights(parts);
  const { rows } = await compareWeights(mesh, parts.regressor, next, parts.people);
  tf.dispose(
    Object.values(next).filter(
      (tensor) => !Object.values(parts.regressor.weights).includes(tensor),
    ),
  );
  const [main] = rows;
  return main && { ...main };
}
