/**
 * Prints how far the measuring loops, which travel with the surface, and slices of each shape's own
 * T-pose are apart over random shapes, and the measurements' spread beside what the body's makers
 * print (body.json of SPIN_STUDIO_DATA).
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BodyModel } from '../src/core/body/body-model.ts';
import { LENGTHS, type MeasurementName } from '../src/core/body/measurement-names.ts';
import { type Measurements, measureBody, prepareMeasures } from '../src/core/body/measurements.ts';
import { shapeBody } from '../src/core/body/shape.ts';
import { seededRandom } from '../src/core/math/random.ts';
import { loadBodyModel } from '../src/engine/adapters/embedded-models.ts';

const SHAPES = 1000;
const model = loadBodyModel();
const measures = prepareMeasures(model);
const random = seededRandom(2026);

/** The shape as the mean shape of a body without loops. */
function sliced(betas: Float64Array): Measurements {
  const template = new Float32Array(model.template.length);
  shapeBody(model, betas, template);
  const body: BodyModel = { ...model, template, measuringLoops: undefined };
  return measureBody(prepareMeasures(body), new Float64Array(model.betaCount));
}

const rows = Array.from({ length: SHAPES }, () => {
  const betas = Float64Array.from({ length: model.betaCount }, () => random.normal());
  return { loops: measureBody(measures, betas), slices: sliced(betas) };
});
const names = Object.keys(rows[0]?.loops ?? {}) as MeasurementName[];

console.log(`Slices less loops over ${SHAPES} random shapes, mm:`);
console.table(
  LENGTHS.map((name) => {
    const mm = rows.map(({ loops, slices }) => 1000 * (slices[name] - loops[name]));
    return {
      measurement: name,
      bias: mean(mm).toFixed(1),
      meanAbsolute: mean(mm.map(Math.abs)).toFixed(1),
      largest: Math.max(...mm.map(Math.abs)).toFixed(1),
    };
  }),
);

const THEIRS: Readonly<Partial<Record<MeasurementName, string>>> = {
  height: 'stature',
  mass: 'mass_kg',
  thigh: 'left_thigh',
  calf: 'left_calf',
  upperArm: 'left_upper_arm',
  forearm: 'left_forearm',
  wrist: 'left_wrist',
};
const file = join(process.env.SPIN_STUDIO_DATA ?? '../shared/data', 'body/body.json');
const stats: Record<string, { neutral: number; mean: number; sd: number }> = existsSync(file)
  ? JSON.parse(readFileSync(file, 'utf8')).measure.stats_over_200_random_shapes
  : {};
const neutral = measureBody(measures, new Float64Array(model.betaCount));

console.log('Over the same shapes, metres, m³ and kg, beside body.json:');
console.table(
  names.map((name) => {
    const values = rows.map(({ loops }) => loops[name]);
    const spread = Math.sqrt(mean(values.map((v) => (v - mean(values)) ** 2)));
    const theirs = stats[THEIRS[name] ?? name];
    return {
      measurement: name,
      neutral: neutral[name].toFixed(4),
      theirNeutral: theirs?.neutral,
      mean: mean(values).toFixed(4),
      theirMean: theirs?.mean,
      sd: spread.toFixed(4),
      theirSd: theirs?.sd,
    };
  }),
);

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
