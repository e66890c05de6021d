/** Validation clips in folds, so that whatever is learnt from some of them meets others. */

import { readFileSync } from 'node:fs';
import { createFitter, type Fitter } from '../../src/core/fit/fitter.ts';
import { readPosePrior } from '../../src/core/formats/pose-prior.ts';
import { errorPrecision } from '../fit/error-precision.ts';
import { type LiftedCase, type LiftedSet, liftedCases } from '../fit/lifted-cases.ts';
import { mean, model, validationFolds } from '../lifter/data.ts';
import { type Sample, sampleOf } from './samples.ts';

export const SETS: readonly LiftedSet[] = ['B2', 'C'];
const FOLDS = 3;
/** People a set and fold whom the regressor's errors are learnt from. */
const LEARNT_FROM = 1000;

/** People of some clips: those to learn the regressor's errors from, and others to fit. */
export interface Fold {
  readonly forErrors: readonly LiftedCase[];
  readonly people: Readonly<Record<LiftedSet, readonly LiftedCase[]>>;
}

export async function drawFolds(perSet: number): Promise<Fold[]> {
  const folds: Fold[] = [];
  for (const [i, source] of validationFolds(FOLDS).entries()) {
    const seed = 2000 + 100 * i;
    folds.push({
      forErrors: [
        ...(await liftedCases('B2', LEARNT_FROM, source)),
        ...(await liftedCases('C', LEARNT_FROM, source)),
      ],
      people: {
        B2: await liftedCases('B2', perSet, source, seed),
        C: await liftedCases('C', perSet, source, seed),
      },
    });
  }
  return folds;
}

const prior = readPosePrior(readFileSync('resources/prior/pose-prior.npz'));
const { factors, shrinkage } = JSON.parse(readFileSync('resources/fit/report.json', 'utf8'));

/** A fitter that knows the regressor's errors of these folds only. */
function fitterFrom(folds: readonly Fold[]): Fitter {
  const precision = errorPrecision(
    folds.flatMap(({ forErrors }) => forErrors),
    shrinkage,
  );
  return createFitter({ model, prior, mean, error: { precision, factors } });
}

export type Samples = Readonly<Record<LiftedSet, readonly Sample[]>>;

/** People of one fold, fitted with what the others tell of the regressor. */
export function samplesOf(fold: Fold, others: readonly Fold[]): Samples {
  const fitter = fitterFrom(others);
  const of = (set: LiftedSet) => fold.people[set].map((person) => sampleOf(fitter, person));
  return { B2: of('B2'), C: of('C') };
}
