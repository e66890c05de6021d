/** What each preset makes of a person that the machine has found. */
import type { BodyParametersWire } from '../../src/contract/body-parameters.ts';
import type { BodyFit, Person } from '../../src/contract/person.ts';
import { fitBody } from '../../src/core/fit/fitter.ts';
import type { FitPreset } from '../../src/core/fit/presets.ts';
import { problemFromKeypoints } from '../../src/core/fit/problem-from-keypoints.ts';
import { loadFitter } from '../../src/engine/adapters/embedded-models.ts';
import { annotated, bodyFit, bodyFromWire } from '../../src/engine/adapters/person-fit.ts';
import { type BodyErrorsMm, bodyErrorsMm } from '../fit/mean-errors.ts';
import { model } from '../lifter/data.ts';

export const PRESET_NAMES = ['anchored', 'spin-energy', 'spin-exact'] as const;

const fitter = loadFitter(model);
const bodyModel = { name: model.name, hash: model.hash };

/** From the regression alone; undefined for somebody whom the regressor could not see. */
export function fitWith(preset: FitPreset, person: Person): BodyFit | undefined {
  const { regression, fit } = person;
  if (regression === null || fit === null) return undefined;
  const asked = annotated(fitter, { ...person, camera: fit.camera, preset });
  const problem = problemFromKeypoints(asked, fitter.measures);
  return bodyFit(fitter, bodyModel, asked, fitBody(fitter, problem, [bodyFromWire(regression)]));
}

export function wireErrorsMm(said: BodyParametersWire, truth: BodyParametersWire): BodyErrorsMm {
  return bodyErrorsMm(bodyFromWire(said), bodyFromWire(truth));
}
