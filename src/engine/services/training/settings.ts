/** Presets of each recipe, and how long they take. */
import type {
  RegressorInfo,
  StoredRun,
  TrainingRecipe,
  TrainingSettings,
} from '../../../contract/training.ts';
import { LIFTER_LOOP } from '../../../core/train/loop-defaults.ts';
import type { Split } from './kept-aside.ts';

type Kind = RegressorInfo['kind'];
type Presets = Readonly<Record<'quick' | 'standard', TrainingSettings>>;

const COMMON = { seed: 1, useUntouched: false };
const INSTANT = { ...COMMON, recipe: 'instant' as const, epochs: 1, batchSize: 64, patience: 1 };
/** SPIN's own: Adam at 5e-5 and batches of 64. */
const SPIN_LOOP = { epochs: 8, batchSize: 64, learningRate: 5e-5, patience: 3 };
const LONGER = { epochs: 40, patience: 8 };

/** The longer preset goes on where the quick one would end, as long as it gets better. */
export function presetsOf(kind: Kind, recipe: TrainingRecipe): Presets {
  if (recipe === 'instant') {
    const once = { ...INSTANT, learningRate: 1 };
    return { quick: once, standard: once };
  }
  const { epochs, batchSize, learningRate, patience } =
    kind === 'lifter' ? LIFTER_LOOP[recipe] : SPIN_LOOP;
  const useUntouched = recipe === 'spin';
  const quick = { ...COMMON, recipe, epochs, batchSize, learningRate, patience, useUntouched };
  return { quick, standard: { ...quick, ...LONGER } };
}

/** Milliseconds a person and an epoch on two cores; the project's own runs know better. */
const PERSON_MS: Readonly<Record<Kind, Readonly<Record<TrainingRecipe, number>>>> = {
  lifter: { instant: 20, head: 30, spin: 45 },
  spin: { instant: 200, head: 5, spin: 1500 },
};

export interface Effort {
  readonly split: Split;
  readonly untouched: number;
  /** Of this project, newest first. */
  readonly runs: readonly StoredRun[];
  readonly kind: Kind;
}

/** Of all epochs; early stopping may end sooner. */
export function minutesOf(
  { recipe, epochs, useUntouched }: TrainingSettings,
  { split, untouched, runs, kind }: Effort,
): number {
  const people = split.training.length + split.heldOut.length + (useUntouched ? untouched : 0);
  const known = runs.find(
    ({ settings, regressor, curve, status }) =>
      settings.recipe === recipe &&
      regressor.kind === kind &&
      status === 'finished' &&
      curve.length > 1,
  );
  const personMs = known === undefined ? PERSON_MS[kind][recipe] : measuredMs(known);
  return (personMs * people * epochs) / 60_000;
}

/** From start to end: what comes before the first epoch and after the last is waited for too. */
function measuredMs({ curve, snapshot, startedAt, endedAt }: StoredRun): number {
  const epochs = curve.filter(({ epoch }) => epoch > 0).length;
  const people = snapshot.training + snapshot.heldOut + snapshot.untouched;
  return (Date.parse(endedAt ?? startedAt) - Date.parse(startedAt)) / (epochs * people);
}
