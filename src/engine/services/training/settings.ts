/** Presets of each recipe, and how long they take. */
import type {
  RegressorInfo,
  StoredRun,
  TrainingRecipe,
  TrainingSettings,
} from '../../../contract/training.ts';
import type { Split } from './kept-aside.ts';

type Presets = Readonly<Record<'quick' | 'standard', TrainingSettings>>;

const COMMON = { patience: 5, seed: 1, useUntouched: false };
const INSTANT = {
  ...COMMON,
  recipe: 'instant' as const,
  epochs: 1,
  batchSize: 64,
  learningRate: 1,
};
const HEAD = { ...COMMON, recipe: 'head' as const, batchSize: 64, learningRate: 1e-4 };
/** SPIN's own: Adam at 5e-5, batches of 64. */
const SPIN = {
  ...COMMON,
  recipe: 'spin' as const,
  batchSize: 64,
  learningRate: 5e-5,
  useUntouched: true,
};

export const PRESETS: Readonly<Record<TrainingRecipe, Presets>> = {
  instant: { quick: INSTANT, standard: INSTANT },
  head: { quick: { ...HEAD, epochs: 20 }, standard: { ...HEAD, epochs: 100, patience: 10 } },
  spin: { quick: { ...SPIN, epochs: 10 }, standard: { ...SPIN, epochs: 50, patience: 10 } },
};

/** Milliseconds a person and an epoch on two cores; the project's own runs know better. */
const PERSON_MS: Readonly<Record<RegressorInfo['kind'], Readonly<Record<TrainingRecipe, number>>>> =
  {
    lifter: { instant: 1, head: 2, spin: 20 },
    spin: { instant: 200, head: 5, spin: 1500 },
  };

export interface Effort {
  readonly split: Split;
  readonly untouched: number;
  /** Of this project, newest first. */
  readonly runs: readonly StoredRun[];
  readonly kind: RegressorInfo['kind'];
}

/** Of all epochs; early stopping may end sooner. */
export function minutesOf(
  { recipe, epochs, useUntouched }: TrainingSettings,
  { split, untouched, runs, kind }: Effort,
): number {
  const people = split.training.length + split.heldOut.length + (useUntouched ? untouched : 0);
  const known = runs.find(
    ({ settings, regressor, curve }) =>
      settings.recipe === recipe && regressor.kind === kind && curve.length > 1,
  );
  const personMs = known === undefined ? PERSON_MS[kind][recipe] : measuredMs(known);
  return (personMs * people * epochs) / 60_000;
}

function measuredMs({ curve, snapshot }: StoredRun): number {
  const epochs = curve.filter(({ epoch }) => epoch > 0);
  const seconds = epochs.reduce((sum, epoch) => sum + epoch.seconds, 0) / epochs.length;
  return (1000 * seconds) / (snapshot.training + snapshot.heldOut + snapshot.untouched);
}
