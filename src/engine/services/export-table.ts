/** People as the table of measurements wants them. */
import type { BodyFit, Person } from '../../contract/person.ts';
import type { BodyModel } from '../../core/body/body-model.ts';
import { type BodyMeasures, measureBody, prepareMeasures } from '../../core/body/measurements.ts';
import type { MeasuredBody, MeasuredPerson } from '../../core/formats/measurement-table.ts';

/** Measures one person at a time, in memory of its own. */
export function createTableRowMaker(
  model: BodyModel,
): (person: Person, imageName: string) => MeasuredPerson {
  const measures = prepareMeasures(model);
  return ({ id, state, keypoints, constraints, fit }, imageName) => ({
    imageName,
    personId: id,
    state,
    pointsByHand: keypoints.filter(({ source }) => source === 'hand').length,
    knownLengths: constraints.measurements.map(({ name }) => name),
    body: fit === null ? undefined : measuredBody(measures, fit),
  });
}

function measuredBody(measures: BodyMeasures, fit: BodyFit): MeasuredBody {
  const { bodyModel, preset, camera, meanErrorPx, betas } = fit;
  return {
    model: bodyModel,
    preset,
    focalLengthPx: camera.focalLength,
    meanErrorPx,
    betas,
    measurements: measureBody(measures, betas),
    plusMinus95: undefined,
  };
}
