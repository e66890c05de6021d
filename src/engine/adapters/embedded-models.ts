/** The models that the program carries in `resources/`. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BodyModel } from '../../core/body/body-model.ts';
import { createFitter, type Fitter } from '../../core/fit/fitter.ts';
import type { RegressorError } from '../../core/fit/presets.ts';
import { readMhbody } from '../../core/formats/mhbody.ts';
import { readMeanParameters, readPosePrior } from '../../core/formats/pose-prior.ts';
import { readSafetensors, type Tensors } from '../../core/formats/safetensors.ts';

/** Where the program's own files lie. */
export const RESOURCES = join(import.meta.dirname, '../../../resources');
export const BODY_FILE = join(RESOURCES, 'body/mhbody.npz');

export function loadBodyModel(): BodyModel {
  const bytes = readFileSync(BODY_FILE);
  return readMhbody(bytes, createHash('sha256').update(bytes).digest('hex'));
}

/** Errors of the regressor on simulated people seen by a detector (set C of its report). */
function regressorError(): RegressorError {
  const report = JSON.parse(readFileSync(join(RESOURCES, 'lifter/report.json'), 'utf8'));
  return report.results.C;
}

export function loadFitter(model: BodyModel): Fitter {
  const prior = readPosePrior(readFileSync(join(RESOURCES, 'prior/pose-prior.npz')));
  const mean = readMeanParameters(readFileSync(join(RESOURCES, 'prior/mean-params.npz')));
  return createFitter({ model, prior, mean, error: regressorError() });
}

export function loadLifterWeights(): Tensors {
  const path = join(RESOURCES, 'lifter/lifter.safetensors');
  return readSafetensors(readFileSync(path), path);
}
