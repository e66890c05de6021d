import { describe, expect, it } from 'vitest';
import { newFitter, sampleTruths } from '../../../../test/fixtures/embedded.ts';
import { seededRandom } from '../../math/random.ts';
import { BETAS, BODY_POSE, STRIDE, UNKNOWN_COUNT, unknownsFromBody } from '../skeleton/unknowns.ts';
import { createAnchor } from '../terms/anchor.ts';
import { type Constraints, constraintTerms } from '../terms/constraints.ts';
import { imagePlacesTerm } from '../terms/image-places.ts';
import type { PointTarget } from '../terms/observations.ts';
import { groupPoints } from '../terms/observations.ts';
import { energyAt, linearize, type Objective } from './objective.ts';

const fitter = newFitter();
const NONE: Constraints = {
  measurements: [],
  depthPicks: [],
  groundContact: [],
  targets: [],
  rotations: [],
  bakedBody: null,
};
const termsOf = (constraints: Constraints) => constraintTerms(constraints, fitter.measures);
const truths = sampleTruths();

/** Every landmark of a sample, moved a little; two points on one landmark; one not robust. */
function pointsOf(sample: (typeof truths)[number]): PointTarget[] {
  const random = seededRandom(1);
  return Array.from({ length: 55 }, (_, i) => ({
    landmark: i % 54,
    x: sample.landmarks[2 * (i % 54)] + 20 * random.normal(),
    y: sample.landmarks[2 * (i % 54) + 1] + 20 * random.normal(),
    weight: 0.3 + random.uniform(),
    robust: i % 3 !== 0,
  }));
}

function objectiveOf(sample: (typeof truths)[number], overrides: Partial<Objective>): Objective {
  return {
    camera: sample.camera,
    observations: groupPoints([], 40),
    mixture: fitter.mixture,
    poseWeight: 0,
    bendWeight: 0,
    shapeWeight: 0,
    depth: undefined,
    anchor: undefined,
    constraints: [],
    free: new Uint8Array(STRIDE).fill(1, 0, UNKNOWN_COUNT),
    ...overrides,
  };
}

const TERMS: Readonly<Record<string, (sample: (typeof truths)[number]) => Partial<Objective>>> = {
  reprojection: (sample) => ({ observations: groupPoints(pointsOf(sample), 40) }),
  pose: () => ({ poseWeight: 22.8 }),
  bend: () => ({ bendWeight: 231 }),
  shape: () => ({ shapeWeight: 25 }),
  depth: () => ({ depth: { weight: 25, depth: 3 } }),
  anchor: ({ body }) => ({
    anchor: createAnchor({ ...body, pose: body.pose.map((v) => 0.8 * v) }, precisionLike(3), 23),
  }),
  'place and rotation': () => ({
    constraints: termsOf({
      ...NONE,
      targets: [{ landmark: 40, position: [0.3, -0.2, 4] }],
      rotations: [{ joint: 18, axisAngle: [0.1, -1, 0.4] }],
    }),
  }),
  'image places': () => ({
    evidence: imagePlacesTerm({
      sigmaM: [0.1, 0.08, 0.2],
      places: [
        { landmark: 7, fromHipsM: [0.1, 0.5, -0.3] },
        { landmark: 20, fromHipsM: [-0.2, -0.4, 0.2] },
      ],
    }),
  }),
  'known lengths': () => ({
    constraints: termsOf({
      ...NONE,
      measurements: [
        { name: 'height', metres: 1.8 },
        { name: 'waist', metres: 0.7 },
        { name: 'thigh', metres: 0.6 },
      ],
    }),
  }),
  'baked body': ({ body }) => ({
    constraints: termsOf({
      ...NONE,
      bakedBody: { ...body, pose: body.pose.map((v) => 0.8 * v) },
    }),
  }),
  'depth pick': ({ body }) => ({
    constraints: termsOf({
      ...NONE,
      depthPicks: [19, 18, 5, 4].map((joint, i) => ({
        joint,
        direction:
          (['towards', 'away', 'flat'] as const)[(i + Math.round(9 * body.betas[0])) % 3] ?? 'flat',
      })),
    }),
  }),
  'ground contact': () => ({
    constraints: termsOf({ ...NONE, groundContact: ['left', 'right'] }),
  }),
};

/** Some symmetric positive definite matrix, shape [85, 85]. */
function precisionLike(seed: number): Float64Array {
  const { normal } = seededRandom(seed);
  const half = Float64Array.from({ length: 85 * 85 }, normal);
  return half.map((_, at) => {
    const [i, j] = [Math.trunc(at / 85), at % 85];
    let sum = i === j ? 1 : 0;
    for (let k = 0; k < 85; k++) sum += half[85 * i + k] * half[85 * j + k];
    return sum;
  });
}

/** A pose away from the truth, so that no gradient is small by chance. */
function stateNear(sample: (typeof truths)[number], seed: number): Float64Array {
  const random = seededRandom(seed);
  const x = new Float64Array(STRIDE);
  unknownsFromBody(sample.body, x);
  for (let i = 3; i < UNKNOWN_COUNT; i++) x[i] += 0.2 * random.normal();
  return x;
}

describe.each(Object.keys(TERMS))('the derivatives of the %s term', (name) => {
  it('are those of central differences', () => {
    for (const [seed, sample] of truths.slice(0, 4).entries()) {
      const objective = objectiveOf(sample, TERMS[name](sample));
      const x = stateNear(sample, seed);
      const { component } = energyAt(objective, fitter.workspace, x, 0, false);
      linearize(objective, fitter.workspace, x, component);
      const gradient = fitter.workspace.normal.gradient.slice();
      const scale = Math.max(1, ...gradient.map(Math.abs));
      for (let i = 0; i < UNKNOWN_COUNT; i++) {
        const step = 1e-6;
        const at = (shift: number) =>
          energyAt(objective, fitter.workspace, x.with(i, x[i] + shift), component, true).total;
        const numeric = (at(step) - at(-step)) / (4 * step);
        expect(Math.abs(numeric - gradient[i]) / scale).toBeLessThan(1e-6);
      }
    }
  });
});

describe('the Hessian', () => {
  it('of the data term is the true one where the local rotations are zero and the camera is far', () => {
    const sample = truths[0];
    const points = pointsOf(sample).map((point) => ({ ...point, robust: false }));
    const camera = { ...sample.camera, focalLength: 50 * sample.camera.focalLength };
    const objective = objectiveOf(sample, { camera, observations: groupPoints(points, 40) });
    const x = new Float64Array(STRIDE);
    unknownsFromBody(sample.body, x);
    x[2] *= 50;
    x.fill(0, BODY_POSE, BETAS);
    const gradientAt = (i: number, shift: number) => {
      linearize(objective, fitter.workspace, x.with(i, x[i] + shift), 0);
      return fitter.workspace.normal.gradient.slice();
    };
    linearize(objective, fitter.workspace, x, 0);
    const hessian = fitter.workspace.normal.hessian.slice();
    const largest = Math.max(...hessian.subarray(0, STRIDE * BETAS).map(Math.abs));
    const step = 1e-4;
    for (let column = BODY_POSE; column < BETAS; column++) {
      const [plus, minus] = [gradientAt(column, step), gradientAt(column, -step)];
      for (let row = column; row < BETAS; row++) {
        const numeric = (plus[row] - minus[row]) / (2 * step);
        expect(Math.abs(hessian[STRIDE * row + column] - numeric) / largest).toBeLessThan(0.002);
      }
    }
  });

  it('of the first unknowns is the same when the others are not asked for', () => {
    const sample = truths[1];
    const objective = objectiveOf(sample, {
      observations: groupPoints(pointsOf(sample), 40),
      depth: { weight: 25, depth: 3 },
      anchor: createAnchor(sample.body, precisionLike(3), 23),
      free: new Uint8Array(STRIDE).fill(1, 0, BODY_POSE),
    });
    const { normal } = fitter.workspace;
    const rows = Array.from({ length: 8 }, (_, i) => i);
    const lower = () => rows.map((i) => normal.hessian.slice(STRIDE * i, STRIDE * i + i + 1));
    const x = stateNear(sample, 4);
    linearize(objective, fitter.workspace, x, 0);
    const whole = { hessian: lower(), gradient: normal.gradient.slice(0, 8) };
    linearize(objective, fitter.workspace, stateNear(sample, 5), 0);
    linearize(objective, fitter.workspace, x, 0, 8);
    expect({ hessian: lower(), gradient: normal.gradient.slice(0, 8) }).toEqual(whole);
  });
});
