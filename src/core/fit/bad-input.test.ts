import { describe, expect, it } from 'vitest';
import { newFitter, sampleTruths } from '../../../test/fixtures/embedded.ts';
import { COCO17 } from '../keypoints/joint-sets.ts';
import { fitBody, refitBody } from './fitter.ts';
import { type FitProblem, stagesOf } from './problem.ts';
import { STRIDE, unknownsFromBody } from './skeleton/unknowns.ts';
import { minimize, type SolverState } from './solver/levenberg-marquardt.ts';
import { energyAt } from './solver/objective.ts';

const fitter = newFitter();
const [{ camera, landmarks, body }] = sampleTruths();

const problem: FitProblem = {
  preset: 'anchored',
  camera,
  points: COCO17.landmarks.map((landmark) => ({
    landmark,
    x: landmarks[2 * landmark],
    y: landmarks[2 * landmark + 1],
    weight: 1,
    robust: true,
  })),
  placingPoints: [],
  cropSidePx: 300,
  regression: body,
  constraints: [],
};
const behind = { ...body, translation: Float64Array.of(0, 0, -3) };
const broken = { ...body, pose: body.pose.with(4, Number.NaN) };
/** A residual that pulls without end in a direction that does not exist. */
const unhinged = {
  name: 'unhinged',
  energy: () => Number.NaN,
  add: () => undefined,
};

describe('a fit refuses, and says what is at fault', () => {
  it.each([
    ['no keypoint', { points: [] }, 'fit/no-keypoints', { usable: 0 }],
    ['one keypoint', { points: problem.points.slice(4, 5) }, 'fit/no-keypoints', { usable: 1 }],
    [
      'points that do not count',
      { points: problem.points.map((point) => ({ ...point, weight: 0 })) },
      'fit/no-keypoints',
      { usable: 0 },
    ],
    [
      'all points on one spot',
      { points: problem.points.map((point) => ({ ...point, x: 40, y: 50 })) },
      'fit/infeasible',
      { term: 'reprojection' },
    ],
    [
      'a point that is not finite',
      { points: problem.points.with(3, { ...problem.points[3], y: Number.NaN }) },
      'fit/infeasible',
      { term: 'reprojection' },
    ],
    [
      'a focal length of 0',
      { camera: { ...camera, focalLength: 0 } },
      'fit/infeasible',
      { term: 'camera' },
    ],
    [
      'a negative focal length',
      { camera: { ...camera, focalLength: -1000 } },
      'fit/infeasible',
      { term: 'camera' },
    ],
    [
      'an absurd focal length',
      { camera: { ...camera, focalLength: 1e12 } },
      'fit/infeasible',
      { term: 'camera' },
    ],
    [
      'a focal length that is no number',
      { camera: { ...camera, focalLength: Number.NaN } },
      'fit/infeasible',
      { term: 'camera' },
    ],
    [
      'a centre that is no number',
      { camera: { ...camera, principalX: Number.NaN } },
      'fit/infeasible',
      { term: 'camera' },
    ],
    ['a regression that is not finite', { regression: broken }, 'fit/infeasible', { term: 'pose' }],
    [
      'a constraint without a value',
      { constraints: [unhinged] },
      'fit/infeasible',
      { term: 'constraints' },
    ],
  ])('%s', (_, change, code, data) => {
    const bad: FitProblem = { ...problem, ...change };
    expect(() => fitBody(fitter, bad, [body])).toThrow(expect.objectContaining({ code, data }));
    expect(() => refitBody(fitter, bad, body)).toThrow(expect.objectContaining({ code, data }));
  });

  it('a start that is not finite or behind the camera', () => {
    const pose = expect.objectContaining({ code: 'fit/infeasible', data: { term: 'pose' } });
    expect(() => fitBody(fitter, problem, [broken])).toThrow(pose);
    const reprojection = { code: 'fit/infeasible', data: { term: 'reprojection' } };
    expect(() => refitBody(fitter, problem, behind)).toThrow(expect.objectContaining(reprojection));
  });
});

describe('a fit copes with', () => {
  it('one of several starts behind the camera', () => {
    const { energy } = fitBody(fitter, problem, [behind, body]);
    expect(energy).toBeCloseTo(fitBody(fitter, problem, [body]).energy, 6);
  });

  it.each([
    ['a point far outside', 1e6, true],
    ['a placed point far outside', 1e6, false],
    ['a point beyond every picture', 1e150, true],
  ])('%s', (_, x, robust) => {
    const points = problem.points.with(9, { ...problem.points[9], x, robust });
    const result = fitBody(fitter, { ...problem, points }, [body]);
    expect(Number.isFinite(result.energy)).toBe(true);
    expect(result.body.pose.every(Number.isFinite)).toBe(true);
    expect(result.body.translation[2]).toBeGreaterThan(0);
  });

  it('two points', () => {
    const points = [problem.points[5], problem.points[12]];
    const { body: fitted } = fitBody(fitter, { ...problem, points, regression: undefined }, []);
    expect(fitted.pose.every(Number.isFinite)).toBe(true);
  });

  it('being cancelled at any step: it gives the best body so far', () => {
    let before = Number.POSITIVE_INFINITY;
    for (let steps = 0; steps < 6; steps++) {
      let left = steps;
      const tilted = { ...body, pose: body.pose.map((value) => value + 0.1) };
      const { energy, stop } = refitBody(fitter, problem, tilted, () => left-- <= 0);
      expect(stop).toBe('out-of-time');
      expect(energy).toBeLessThanOrEqual(before);
      before = energy;
    }
  });

  it('singular normal equations: it says that there is no progress, and the body stays', () => {
    const { full } = stagesOf(problem, fitter.mixture, fitter.error, body.translation[2]);
    const flat = {
      ...full,
      observations: { ...full.observations, weight: new Float64Array(17) },
      poseWeight: 0,
      bendWeight: 0,
      shapeWeight: 0,
      depth: undefined,
      anchor: undefined,
      constraints: [{ name: 'flat', energy: () => 1, add: () => undefined }],
    };
    const x = new Float64Array(STRIDE);
    unknownsFromBody(body, x);
    const { workspace, buffers } = fitter;
    const { total, component } = energyAt(flat, workspace, x, 0, false);
    const state: SolverState = {
      x: x.slice(),
      energy: total,
      component,
      lambda: 0.1,
      iterations: 0,
    };
    const solved = { objective: flat, workspace, buffers, frozenComponent: false };
    expect(minimize(solved, state, { maxIterations: 50, tolerance: 1e-5 })).toBe('no-progress');
    expect(state).toMatchObject({ x, energy: 1, iterations: 0 });
  });
});
