/** People as the table of measurements wants them. */
import type { BodyFit, Person } from '../../contract/person.ts';
import type { BodyUncertaintyWire } from '../../contract/uncertainty.ts';
import type { BodyModel } from '../../core/body/body-model.ts';
import {
  type BodyMeasures,
  type Measurements,
  measureBody,
  measurementSigmas,
  prepareMeasures,
} from '../../core/body/measurements.ts';
import { isStudioError } from '../../core/common/errors.ts';
import type { MeasuredPerson } from '../../core/formats/measurement-table.ts';

export interface TableParts {
  readonly model: BodyModel;
  /** Null for a person without a body. */
  uncertaintyOf(person: Person): Promise<BodyUncertaintyWire | null>;
  /** Hears why somebody's intervals are empty. */
  warn(message: string): void;
}

/** Measures one person at a time, in memory of its own. */
export function createTableRowMaker(
  parts: TableParts,
): (person: Person, imageName: string) => Promise<MeasuredPerson> {
  const measures = prepareMeasures(parts.model);
  return async (person, imageName) => {
    const { id, state, keypoints, constraints, fit } = person;
    return {
      imageName,
      personId: id,
      state,
      pointsByHand: keypoints.filter(({ source }) => source === 'hand').length,
      knownLengths: constraints.measurements.map(({ name }) => name),
      body:
        fit === null
          ? undefined
          : {
              model: fit.bodyModel,
              preset: fit.preset,
              focalLengthPx: fit.camera.focalLength,
              meanErrorPx: fit.meanErrorPx,
              betas: fit.betas,
              measurements: measureBody(measures, fit.betas),
              plusMinus95: await plusMinus95(parts, measures, person, fit, imageName),
            },
    };
  };
}

/** Undefined, and said, for a body that nobody can tell how sure it is. */
async function plusMinus95(
  { uncertaintyOf, warn }: TableParts,
  measures: BodyMeasures,
  person: Person,
  { betas }: BodyFit,
  imageName: string,
): Promise<Measurements | undefined> {
  try {
    const known = await uncertaintyOf(person);
    return known === null ? undefined : measurementSigmas(measures, betas, known.betas95);
  } catch (error) {
    if (!isStudioError(error)) throw error;
    warn(`${imageName}: its measurements have no intervals. ${error.message}`);
    return undefined;
  }
}
