/** The ways of learning that are compared, each from a project to new weights. */
import type { BodyModel } from '../../src/core/body/body-model.ts';
import type { PosePrior } from '../../src/core/body/pose-statistics.ts';
import { seededRandom } from '../../src/core/math/random.ts';
import { createLifter } from '../../src/core/regress/lifter.ts';
import { type FitsDictionary, keepBetter } from '../../src/core/train/fits-dictionary.ts';
import { instantUpdate } from '../../src/core/train/instant-update.ts';
import type { LandmarkTape } from '../../src/core/train/landmark-gradient.ts';
import { lifterReplay } from '../../src/core/train/lifter-replay.ts';
import { LIFTER_LOOP, LIFTER_OWN_SHARE } from '../../src/core/train/loop-defaults.ts';
import {
  type FitPeople,
  type LoopSettings,
  trainInLoop,
} from '../../src/core/train/train-in-loop.ts';
import type { TrainableRegressor, Weights } from '../../src/core/train/trainable-regressor.ts';
import type { TrainingPerson } from '../../src/core/train/training-person.ts';
import type { Project } from './project.ts';

export type Recipe = 'instant' | 'head' | 'spin';

export interface Learning {
  readonly model: BodyModel;
  readonly prior: PosePrior;
  readonly tape: LandmarkTape;
  readonly regressor: TrainableRegressor;
  readonly fit: FitPeople;
}

/** People of the replay that an instant update leaves alone. */
const UNCHANGED = 300;
const SEED = 1;

export function learn(learning: Learning, project: Project, recipe: Recipe): Promise<Weights> {
  return recipe === 'instant'
    ? learnAtOnce(learning, project)
    : learnInLoop(learning, project, { ...LIFTER_LOOP[recipe], seed: SEED });
}

async function learnAtOnce(learning: Learning, { learnt }: Project): Promise<Weights> {
  const { regressor, tape } = learning;
  const dictionary = await fittedOnce(learning, learnt);
  const unchanged = await lifterReplay({ ...learning, ownShare: 0 })(
    UNCHANGED,
    seededRandom(SEED),
    [],
  );
  const parts = { regressor, weights: regressor.weights, tape, people: learnt, dictionary };
  return (await instantUpdate({ ...parts, unchanged }))?.weights ?? regressor.weights;
}

async function fittedOnce(
  learning: Learning,
  people: readonly TrainingPerson[],
): Promise<FitsDictionary> {
  const dictionary: FitsDictionary = new Map();
  const { regressor } = learning;
  const found = await learning.fit(people, await regressor.regress(regressor.weights, people));
  for (const [i, { id }] of people.entries()) {
    const one = found[i];
    if (one !== undefined) keepBetter(dictionary, id, one);
  }
  return dictionary;
}

/** The best weights of a run in the loop. */
export async function learnInLoop(
  learning: Learning,
  { learnt, heldOut }: Project,
  settings: LoopSettings,
  ownShare = LIFTER_OWN_SHARE,
): Promise<Weights> {
  const replay = lifterReplay({ ...learning, ownShare });
  const run = trainInLoop({ ...learning, people: learnt, heldOut, replay }, settings);
  for (;;) {
    const next = await run.next();
    if (next.done) return { ...learning.regressor.weights, ...createLifter(next.value.weights) };
  }
}
