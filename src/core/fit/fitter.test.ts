import { describe, expect, it } from 'vitest';
import { model, newFitter, sampleTruths } from '../../../test/fixtures/embedded.ts';
import type { BodyParameters } from '../body/body-model.ts';
import { createPosedMesh, meshLandmarks } from '../body/posed-mesh.ts';
import { projectPoints } from '../camera/projection.ts';
import { COCO17 } from '../keypoints/joint-sets.ts';
import { seededRandom } from '../math/random.ts';
import { fitBody, refitBody } from './fitter.ts';
import type { FitProblem } from './problem.ts';

const fitter = newFitter();
const truths = sampleTruths();
const mesh = createPosedMesh(model);

function projected(body: BodyParameters, camera: FitProblem['camera']): Float64Array {
  const pixels = new Float64Array(108);
  projectPoints(camera, meshLandmarks(mesh, body), pixels);
  return pixels;
}

function problemOf(sample: (typeof truths)[number], regression?: BodyParameters): FitProblem {
  const points = COCO17.landmarks.map((landmark) => ({
    landmark,
    x: sample.landmarks[2 * landmark],
    y: sample.landmarks[2 * landmark + 1],
    weight: 1,
    robust: true,
  }));
  const ys = points.map(({ y }) => y);
  const cropSidePx = 1.2 * (Math.max(...ys) - Math.min(...ys));
  const base = { camera: sample.camera, points, placingPoints: [], cropSidePx };
  return { preset: 'anchored', regression, constraints: [], ...base };
}

function perturbed({ body }: (typeof truths)[number], seed: number, sigma: number): BodyParameters {
  const random = seededRandom(seed);
  return {
    pose: body.pose.map((value) => value + sigma * random.normal()),
    betas: new Float64Array(10),
    translation: body.translation.map((value) => value * (1 + 0.03 * random.normal())),
  };
}

function meanErrorPx(body: BodyParameters, problem: FitProblem): number {
  const pixels = projected(body, problem.camera);
  const errors = problem.points.map(({ landmark, x, y }) =>
    Math.hypot(pixels[2 * landmark] - x, pixels[2 * landmark + 1] - y),
  );
  return errors.reduce((sum, error) => sum + error, 0) / errors.length;
}

describe('fitBody', () => {
  it('meets exact points from a disturbed start, with any preset', () => {
    for (const [i, sample] of truths.entries()) {
      const start = perturbed(sample, i, 0.15);
      for (const preset of ['anchored', 'spin-energy'] as const) {
        const problem = { ...problemOf(sample, start), preset };
        const { body } = fitBody(fitter, problem, [start]);
        const limit = (preset === 'anchored' ? 4 : 8) * (problem.cropSidePx / 224);
        expect(meanErrorPx(body, problem)).toBeLessThan(limit);
      }
    }
  });

  it('finds an upright body from the points alone', () => {
    for (const sample of truths.slice(0, 8)) {
      const problem = problemOf(sample);
      const { body } = fitBody(fitter, problem, []);
      expect(meanErrorPx(body, problem)).toBeLessThan((10 * problem.cropSidePx) / 224);
    }
  });

  it('sees no difference between the two vectors of a root about half a turn', () => {
    for (const sample of truths.slice(0, 8)) {
      const problem = problemOf(sample, sample.body);
      const pose = sample.body.pose.slice();
      const angle = Math.hypot(pose[0], pose[1], pose[2]);
      for (let i = 0; i < 3; i++) pose[i] *= (angle - 2 * Math.PI) / angle;
      const expected = refitBody(fitter, problem, sample.body, () => true).energy;
      const other = { ...sample.body, pose };
      expect(refitBody(fitter, problem, other, () => true).energy).toBeCloseTo(expected, 6);
    }
  });

  it('never ends above its start and says the same twice', () => {
    for (const [i, sample] of truths.slice(0, 10).entries()) {
      const start = perturbed(sample, i, 0.3);
      const problem = problemOf(sample, start);
      const before = refitBody(fitter, problem, start, () => true).energy;
      const first = fitBody(fitter, problem, [start]);
      expect(first.energy).toBeLessThanOrEqual(before);
      expect(fitBody(fitter, problem, [start])).toEqual(first);
    }
  });

  it.each([
    ['one point only', (p: FitProblem) => ({ ...p, points: p.points.slice(0, 1) }), /at least two/],
    [
      'a point that is not a number',
      (p: FitProblem) => ({ ...p, points: [{ ...p.points[0], x: Number.NaN }, ...p.points] }),
      /^The point of landmark 24 cannot be fitted: \(NaN/,
    ],
  ])('refuses %s with a sentence', (_, change, message) => {
    const sample = truths[0];
    expect(() => fitBody(fitter, change(problemOf(sample)), [sample.body])).toThrow(message);
  });

  it('refuses a start that is not finite, naming the part', () => {
    const start = { ...truths[0].body, betas: new Float64Array(10).fill(Number.NaN) };
    expect(() => fitBody(fitter, problemOf(truths[0]), [start])).toThrow(
      /the betas of the start has a number/,
    );
  });
});

describe('refitBody', () => {
  it('brings a placed wrist to within 3 px per 224 of where it was dragged', () => {
    let met = 0;
    for (const sample of truths) {
      const problem = problemOf(sample, sample.body);
      const settled = fitBody(fitter, problem, [sample.body]).body;
      const moved = draggedWrist(problem);
      const { body } = refitBody(fitter, moved, settled);
      const pixels = projected(body, problem.camera);
      const target = moved.points[9];
      const i = 2 * target.landmark;
      const left = Math.hypot(pixels[i] - target.x, pixels[i + 1] - target.y);
      if (left <= (3 * problem.cropSidePx) / 224) met++;
    }
    expect(met).toBeGreaterThanOrEqual(0.95 * truths.length);
  });

  it('gives the best so far when its time is over', () => {
    const sample = truths[2];
    const start = perturbed(sample, 2, 0.2);
    const problem = problemOf(sample, start);
    let steps = 0;
    const cut = refitBody(fitter, problem, start, () => steps++ >= 2);
    const whole = refitBody(fitter, problem, start);
    expect(cut.stop).toBe('out-of-time');
    expect(cut.iterations).toBeLessThanOrEqual(2);
    expect(cut.energy).toBeGreaterThan(whole.energy);
  });
});

/** The left wrist 20 px of the crop nearer to its shoulder, so that the arm can follow. */
function draggedWrist(problem: FitProblem): FitProblem {
  const [shoulder, wrist] = [problem.points[5], problem.points[9]];
  const distance = Math.hypot(shoulder.x - wrist.x, shoulder.y - wrist.y);
  const step = Math.min(distance, (20 * problem.cropSidePx) / 224) / distance;
  const moved = {
    ...wrist,
    x: wrist.x + step * (shoulder.x - wrist.x),
    y: wrist.y + step * (shoulder.y - wrist.y),
    weight: 25,
    robust: false,
  };
  return { ...problem, points: problem.points.with(9, moved) };
}
