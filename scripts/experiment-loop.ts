/**
 * Does learning from fits help? (`npm run -s experiment:loop -- [--quick] [--json]`) A regressor that
 * has never seen anybody sit, kneel, crawl or lie (`resources/experiment`, made by
 * `npm run train:lifter -- --without low --out resources/experiment`) learns from 200 simulated
 * people of that kind, of whom it is given 2D points as a detector finds them and nothing else.
 * Prints how far it is off on other such people before and after; with `--json` one object last.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { compactLandmarks } from '../src/core/body/landmarks.ts';
import { readPosePrior } from '../src/core/formats/pose-prior.ts';
import { readSafetensors } from '../src/core/formats/safetensors.ts';
import { createLifter } from '../src/core/regress/lifter.ts';
import { createTape } from '../src/core/train/landmark-gradient.ts';
import { loopFitter } from '../src/core/train/loop-fitter.ts';
import { trainableLifter } from '../src/core/train/trainable-lifter.ts';
import type { Weights } from '../src/core/train/trainable-regressor.ts';
import { loadFitter } from '../src/engine/adapters/embedded-models.ts';
import { chooseBackend } from '../src/engine/compute/backend.ts';
import { type Changes, changesOf, type Errors, regressionErrors } from './experiment/errors.ts';
import { fitWith } from './experiment/fits.ts';
import { drawPeople, isLow, isOrdinary } from './experiment/low-people.ts';
import { reviewedProject } from './experiment/project.ts';
import { type Learning, learn, type Recipe } from './experiment/recipes.ts';
import { headOfTable, rowOfTable } from './experiment/table.ts';
import { model, trainingHalves, validationPoses } from './lifter/data.ts';

const PEOPLE = 200;
const CORRECTED = [0, 10, 50];
const RECIPES: readonly Recipe[] = ['spin', 'head', 'instant'];
const QUICK_TEST_PEOPLE = 600;
const TEST_PEOPLE = 1000;
/** The recipe and the corrections that the first numbers of the JSON are of. */
const MAIN = { recipe: 'spin', corrected: 0 };
const BEFORE = 'resources/experiment/lifter.safetensors';
const SHIPPED = 'resources/lifter/lifter.safetensors';

const { values: options } = parseArgs({
  options: {
    /** 600 people a test set instead of 1000, and corrections under the recipe `spin` alone. */
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});

interface Row {
  readonly recipe: Recipe;
  readonly corrected: number;
  readonly low: Changes;
  readonly ordinary: Changes;
}

function lifterFrom(path: string) {
  return trainableLifter(createLifter(readSafetensors(readFileSync(path), path)));
}

async function errorsOn(weights: Weights): Promise<{ low: Errors; ordinary: Errors }> {
  const { regressor } = learning;
  return {
    low: await regressionErrors(regressor, weights, unseen),
    ordinary: await regressionErrors(regressor, weights, ordinary),
  };
}

async function rowOf(recipe: Recipe, corrected: number): Promise<Row> {
  const corrector = { ...learning, fitter };
  const project = await reviewedProject(people, corrected, corrector, learning.fit);
  const after = await errorsOn(await learn(learning, project, recipe));
  return {
    recipe,
    corrected,
    low: changesOf(before.low, after.low),
    ordinary: changesOf(before.ordinary, after.ordinary),
  };
}

const [learntFrom, others] = trainingHalves();
const testSize = options.quick ? QUICK_TEST_PEOPLE : TEST_PEOPLE;
const people = drawPeople(learntFrom, PEOPLE, 1, isLow);
const unseen = drawPeople(others, testSize, 2, isLow);
const ordinary = drawPeople(validationPoses(), testSize, 3, isOrdinary);

const backend = await chooseBackend();
const tape = createTape(compactLandmarks(model));
const fitter = loadFitter(model);
const learning: Learning = {
  model,
  tape,
  prior: readPosePrior(readFileSync('resources/prior/pose-prior.npz')),
  regressor: lifterFrom(BEFORE),
  fit: fitWith(loopFitter(fitter), tape, 'anchored'),
};
const before = await errorsOn(learning.regressor.weights);
const shipped = await errorsOn(lifterFrom(SHIPPED).weights);

console.log(`${PEOPLE} people to learn from, ${testSize} others, on ${backend.name}.`);
console.log(
  headOfTable(changesOf(before.low, shipped.low), changesOf(before.ordinary, shipped.ordinary)),
);
const rows: Row[] = [];
for (const corrected of CORRECTED) {
  for (const recipe of RECIPES) {
    if (options.quick && corrected > 0 && recipe !== MAIN.recipe) continue;
    const row = await rowOf(recipe, corrected);
    console.log(rowOfTable(`${recipe}, ${corrected} corrected`, row.low, row.ordinary));
    rows.push(row);
  }
}
if (options.json) console.log(JSON.stringify(summaryOf(rows)));

function summaryOf(all: readonly Row[]) {
  const main = all.find(
    ({ recipe, corrected }) => recipe === MAIN.recipe && corrected === MAIN.corrected,
  );
  return {
    ...(main && numbersOf(main)),
    rows: all.map((row) => ({ recipe: row.recipe, corrected: row.corrected, ...numbersOf(row) })),
  };
}

function numbersOf({ low, ordinary }: Row) {
  const part = ({ before, after, changeLow, changeHigh }: Changes['mpjpe']) => ({
    before,
    after,
    changeLow,
    changeHigh,
  });
  return {
    mpjpe: part(low.mpjpe),
    paMpjpe: part(low.paMpjpe),
    pve: part(low.pve),
    pveTSc: part(low.pveTSc),
    ordinary: { before: ordinary.mpjpe.before, after: ordinary.mpjpe.after },
  };
}
