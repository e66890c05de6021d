/**
 * SPIN's loop: the network regresses, the fit starts there, what it finds becomes what the network
 * learns, and again (Kolotouros et al. 2019).
 */
import type { BodyParameters } from '../body/body-model.ts';
import type { Tensors } from '../formats/safetensors.ts';
import type { Random } from '../math/random.ts';
import type { FoundFit } from './fits-dictionary.ts';
import type { TrainableRegressor } from './trainable-regressor.ts';
import type { TrainingPerson } from './training-person.ts';

/** Fits bodies to people from what was regressed; undefined where no fit can be had. */
export type FitPeople = (
  people: readonly TrainingPerson[],
  regressions: readonly BodyParameters[],
) => Promise<readonly (FoundFit | undefined)[]>;

/** Draws people with truth from elsewhere, so that the network does not forget: simulated, or older. */
export type ReplaySource = (count: number, random: Random) => readonly TrainingPerson[];

export interface LoopSettings {
  readonly recipe: 'head' | 'spin';
  readonly epochs: number;
  readonly batchSize: number;
  readonly learningRate: number;
  readonly seed: number;
  /** Stops after so many epochs without a better held-out error. */
  readonly patience: number;
  /** Share of each batch that comes from the replay source, 0 … < 1. */
  readonly replayShare: number;
}

/** What a run needs to go on with the same numbers; plain data, for a file or a structured clone. */
export interface LoopState {
  readonly settings: LoopSettings;
  readonly epoch: number;
  readonly step: number;
  /** Weights that are trained, and Adam's moments, by name. */
  readonly weights: Tensors;
  readonly first: Tensors;
  readonly second: Tensors;
  readonly best: {
    readonly epoch: number;
    readonly heldOut: HeldOutError;
    readonly weights: Tensors;
  };
  readonly dictionary: readonly (readonly [number, FoundFit])[];
}

/** Means over the held-out people. */
export interface HeldOutError {
  readonly people: number;
  readonly loss: number;
  /** Mean distance of the regression's points from the given ones, pixels of a 224 crop. */
  readonly reprojectionPx: number;
}

export interface EpochReport {
  /** Counts from 1; 0 is the state before the first step. */
  readonly epoch: number;
  /** Mean over the epoch's batches; undefined for epoch 0. */
  readonly trainLoss: number | undefined;
  readonly heldOut: HeldOutError;
  /** Dictionary entries that this epoch's fits have bettered. */
  readonly updatedFits: number;
  /** People with a label to learn from. */
  readonly supervised: number;
  readonly bestEpoch: number;
  /** Epochs without a better held-out error that are left. */
  readonly patienceLeft: number;
  /** To go on from here. */
  readonly state: () => LoopState;
}

export interface LoopParts {
  readonly regressor: TrainableRegressor;
  /** To learn from; rejected ones are left out. */
  readonly people: readonly TrainingPerson[];
  /** Never learnt from; early stopping goes by them. */
  readonly heldOut: readonly TrainingPerson[];
  readonly fit: FitPeople;
  readonly replay: ReplaySource | undefined;
  /** Ends the run after the batch in hand; the best weights are kept. */
  readonly signal?: { readonly aborted: boolean };
  /** Of an earlier run that was stopped. */
  readonly resume?: LoopState;
}

/** How a run ended. */
export interface LoopOutcome {
  readonly reason: 'epochs' | 'patience' | 'stopped';
  readonly bestEpoch: number;
  /** All of the regressor's trained weights as they were at the best epoch. */
  readonly weights: Tensors;
}

/**
 * One report an epoch, from the state before the first step on; the value returned at the end has
 * the best weights.
 *
 * @throws StudioError `train/not-finite` when the loss is not finite, with the best weights so far;
 *   `train/too-few` with nobody to learn from
 */
export type TrainInLoop = (
  parts: LoopParts,
  settings: LoopSettings,
) => AsyncGenerator<EpochReport, LoopOutcome>;
