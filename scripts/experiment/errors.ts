/** Errors of regressed bodies against the truth, millimetres, person by person. */
import type { BodyParameters } from '../../src/core/body/body-model.ts';
import { pveTSc, restVertices } from '../../src/core/metrics/shape-error.ts';
import { type PairedChange, pairedChange } from '../../src/core/train/paired-interval.ts';
import type { TrainableRegressor, Weights } from '../../src/core/train/trainable-regressor.ts';
import { bodyErrorsMm } from '../fit/mean-errors.ts';
import { model } from '../lifter/data.ts';
import type { SimulatedPerson } from './low-people.ts';

/** MPJPE and PA-MPJPE of 14 LSP joints about the mid hip, PVE about the pelvis, PVE-T-SC. */
export const MEASURES = ['mpjpe', 'paMpjpe', 'pve', 'pveTSc'] as const;
export type Measure = (typeof MEASURES)[number];
export type Errors = Readonly<Record<Measure, readonly number[]>>;

export async function regressionErrors(
  regressor: TrainableRegressor,
  weights: Weights,
  people: readonly SimulatedPerson[],
): Promise<Errors> {
  const bodies = await regressor.regress(
    weights,
    people.map(({ person }) => person),
  );
  return errorsOf(
    bodies.map((body, i) => ({ said: body as BodyParameters, truth: people[i].truth })),
  );
}

export function errorsOf(
  pairs: readonly { readonly said: BodyParameters; readonly truth: BodyParameters }[],
): Errors {
  const rows = pairs.map(({ said, truth }) => ({
    ...bodyErrorsMm(said, truth),
    pveTSc: 1000 * pveTSc(restVertices(model, said.betas), restVertices(model, truth.betas)),
  }));
  const column = (measure: Measure) => rows.map((row) => row[measure]);
  return {
    mpjpe: column('mpjpe'),
    paMpjpe: column('paMpjpe'),
    pve: column('pve'),
    pveTSc: column('pveTSc'),
  };
}

export type Changes = Readonly<Record<Measure, PairedChange>>;

export function changesOf(before: Errors, after: Errors): Changes {
  const change = (measure: Measure) => pairedChange(before[measure], after[measure]);
  return {
    mpjpe: change('mpjpe'),
    paMpjpe: change('paMpjpe'),
    pve: change('pve'),
    pveTSc: change('pveTSc'),
  };
}
