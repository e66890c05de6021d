import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { model } from '../../../test/fixtures/embedded.ts';
import { seededRandom } from '../math/random.ts';
import type { BodyModel } from './body-model.ts';
import { LENGTHS, type LengthName } from './measurement-names.ts';
import {
  type Measurements,
  measureBody,
  measureLength,
  measurementSigmas,
  prepareMeasures,
} from './measurements.ts';
import { measuringLoopsOf } from './measuring-loops.ts';
import { shapeBody } from './shape.ts';
import { girth } from './tape.ts';
import { bodyVolume } from './volume.ts';

const measures = prepareMeasures(model);
const mean = new Float64Array(10);
const shapes = fc.array(fc.double({ min: -3, max: 3, noNaN: true }), {
  minLength: 10,
  maxLength: 10,
});

/** A shape of the body as the mean shape of a body that has no loops of its own. */
function withoutLoops(betas: ArrayLike<number>): BodyModel {
  const template = new Float32Array(model.template.length);
  shapeBody(model, betas, template);
  return { ...model, template, measuringLoops: undefined };
}

function expectClose(found: Measurements, wanted: Measurements, tolerance: number): void {
  for (const name of Object.keys(wanted) as (keyof Measurements)[]) {
    expect(Math.abs(found[name] - wanted[name]), name).toBeLessThan(tolerance * wanted[name]);
  }
}

describe('measureBody', () => {
  const golden = JSON.parse(readFileSync('test/golden/measurements.json', 'utf8')) as {
    betas: number[];
    measurements: Measurements;
  }[];
  it.each(golden)('meets the numpy reference, shape %#', ({ betas, measurements }) => {
    const found = measureBody(measures, betas);
    expect(Object.keys(found).toSorted()).toEqual(Object.keys(measurements).toSorted());
    // The reference is printed with seven decimals; the mesh that the volume is of is float32.
    expectClose(found, measurements, 2e-6);
  });

  it('grows with the body: lengths by the scale, volume and mass by its cube', () => {
    fc.assert(
      fc.property(shapes, fc.double({ min: 0.5, max: 2, noNaN: true }), (betas, scale) => {
        const scaled = {
          ...model,
          template: model.template.map((value) => scale * value),
          shapedirs: model.shapedirs.map((value) => scale * value),
        };
        const { volume, mass, ...lengths } = measureBody(measures, betas);
        const wanted = Object.entries(lengths).map(([name, value]) => [name, scale * value]);
        const cubes = { volume: scale ** 3 * volume, mass: scale ** 3 * mass };
        const found = measureBody(prepareMeasures(scaled), betas);
        expectClose(found, { ...Object.fromEntries(wanted), ...cubes }, 1e-5);
      }),
      { numRuns: 5 },
    );
  });

  it('gives left and right of a symmetric body the same girth', () => {
    fc.assert(
      fc.property(shapes, (betas) => {
        for (const [left, right] of Object.values(measures.tapes)) {
          if (left === undefined || right === undefined) continue;
          expect(girth(left, betas)).toBeCloseTo(girth(right, betas), 5);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('makes a taller body of a larger first beta', () => {
    const heights = [-2, -1, 0, 1, 2].map((first) =>
      measureLength(measures, 'height', [first, ...mean.subarray(1)]),
    );
    expect(heights).toEqual(heights.toSorted((a, b) => a - b));
  });

  it('keeps the parts of a body in proportion', () => {
    fc.assert(
      fc.property(shapes, (betas) => {
        const found = measureBody(measures, betas);
        expect(found.volume).toBeGreaterThan(0);
        expect(found.inseam).toBeLessThan(0.6 * found.height);
        expect(found.wrist).toBeLessThan(found.forearm);
        expect(found.upperArm).toBeLessThan(found.thigh);
      }),
      { numRuns: 50 },
    );
  });
});

describe('slopes', () => {
  const random = seededRandom(4);
  const betas = Float64Array.from({ length: 10 }, () => random.normal());

  function expectSlope(measure: (betas: Float64Array, slope?: Float64Array) => number, h: number) {
    const slope = new Float64Array(10);
    measure(betas, slope);
    for (let b = 0; b < 10; b++) {
      const difference =
        (measure(betas.with(b, betas[b] + h)) - measure(betas.with(b, betas[b] - h))) / (2 * h);
      expect(Math.abs(slope[b] - difference)).toBeLessThan(1e-6);
    }
  }

  it.each(LENGTHS)('of %s are those of central differences', (name) => {
    expectSlope((at, slope) => measureLength(measures, name, at, slope), 1e-5);
  });

  it('of the volume are those of central differences', () => {
    // A float32 mesh: differences of 1e-2 beta are some 1e-8 m³ off.
    expectSlope((at, slope) => bodyVolume(model, at, slope), 1e-2);
  });

  it('carry a covariance of the betas to the measurements', () => {
    const covariance = Float64Array.from({ length: 100 }, (_, i) => (i % 11 === 0 ? 0.04 : 0.01));
    const sigmas = measurementSigmas(measures, betas, covariance);
    for (const name of LENGTHS) {
      const slope = new Float64Array(10);
      measureLength(measures, name, betas, slope);
      const sum = slope.reduce((a, b) => a + b, 0);
      const squares = slope.reduce((a, b) => a + b * b, 0);
      expect(sigmas[name]).toBeCloseTo(Math.sqrt(0.03 * squares + 0.01 * sum * sum), 10);
    }
    expect(sigmas.mass).toBeCloseTo(985 * sigmas.volume, 10);
  });
});

describe('a body without loops', () => {
  it('is sliced where the embedded body has its loops, to 0.1 mm at the mean shape', () => {
    const sliced = measureBody(prepareMeasures(withoutLoops(mean)), mean);
    const looped = measureBody(measures, mean);
    for (const name of Object.keys(sliced) as LengthName[]) {
      expect(Math.abs(sliced[name] - looped[name]), name).toBeLessThan(1e-4);
    }
  });

  it('takes the curve of the limb that is measured, not of the other one', () => {
    const body = withoutLoops(mean);
    const loops = measuringLoopsOf(body);
    for (const [name, { edges }] of Object.entries(loops)) {
      const sides = new Set(Array.from(edges, (vertex) => Math.sign(body.template[3 * vertex])));
      if (name.startsWith('left')) expect([...sides]).toEqual([1]);
      if (name.startsWith('right')) expect([...sides]).toEqual([-1]);
    }
  });

  it('measured by slices of each shape differs from the loops by what the tape slips', () => {
    const random = seededRandom(9);
    const differences: Record<string, number[]> = {};
    for (let i = 0; i < 20; i++) {
      const betas = Float64Array.from({ length: 10 }, () => random.normal());
      const sliced = measureBody(prepareMeasures(withoutLoops(betas)), mean);
      const looped = measureBody(measures, betas);
      for (const name of Object.keys(looped) as LengthName[]) {
        differences[name] = [...(differences[name] ?? []), sliced[name] - looped[name]];
      }
    }
    const meanMm = (name: LengthName) =>
      (1000 * (differences[name] ?? []).reduce((sum, v) => sum + Math.abs(v), 0)) / 20;
    for (const name of ['height', 'armSpan'] as const) expect(meanMm(name)).toBeLessThan(0.01);
    for (const name of ['calf', 'upperArm', 'forearm', 'wrist'] as const) {
      expect(meanMm(name), name).toBeLessThan(1);
    }
    for (const name of ['waist', 'hip', 'thigh', 'neck', 'inseam'] as const) {
      expect(meanMm(name), name).toBeLessThan(8);
    }
    expect(meanMm('chest')).toBeLessThan(15);
  });
});

const bodyFile = join(process.env.SPIN_STUDIO_DATA ?? '../shared/data', 'body/body.json');
describe.skipIf(!existsSync(bodyFile))('over random shapes', () => {
  const stats: Record<string, { mean: number; sd: number }> = existsSync(bodyFile)
    ? JSON.parse(readFileSync(bodyFile, 'utf8')).measure.stats_over_200_random_shapes
    : {};
  const random = seededRandom(1);
  const sample = Array.from({ length: 400 }, () =>
    measureBody(
      measures,
      Float64Array.from({ length: 10 }, () => random.normal()),
    ),
  );

  it.each([
    ['stature', 'height'],
    ['mass_kg', 'mass'],
    ['chest', 'chest'],
    ['waist', 'waist'],
    ['hip', 'hip'],
    ['left_thigh', 'thigh'],
    ['left_calf', 'calf'],
    ['left_upper_arm', 'upperArm'],
    ['left_forearm', 'forearm'],
    ['left_wrist', 'wrist'],
    ['neck', 'neck'],
  ] as const)('the %s has the mean and spread that its makers print', (theirs, ours) => {
    const values = sample.map((row) => row[ours]);
    const average = values.reduce((sum, v) => sum + v, 0) / values.length;
    const variance = values.reduce((sum, v) => sum + (v - average) ** 2, 0) / (values.length - 1);
    const { mean: wanted, sd } = stats[theirs] ?? { mean: Number.NaN, sd: Number.NaN };
    // Four standard errors of a sample of 200 beside one of 400, and 2 mm of another tape's plane.
    expect(Math.abs(average - wanted)).toBeLessThan(4 * sd * Math.sqrt(1 / 200 + 1 / 400) + 2e-3);
    expect(Math.abs(Math.sqrt(variance) / sd - 1)).toBeLessThan(4 * Math.sqrt(1 / 400 + 1 / 800));
  });
});
