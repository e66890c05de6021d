/**
 * What a known height, waist and inseam are worth: simulated people in unseen poses as a detector
 * sees them, fitted with and without what a tape says (5 mm off at random). Prints mean errors.
 *
 *     node scripts/evaluate-known-lengths.ts [COUNT]
 */
import type { BodyParameters } from '../src/core/body/body-model.ts';
import { LENGTHS, type LengthName } from '../src/core/body/measurement-names.ts';
import { measureBody, measureLength } from '../src/core/body/measurements.ts';
import { fitBody } from '../src/core/fit/fitter.ts';
import { problemFromKeypoints } from '../src/core/fit/problem-from-keypoints.ts';
import { seededRandom } from '../src/core/math/random.ts';
import { loadBodyModel, loadFitter } from '../src/engine/adapters/embedded-models.ts';
import { liftedCases } from './fit/lifted-cases.ts';
import { bodyErrorsMm } from './fit/mean-errors.ts';

const TAPE_SIGMA_M = 0.005;
const KNOWN: Readonly<Record<string, readonly LengthName[]>> = {
  nothing: [],
  height: ['height'],
  'height and waist': ['height', 'waist'],
  'height, waist and inseam': ['height', 'waist', 'inseam'],
};

const fitter = loadFitter(loadBodyModel());
const { measures } = fitter;
const random = seededRandom(5);
/** People with what a tape says of each of them. */
const cases = (await liftedCases('C', Number(process.argv[2] ?? 300))).map((one) => ({
  ...one,
  taped: LENGTHS.map((name) => ({
    name,
    metres: measureLength(measures, name, one.truth.betas) + TAPE_SIGMA_M * random.normal(),
  })),
}));

function fitted(
  { person, regression, taped }: (typeof cases)[number],
  known: readonly LengthName[],
): BodyParameters {
  const measurements = taped.filter(({ name }) => known.includes(name));
  const constraints = { ...person.constraints, measurements };
  const problem = problemFromKeypoints({ ...person, constraints }, measures);
  return fitBody(fitter, problem, [regression]).body;
}

function errorsOf(body: BodyParameters, truth: BodyParameters): Record<string, number> {
  const [said, real] = [body, truth].map(({ betas }) => measureBody(measures, betas));
  if (said === undefined || real === undefined) throw new Error('Two bodies were measured.');
  const offMm = (name: LengthName) => 1000 * Math.abs(said[name] - real[name]);
  const { mpjpe, paMpjpe, pve } = bodyErrorsMm(body, truth);
  const depth = 1000 * Math.abs((body.translation[2] ?? 0) - (truth.translation[2] ?? 0));
  return {
    height: offMm('height'),
    inseam: offMm('inseam'),
    chest: offMm('chest'),
    waist: offMm('waist'),
    thigh: offMm('thigh'),
    'mass (kg)': Math.abs(said.mass - real.mass),
    depth,
    mpjpe,
    paMpjpe,
    pve,
  };
}

console.log(`Mean errors over ${cases.length} people, mm:`);
const table = Object.entries(KNOWN).map(([title, known]) => {
  const rows = cases.map((one) => errorsOf(fitted(one, known), one.truth));
  const means = Object.keys(rows[0] ?? {}).map((key) => {
    const sum = rows.reduce((total, row) => total + (row[key] ?? Number.NaN), 0);
    return [key, Number((sum / rows.length).toFixed(1))];
  });
  return [title, Object.fromEntries(means)];
});
console.table(Object.fromEntries(table));
