/** The models that the program carries in `resources/`. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BodyParametersWire } from '../../contract/body-parameters.ts';
import type { RegressorInfo } from '../../contract/training.ts';
import type { BodyModel } from '../../core/body/body-model.ts';
import type { PosePrior } from '../../core/body/pose-statistics.ts';
import { assert } from '../../core/common/assert.ts';
import { createFitter, type Fitter } from '../../core/fit/fitter.ts';
import type { MotionNoise } from '../../core/fit/sequence/motion-noise.ts';
import type { RegressorError } from '../../core/fit/terms/regressor-error.ts';
import type { UncertaintyCalibration } from '../../core/fit/uncertainty/uncertainty.ts';
import { readMhbody } from '../../core/formats/mhbody.ts';
import { readNpz, requireArray } from '../../core/formats/npz.ts';
import { readMeanParameters, readPosePrior } from '../../core/formats/pose-prior.ts';
import { readSafetensors, type Tensors } from '../../core/formats/safetensors.ts';

/** Where the program's own files lie. */
export const RESOURCES = join(import.meta.dirname, '../../../resources');
export const BODY_FILE = join(RESOURCES, 'body/mhbody.npz');

export function loadBodyModel(): BodyModel {
  const bytes = readFileSync(BODY_FILE);
  return readMhbody(bytes, createHash('sha256').update(bytes).digest('hex'));
}

/** How far the embedded regressor is off, as `npm run tune:fit` has found. */
function regressorError(): RegressorError {
  const path = join(RESOURCES, 'fit/regressor-error.npz');
  const { data } = requireArray(readNpz(readFileSync(path), path), 'precision', [85, 85], path);
  assert(data instanceof Float64Array, 'the precision is float64');
  const { factors } = JSON.parse(readFileSync(join(RESOURCES, 'fit/report.json'), 'utf8'));
  return { precision: data, factors };
}

export function loadPosePrior(): PosePrior {
  return readPosePrior(readFileSync(join(RESOURCES, 'prior/pose-prior.npz')));
}

export function loadFitter(model: BodyModel, prior = loadPosePrior()): Fitter {
  const mean = readMeanParameters(readFileSync(join(RESOURCES, 'prior/mean-params.npz')));
  return createFitter({ model, prior, mean, error: regressorError() });
}

/** How people move, of motion capture (`npm run estimate:motion`). */
export function loadMotionNoise(): MotionNoise {
  return JSON.parse(readFileSync(join(RESOURCES, 'motion/accelerations.json'), 'utf8'));
}

/** Made and reported on by `npm run calibrate:uncertainty`. */
export function loadUncertaintyCalibration(): UncertaintyCalibration {
  return JSON.parse(readFileSync(join(RESOURCES, 'fit/uncertainty.json'), 'utf8'));
}

/** The bodies that the sample's pictures are renders of, by the picture's name. */
export function sampleTruth(): (imageName: string) => BodyParametersWire | undefined {
  const text = readFileSync(join(RESOURCES, 'samples/truth.json'), 'utf8');
  const truth: Record<string, BodyParametersWire | undefined> = JSON.parse(text);
  return (imageName) => {
    const body = truth[imageName];
    return body && { pose: body.pose, betas: body.betas, translation: body.translation };
  };
}

const LIFTER_FILE = join(RESOURCES, 'lifter/lifter.safetensors');

export function loadLifterWeights(): Tensors {
  return readSafetensors(readFileSync(LIFTER_FILE), LIFTER_FILE);
}

/** The lifter by name and hash. */
export async function embeddedRegressor(): Promise<RegressorInfo> {
  const hash = createHash('sha256')
    .update(await readFile(LIFTER_FILE))
    .digest('hex');
  return { kind: 'lifter', name: 'lifter', hash, runId: null };
}
