/** Regressors to be taught, by choice; each call loads its own weights. */
import * as tf from '@tensorflow/tfjs-core';
import type { RegressorChoice } from '../../../contract/regressor.ts';
import type { LearningPerson } from '../../../contract/training-compute.ts';
import type { BodyModel } from '../../../core/body/body-model.ts';
import { StudioError } from '../../../core/common/errors.ts';
import type { Tensors } from '../../../core/formats/safetensors.ts';
import { createLifter } from '../../../core/regress/lifter.ts';
import { createSpinNetwork } from '../../../core/regress/spin/spin-network.ts';
import { requireSpinWeights } from '../../../core/regress/spin/spin-weights.ts';
import { trainableSpin } from '../../../core/train/spin/trainable-spin.ts';
import { trainableLifter } from '../../../core/train/trainable-lifter.ts';
import type { TrainableRegressor, TrainingDepth } from '../../../core/train/trainable-regressor.ts';
import { loadLifterWeights } from '../../adapters/embedded-models.ts';
import { readWeights, withMeanParameters } from '../../adapters/weights-file.ts';
import type { FeatureCache } from '../feature-cache.ts';
import { requireSmpl } from '../require-smpl.ts';
import { backboneHash } from '../spin-features.ts';
import { createSpinPictures } from './spin-pictures.ts';

/** The people of a training, and how deep it goes. */
export interface Course {
  readonly people: readonly LearningPerson[];
  readonly imageFolder: string;
  readonly depth: TrainingDepth;
}

/** What trainables are made with. */
export interface TrainableParts {
  /** The project's body. */
  readonly model: BodyModel;
  readonly cache: FeatureCache;
}

/**
 * @throws StudioError `format/invalid`, `model/invalid`, `model/mixed`, and `compute/backend` when the
 *   whole of SPIN's network shall be trained without native TensorFlow
 */
export async function trainableOf(
  parts: TrainableParts,
  { kind, weights, mean, truncatesCrops = false }: RegressorChoice,
  course: Course,
): Promise<TrainableRegressor> {
  const tensors = weights === null ? undefined : await readWeights(weights);
  if (kind === 'lifter') return trainableLifter(createLifter(tensors ?? loadLifterWeights()));
  const source = weights ?? '';
  requireSmpl(parts.model, source);
  if (course.depth === 'full') requireNative();
  const own = requireSpinWeights(await withMeanParameters(tensors ?? {}, mean), source);
  const cropKind = truncatesCrops ? ('truncating' as const) : ('exact' as const);
  return spinOf(parts, own, { ...course, source, cropKind });
}

function spinOf(
  { model, cache }: TrainableParts,
  own: Tensors,
  course: Course & { readonly source: string; readonly cropKind: 'exact' | 'truncating' },
): TrainableRegressor {
  const { people, imageFolder, depth, source, cropKind } = course;
  const features =
    depth === 'full'
      ? undefined
      : { network: createSpinNetwork(own, source), backbone: backboneHash(own), cache, cropKind };
  return trainableSpin({
    weights: Object.fromEntries(
      Object.entries(own).map(([name, { data, shape }]) => [name, tf.tensor(data, [...shape])]),
    ),
    depth,
    model,
    pictures: createSpinPictures(features, people, imageFolder),
  });
}

function requireNative(): void {
  const backend = tf.getBackend();
  if (backend === 'tensorflow') return;
  const message =
    `All of SPIN's network can only be trained with native TensorFlow, and the networks run on ` +
    `${backend}. Nothing was changed. Set it up (npm run setup:tensorflow, or Settings → Compute), or train the head only.`;
  throw new StudioError('compute/backend', message, { tried: [backend] });
}
