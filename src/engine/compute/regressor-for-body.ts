/**
 * The lifter with a body of SMPL: the pose is what the two have in common. Betas of one body mean
 * nothing to another, so they start at the mean shape; the pelvis stays where it was said to be.
 */
import type { RegressorChoice } from '../../contract/regressor.ts';
import type { BodyModel, BodyParameters } from '../../core/body/body-model.ts';
import type { Regressor } from './regressor.ts';

/** The lifter says bodies of the embedded model; SPIN's network has refused any but SMPL (`requireSmpl`). */
export function regressorForBody(
  regressor: Regressor,
  { kind }: RegressorChoice,
  model: BodyModel,
): Regressor {
  if (kind === 'spin' || !model.isSmpl) return regressor;
  const pelvis = restPelvis(model);
  return {
    ...regressor,
    regress: async (people) =>
      (await regressor.regress(people)).map((body) => body && ofOtherModel(body, pelvis)),
  };
}

/** The embedded body's pelvis rests at the origin; SMPL's does not. */
function ofOtherModel(body: BodyParameters, pelvis: readonly number[]): BodyParameters {
  return {
    pose: body.pose,
    betas: new Float64Array(body.betas.length),
    translation: body.translation.map((value, axis) => value - (pelvis[axis] ?? 0)),
  };
}

/** Of the mean shape, metres. */
function restPelvis({ jointRegressor, template }: BodyModel): number[] {
  const { rows, columns, values } = jointRegressor;
  const pelvis = [0, 0, 0];
  for (const [i, row] of rows.entries()) {
    if (row !== 0) continue;
    const vertex = 3 * (columns[i] ?? 0);
    for (const axis of [0, 1, 2]) {
      pelvis[axis] = (pelvis[axis] ?? 0) + (values[i] ?? 0) * (template[vertex + axis] ?? 0);
    }
  }
  return pelvis;
}
