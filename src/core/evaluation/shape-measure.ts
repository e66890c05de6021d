/** Shape errors of a pair: of the T-pose alone, whatever the pose. */
import type { BodyModel } from '../body/body-model.ts';
import type { MeasurementName } from '../body/measurement-names.ts';
import {
  type BodyMeasures,
  type Measurements,
  measureBody,
  prepareMeasures,
} from '../body/measurements.ts';
import { mean } from '../metrics/distances.ts';
import { boneLengths, pveTSc, restVertices } from '../metrics/shape-error.ts';
import { MEASURED, type MetricName } from './metric-list.ts';
import type { PosedSubject } from './posed-subject.ts';

export interface ShapeMeasure {
  readonly values: Readonly<Partial<Record<MetricName, number>>>;
  /** Predicted − true; metres, m³, kg. */
  readonly measurements: Measurements;
}

/** Tapes are laid once a body. */
export type MeasuresOf = (model: BodyModel) => BodyMeasures;

export function createMeasures(): MeasuresOf {
  const known = new Map<BodyModel, BodyMeasures>();
  return (model) => {
    const measures = known.get(model) ?? prepareMeasures(model);
    known.set(model, measures);
    return measures;
  };
}

/** @param known the truth's body; PVE-T-SC brings both betas into its T-pose */
export function measureShape(
  measuresOf: MeasuresOf,
  { model, parameters: { betas } }: PosedSubject,
  known: PosedSubject,
): ShapeMeasure {
  const trueBetas = known.parameters.betas;
  const [restP, restT] = [betas, trueBetas].map((own) => restVertices(known.model, own));
  const [bonesP, bonesT] = [boneLengths(model, betas), boneLengths(known.model, trueBetas)];
  const measurements = differences(
    measureBody(measuresOf(model), betas),
    measureBody(measuresOf(known.model), trueBetas),
  );
  return {
    measurements,
    values: {
      pveTSc: pveTSc(restP, restT),
      boneLength: mean(bonesP.map((length, i) => Math.abs(length - bonesT[i]))),
      ...Object.fromEntries(MEASURED.map((name) => [name, Math.abs(measurements[name])])),
    },
  };
}

function differences(p: Measurements, t: Measurements): Measurements {
  const names = Object.keys(p) as MeasurementName[];
  return Object.fromEntries(names.map((name) => [name, p[name] - t[name]])) as Measurements;
}
