/**
 * What the lifter repeats beside a project's own people. Its pictures are points alone, so a body
 * that was found in one can be looked at from anywhere, and people whom it already gets right can be
 * made up from the embedded prior: nothing is needed that not everybody has.
 */
import type { BodyModel, BodyParameters } from '../body/body-model.ts';
import type { PosePrior } from '../body/pose-statistics.ts';
import { type Random, seededRandom } from '../math/random.ts';
import type { Label } from './fits-dictionary.ts';
import { type LandmarkTape, placeBody } from './landmark-gradient.ts';
import { type SampleRecipe, TRAINING_RECIPE } from './lifter-sample.ts';
import { drawPool } from './pose-pool.ts';
import { posesFromPrior } from './prior-poses.ts';
import { poolOfLabels, simulatedPeople } from './simulated-people.ts';
import { TRAINING_VIEWS } from './synthetic-view.ts';
import type { ReplaySource } from './train-in-loop.ts';
import type { TrainableRegressor } from './trainable-regressor.ts';
import type { TrainingPerson } from './training-person.ts';

export interface LifterReplayParts {
  readonly model: BodyModel;
  readonly tape: LandmarkTape;
  readonly prior: PosePrior;
  /** As it was before training: what it says of the people it gets right stays said. */
  readonly regressor: TrainableRegressor;
  /** Share of the replay that shows the project's bodies from elsewhere. */
  readonly ownShare: number;
}

const PRIOR_BODIES = 1500;
const SEED = 5;
const RECIPE: SampleRecipe = { ...TRAINING_RECIPE, views: TRAINING_VIEWS };
/** Bodies of a batch's pool by people drawn from it: no two views of the same betas, mostly. */
const BODIES_BY_PERSON = 2;
/** Drawn by people wanted, since some are not got right. */
const SPARE = 2;
/** Mean distance of the landmarks about the pelvis up to which an answer counts as right. */
const RIGHT_M = 0.15;

export function lifterReplay(parts: LifterReplayParts): ReplaySource {
  const random = seededRandom(SEED);
  const known = drawPool(
    parts.model,
    posesFromPrior(parts.prior, PRIOR_BODIES, random),
    PRIOR_BODIES,
    random,
    0,
  );
  return async (count, random, labels) => {
    const ownCount = labels.length === 0 ? 0 : Math.round(parts.ownShare * count);
    const old = simulatedPeople(known, SPARE * (count - ownCount), RECIPE, random);
    const kept = (await stillRight(parts, old)).slice(0, count - ownCount);
    return [...ownViews(parts.model, labels, ownCount, random), ...kept];
  };
}

function ownViews(model: BodyModel, labels: readonly Label[], count: number, random: Random) {
  if (count === 0) return [];
  const pool = poolOfLabels(model, labels, BODIES_BY_PERSON * count, random);
  return simulatedPeople(pool, count, RECIPE, random);
}

/** Those whom the regressor gets right, with its own answer as their truth. */
async function stillRight(
  { regressor, tape }: LifterReplayParts,
  people: readonly TrainingPerson[],
): Promise<TrainingPerson[]> {
  const answers = await regressor.regress(regressor.weights, people);
  return people.flatMap((person, i) => {
    const answer = answers[i];
    if (answer === undefined || person.truth === undefined) return [];
    return apart(tape, answer, person.truth) < RIGHT_M ? [{ ...person, truth: answer }] : [];
  });
}

/** Mean distance of the 54 landmarks after moving one pelvis onto the other, metres. */
function apart(tape: LandmarkTape, a: BodyParameters, b: BodyParameters): number {
  const [p, q] = [a, b].map((body) => placeBody(tape, body));
  let sum = 0;
  for (let i = 0; i < p.length; i += 3) {
    const along = (axis: number) => p[i + axis] - p[axis] - (q[i + axis] - q[axis]);
    sum += Math.hypot(along(0), along(1), along(2));
  }
  return (3 * sum) / p.length;
}
