import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newFitter, sampleTruths } from '../../../../test/fixtures/embedded.ts';
import type { BodyParameters } from '../../body/body-model.ts';
import { COCO17 } from '../../keypoints/joint-sets.ts';
import { multiply3 } from '../../math/matrix3.ts';
import { seededRandom } from '../../math/random.ts';
import { axisAngleFromMatrix, matrixFromAxisAngle } from '../../math/rotation.ts';
import type { FitProblem } from '../problem.ts';
import { stagesOf } from '../problem.ts';
import { BETAS, POSE, STRIDE, unknownsFromBody } from '../skeleton/unknowns.ts';
import type { Objective } from '../solver/objective.ts';
import { createFrameState } from './frame-state.ts';
import { accelerationWeights } from './motion-noise.ts';
import { createSequenceEquations, FRAME_ORDER } from './sequence-equations.ts';
import { fitSequence, type SequenceFrame } from './sequence-fit.ts';
import {
  accelerationEnergy,
  linearizeSequence,
  type SequenceObjective,
  sequenceEnergy,
} from './sequence-objective.ts';

const fitter = newFitter();
const truths = sampleTruths();
const noise = { jointSigma: new Array(24).fill(20), rotationSigma: new Array(24).fill(30) };
const weights = accelerationWeights(noise, 30);
const FREE = new Uint8Array(STRIDE).fill(1, 0, BETAS);

/** A frame's problem: the points of a sample, a little off, and a regression beside its body. */
function problemOf(sample: (typeof truths)[number], seed: number): FitProblem {
  const { normal } = seededRandom(seed);
  const points = COCO17.landmarks.map((landmark) => ({
    landmark,
    x: sample.landmarks[2 * landmark] + 4 * normal(),
    y: sample.landmarks[2 * landmark + 1] + 4 * normal(),
    weight: 1,
    robust: true,
  }));
  const pose = sample.body.pose.map((value) => value + 0.1 * normal());
  return {
    preset: 'anchored',
    camera: sample.camera,
    points,
    placingPoints: [],
    cropSidePx: 400,
    regression: { ...sample.body, pose },
    constraints: [],
  };
}

function near(body: BodyParameters, seed: number, sigma: number): BodyParameters {
  const { normal } = seededRandom(seed);
  return { ...body, pose: body.pose.map((value) => value + sigma * normal()) };
}

function pointOf(bodies: readonly BodyParameters[]) {
  const frames = bodies.map((body) => {
    const frame = createFrameState();
    unknownsFromBody(body, frame.x);
    return frame;
  });
  return { frames, components: new Int32Array(bodies.length) };
}

const objectiveOf = (problem: FitProblem): Objective => ({
  ...stagesOf(problem, fitter.mixture, fitter.error, 3).full,
  free: FREE,
});

describe('the derivatives of a sequence', () => {
  it('are those of central differences, with a held frame among those that move', () => {
    const sample = truths[0];
    const objective: SequenceObjective = {
      frames: [0, 1, 2, 3, 4].map((f) => (f === 1 ? undefined : objectiveOf(problemOf(sample, f)))),
      weights,
    };
    const point = pointOf([0, 1, 2, 3, 4].map((f) => near(sample.body, 10 + f, 0.2)));
    sequenceEnergy(objective, fitter.workspace, point);
    const equations = createSequenceEquations(Uint8Array.of(0, 1, 0, 0, 0));
    const damping = new Float64Array(5 * FRAME_ORDER);
    linearizeSequence(objective, fitter.workspace, point, equations, damping);
    const { gradient } = equations;
    const scale = Math.max(...gradient.map(Math.abs));
    for (let f = 0; f < 5; f++) {
      for (let i = 0; i < BETAS; i++) {
        const { x } = point.frames[f];
        const before = x[i];
        const at = (shift: number) => {
          x[i] = before + shift;
          return sequenceEnergy(objective, fitter.workspace, point, true);
        };
        const numeric = (at(1e-6) - at(-1e-6)) / 4e-6;
        x[i] = before;
        const expected = f === 1 ? 0 : numeric;
        expect(Math.abs(expected - gradient[FRAME_ORDER * f + i]) / scale).toBeLessThan(1e-6);
      }
    }
  });
});

/** Log(Exp(turn) Exp(θ)). */
function turned(theta: Float64Array, turn: Float64Array): Float64Array {
  const [a, b, c] = [new Float64Array(9), new Float64Array(9), new Float64Array(9)];
  matrixFromAxisAngle(turn, 0, a, 0);
  matrixFromAxisAngle(theta, 0, b, 0);
  multiply3(a, 0, b, 0, c, 0);
  const out = new Float64Array(3);
  axisAngleFromMatrix(c, 0, out, 0);
  return out;
}

describe('a track', () => {
  const speed = fc.double({ min: -0.2, max: 0.2, noNaN: true });
  const velocity = fc.tuple(speed, speed, speed).map((v) => Float64Array.from(v));

  it('that goes on at a constant velocity has no energy of acceleration', () => {
    fc.assert(
      fc.property(velocity, fc.nat(truths.length - 1), (step, i) => {
        const { body } = truths[i];
        const bodies = [0, 1, 2, 3].map((f) => ({
          ...body,
          translation: body.translation.map((value, axis) => value + f * step[axis]),
        }));
        const objective = {
          frames: bodies.map(() => objectiveOf(problemOf(truths[i], i))),
          weights,
        };
        const point = pointOf(bodies);
        sequenceEnergy(objective, fitter.workspace, point);
        expect(accelerationEnergy(objective, point)).toBeLessThan(1e-12);
      }),
    );
  });

  it('that turns evenly, through half a turn and back to front, has none of rotation', () => {
    fc.assert(
      fc.property(velocity, fc.nat(truths.length - 1), (turn, i) => {
        const { body } = truths[i];
        let root: Float64Array = body.pose.slice(0, 3);
        const bodies = Array.from({ length: 40 }, () => {
          const pose = body.pose.slice();
          pose.set(root);
          root = turned(root, turn);
          return { ...body, pose };
        });
        const still = { ...weights, joints: new Float64Array(24) };
        const objective = {
          frames: bodies.map(() => objectiveOf(problemOf(truths[i], i))),
          weights: still,
        };
        const point = pointOf(bodies);
        sequenceEnergy(objective, fitter.workspace, point);
        expect(accelerationEnergy(objective, point)).toBeLessThan(1e-9);
      }),
      { numRuns: 20 },
    );
  });
});

describe('fitSequence', () => {
  const frames = (sample: (typeof truths)[number], sigma: number): SequenceFrame[] =>
    Array.from({ length: 9 }, (_, f) => ({
      body: near(sample.body, 100 + f, sigma),
      problem: f === 4 ? undefined : problemOf(sample, f),
      isHeld: f === 6,
    }));

  it('never raises the energy, keeps held frames and the betas, and says the same twice', () => {
    for (const [i, sample] of truths.slice(0, 3).entries()) {
      const sequence = frames(sample, 0.1 * (i + 1));
      const first = fitSequence(fitter, sequence, weights);
      expect(first.energy).toBeLessThanOrEqual(first.startEnergy);
      expect(first.bodies[6]).toBe(sequence[6].body);
      for (const { betas } of first.bodies) expect(betas).toEqual(sample.body.betas);
      expect(fitSequence(fitter, sequence, weights)).toEqual(first);
    }
  });

  it('brings noisy fits of somebody who stands still nearer to the truth', () => {
    for (const sample of truths.slice(0, 6)) {
      const off = (bodies: readonly BodyParameters[]) =>
        bodies.reduce(
          (sum, { pose }) =>
            sum +
            pose.reduce((s, value, i) => (i < 3 ? s : s + (value - sample.body.pose[i]) ** 2), 0),
          0,
        );
      const sequence = frames(sample, 0.2).map((frame) => ({ ...frame, isHeld: false }));
      const { bodies } = fitSequence(fitter, sequence, weights);
      expect(off(bodies)).toBeLessThan(0.5 * off(sequence.map(({ body }) => body)));
    }
  });

  it('is not misled by a root about half a turn, whose vector has two signs', () => {
    const sample = truths[0];
    const away = (): BodyParameters => {
      const { body } = sample;
      const pose = body.pose.slice();
      const angle = Math.hypot(pose[0], pose[1], pose[2]);
      for (let i = 0; i < 3; i++) pose[i] *= (angle - 2 * Math.PI) / angle;
      return { ...body, pose };
    };
    const straight = Array.from({ length: 5 }, (_, f) => ({
      body: sample.body,
      problem: problemOf(sample, f),
      isHeld: false,
    }));
    const other = straight.map((frame, f) => (f % 2 === 0 ? frame : { ...frame, body: away() }));
    const expected = fitSequence(fitter, straight, weights);
    const result = fitSequence(fitter, other, weights);
    expect(result.energy).toBeCloseTo(expected.energy, 3);
  });

  it('refuses a point that is not a number', () => {
    const problem = problemOf(truths[0], 0);
    const broken = { ...problem, points: [{ ...problem.points[0], x: Number.NaN }] };
    const sequence = [{ body: truths[0].body, problem: broken, isHeld: false }];
    expect(() => fitSequence(fitter, sequence, weights)).toThrow(/cannot be fitted: \(NaN/);
  });
});

it('leaves the padding and the betas of a frame out of its unknowns', () => {
  expect(FRAME_ORDER % 4).toBe(0);
  expect(FRAME_ORDER).toBeGreaterThanOrEqual(POSE + 72);
});
