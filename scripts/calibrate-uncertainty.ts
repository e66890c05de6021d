/**
 * Calibrates how sure a fit says it is on simulated people in poses of the validation clips
 * (`npm run calibrate:uncertainty`), and writes `resources/fit/uncertainty.json` with how often the
 * intervals hold. Each clip's intervals are made without it: neither the regressor's errors nor the
 * factors that they are tested with have seen a pose of its fold.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { loadFitter } from '../src/engine/adapters/embedded-models.ts';
import { model } from './lifter/data.ts';
import { calibrate } from './uncertainty/calibration.ts';
import { meanCoverage, tableOf } from './uncertainty/coverage.ts';
import { drawFolds, type Samples, SETS, samplesOf } from './uncertainty/folds.ts';
import { comparePlacingOrders } from './uncertainty/placing-order.ts';

const OUT = 'resources/fit/uncertainty.json';
const { values } = parseArgs({
  options: {
    /** A set and fold. */
    people: { type: 'string', default: '150' },
    /** Whose points are corrected one after the other. */
    corrected: { type: 'string', default: '90' },
  },
});

const folds = await drawFolds(Number(values.people));
const both = (samples: readonly Samples[]) => samples.flatMap(({ B2, C }) => [...B2, ...C]);
const without = <Item>(all: readonly Item[], one: Item) => all.filter((item) => item !== one);

/** Each fold with what its two companions tell. */
const held = folds.map((fold) => samplesOf(fold, without(folds, fold)));

/** Factors for a fold from its companions, each fitted with what the other one tells. */
const factors = folds.map((fold) => {
  const others = without(folds, fold);
  return calibrate(both(others.map((other) => samplesOf(other, without(others, other)))));
});

const coverage = SETS.map((set) =>
  meanCoverage(
    set,
    held.map((samples, i) => ({ samples: samples[set], calibration: factors[i] })),
  ),
);
const placing = await comparePlacingOrders(
  loadFitter(model),
  folds.flatMap(({ people }) =>
    people.C.slice(0, Math.ceil(Number(values.corrected) / folds.length)),
  ),
);
const result = { ...calibrate(both(held)), report: { people: values.people, coverage, placing } };
console.log(tableOf(coverage, placing));
const rounded = JSON.stringify(
  result,
  (_, value) => (typeof value === 'number' ? Number(value.toPrecision(4)) : value),
  1,
);
writeFileSync(OUT, `${rounded}\n`);
console.log(`written: ${OUT}`);
