/** What training asks of a regressor; the lifter and SPIN's network both give it. */
import type * as tf from '@tensorflow/tfjs-core';
import type { BodyParameters } from '../body/body-model.ts';
import type { Random } from '../math/random.ts';
import type { TrainingPerson } from './training-person.ts';

/** Weights by name, as they stand in the file. */
export type Weights = Readonly<Record<string, tf.Tensor>>;

/** `head`: the layers behind the features that are kept; `full`: everything. */
export type TrainingDepth = 'head' | 'full';

/**
 * How the last three outputs (s, tx, ty) place the pelvis, with the frame's focal length f:
 * `box`: z = f / (2 s), x = tx / (2 s), as the lifter; `spin`: z = f / s, x = tx, as SPIN.
 */
export type OutputCamera = 'box' | 'spin';

/** The camera that a row of outputs is in: turned to the person, in-plane rotation included. */
export interface RegressorFrame {
  /** Row-major 3×3. */
  readonly regressorFromCamera: Float64Array;
  /** Seen in a mirror (x → −x) after that turn. */
  readonly isMirrored: boolean;
  /** Half sides of the crop by unit of x / z. */
  readonly focal: number;
  /**
   * The person's points in the crop, −1 … 1, and their confidences, shape [25, 3] in BODY_25's
   * order, turned and mirrored like the picture (a mirrored left wrist stands at the right one's).
   */
  readonly points: Float64Array;
}

/** Some people as the network sees them. The tensor is the holder's to dispose of. */
export interface RegressorBatch {
  readonly inputs: tf.Tensor;
  /** One a row; undefined for a person with too few points to be regressed. */
  readonly frames: readonly (RegressorFrame | undefined)[];
}

/** A linear layer y = x W + b. */
export interface LinearLayer {
  /** Shape [F, 157], row-major. */
  readonly weight: Float32Array;
  /** Shape [157]. */
  readonly bias: Float32Array;
}

export interface TrainableRegressor {
  readonly outputCamera: OutputCamera;
  readonly weights: Weights;
  /** Names of the weights that a depth trains. */
  readonly trains: (depth: TrainingDepth) => readonly string[];
  /**
   * Inputs of some people, in their order.
   *
   * @param random draws the augmentation; undefined for none
   */
  readonly batch: (
    people: readonly TrainingPerson[],
    random: Random | undefined,
  ) => Promise<RegressorBatch>;
  /** @returns outputs, shape [N, 157]: 24 × 6D in SPIN's layout, 10 betas, s, tx, ty */
  readonly forward: (weights: Weights, batch: RegressorBatch) => tf.Tensor2D;
  /** What the last linear layer reads, shape [N, F]. */
  readonly features: (weights: Weights, batch: RegressorBatch) => tf.Tensor2D;
  readonly lastLayer: (weights: Weights) => LinearLayer;
  /** The weights by name with another last layer; the other tensors are shared. */
  readonly withLastLayer: (weights: Weights, layer: LinearLayer) => Weights;
  /** A row of outputs in the person's camera, augmentation undone; undefined when degenerate. */
  readonly decode: (
    outputs: Float32Array,
    row: number,
    frame: RegressorFrame,
    person: TrainingPerson,
  ) => BodyParameters | undefined;
  /** As the studio regresses (mirrored averaging and all), in each person's camera. */
  readonly regress: (
    weights: Weights,
    people: readonly TrainingPerson[],
  ) => Promise<(BodyParameters | undefined)[]>;
}
