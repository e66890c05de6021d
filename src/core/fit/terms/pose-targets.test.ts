import { describe, expect, it } from 'vitest';
import { model, newFitter, sampleTruths } from '../../../../test/fixtures/embedded.ts';
import type { BodyParameters } from '../../body/body-model.ts';
import { createPosedMesh, meshLandmarks } from '../../body/posed-mesh.ts';
import { COCO17 } from '../../keypoints/joint-sets.ts';
import { seededRandom } from '../../math/random.ts';
import { fitBody, refitBody } from '../fitter.ts';
import type { FitProblem } from '../problem.ts';
import { bakedBodyTerm } from './baked-body.ts';
import { rotationTerm, targetTerm } from './pose-targets.ts';

const fitter = newFitter();
const mesh = createPosedMesh(model);
const LEFT_WRIST = 20;
const LEFT_SHOULDER = 16;

interface Case {
  readonly problem: FitProblem;
  /** What the fit makes of the points alone. */
  readonly settled: BodyParameters;
  /** A place of the left wrist, from the pelvis, on the ray of its pixel that the arm can reach. */
  readonly place: readonly number[];
}

function placeOf(body: BodyParameters, landmark: number): number[] {
  return [...meshLandmarks(mesh, body).subarray(3 * landmark, 3 * landmark + 3)];
}

function fromPelvis(body: BodyParameters, landmark: number): number[] {
  const pelvis = placeOf(body, 0);
  return placeOf(body, landmark).map((value, i) => value - pelvis[i]);
}

function distance(a: readonly number[], b: readonly number[]): number {
  return Math.hypot(...a.map((value, i) => value - b[i]));
}

function withConstraints(problem: FitProblem, constraints: FitProblem['constraints']): FitProblem {
  return { ...problem, constraints };
}

/** Detected points 2 px off, a regression 0.15 rad off, and an arm turned at the shoulder. */
const cases: Case[] = sampleTruths()
  .slice(0, 8)
  .map(({ body, camera, landmarks }, seed) => {
    const random = seededRandom(seed);
    const points = COCO17.landmarks.map((landmark) => ({
      landmark,
      x: landmarks[2 * landmark] + 2 * random.normal(),
      y: landmarks[2 * landmark + 1] + 2 * random.normal(),
      weight: 0.7,
      robust: true,
    }));
    const ys = points.map(({ y }) => y);
    const cropSidePx = 1.2 * (Math.max(...ys) - Math.min(...ys));
    const regression = { ...body, pose: body.pose.map((value) => value + 0.15 * random.normal()) };
    const problem: FitProblem = {
      preset: 'anchored',
      camera,
      points,
      placingPoints: [],
      cropSidePx,
      regression,
      constraints: [],
    };
    const settled = fitBody(fitter, problem, [regression]).body;
    return { problem, settled, place: reachablePlace(settled, random.normal) };
  });

function reachablePlace(settled: BodyParameters, normal: () => number): number[] {
  const pose = settled.pose.slice();
  for (let axis = 0; axis < 3; axis++) pose[3 * LEFT_SHOULDER + axis] += 0.35 * normal();
  const before = placeOf(settled, LEFT_WRIST);
  const [, , depth] = placeOf({ ...settled, pose }, LEFT_WRIST);
  const pelvis = placeOf(settled, 0);
  return before.map((value, i) => (value * depth) / before[2] - pelvis[i]);
}

describe('a place set in 3D', () => {
  it('holds the joint within 2 cm, live and after the whole fit from the regression', () => {
    for (const { problem, settled, place } of cases) {
      const held = withConstraints(problem, [
        targetTerm({ landmark: LEFT_WRIST, position: place }),
      ]);
      const live = refitBody(fitter, held, settled).body;
      expect(distance(fromPelvis(live, LEFT_WRIST), place)).toBeLessThan(0.02);
      const whole = fitBody(fitter, held, [problem.regression ?? settled, live]).body;
      expect(distance(fromPelvis(whole, LEFT_WRIST), place)).toBeLessThan(0.02);
    }
  });

  it('of the pelvis moves the whole body there', () => {
    for (const { problem, settled } of cases) {
      const [x, y, z] = placeOf(settled, 0);
      const position = [1.03 * x, 1.03 * y, 1.03 * z];
      const held = withConstraints(problem, [targetTerm({ landmark: 0, position })]);
      const { body } = refitBody(fitter, held, settled);
      expect(distance(placeOf(body, 0), position)).toBeLessThan(0.02);
    }
  });

  it.each([
    ['behind the camera', [0, 0, -6]],
    ['a hundred metres away', [100, 0, 4]],
  ])('%s leaves the body where the points have it', (_, position) => {
    for (const { problem, settled } of cases) {
      const held = withConstraints(problem, [targetTerm({ landmark: LEFT_WRIST, position })]);
      const { body } = refitBody(fitter, held, settled);
      expect(distance(placeOf(body, LEFT_WRIST), placeOf(settled, LEFT_WRIST))).toBeLessThan(0.02);
    }
  });
});

describe('a rotation set in 3D', () => {
  it('holds the joint to 3 degrees in the whole fit', () => {
    for (const { problem, settled } of cases) {
      const before = settled.pose.subarray(3 * LEFT_SHOULDER, 3 * LEFT_SHOULDER + 3);
      const axisAngle = [...before].map((value) => value + 0.2);
      const held = withConstraints(problem, [rotationTerm({ joint: LEFT_SHOULDER, axisAngle })]);
      const { body } = fitBody(fitter, held, [settled]);
      const after = [...body.pose.subarray(3 * LEFT_SHOULDER, 3 * LEFT_SHOULDER + 3)];
      expect(distance(after, axisAngle)).toBeLessThan((3 * Math.PI) / 180);
    }
  });
});

describe('a baked body', () => {
  it('keeps a joint within 3 cm of where it was set, without the place that had held it', () => {
    for (const { problem, settled, place } of cases) {
      const target = targetTerm({ landmark: LEFT_WRIST, position: place });
      const baked = fitBody(fitter, withConstraints(problem, [target]), [settled]).body;
      const again = { ...problem, regression: baked, constraints: [bakedBodyTerm(baked)] };
      const { body } = fitBody(fitter, again, [problem.regression ?? settled, baked]);
      expect(distance(fromPelvis(body, LEFT_WRIST), place)).toBeLessThan(0.03);
    }
  });

  it('still follows a point placed by hand, to 3 px of the crop', () => {
    for (const { problem, settled } of cases) {
      const { camera, cropSidePx } = problem;
      const baked = withConstraints(problem, [bakedBodyTerm(settled)]);
      const points = problem.points.map((point) =>
        point.landmark === LEFT_WRIST
          ? { ...point, x: point.x + 0.08 * cropSidePx, weight: 25, robust: false }
          : point,
      );
      const { body } = fitBody(fitter, { ...baked, points }, [settled]);
      const [x, y, z] = placeOf(body, LEFT_WRIST);
      const point = points.find(({ landmark }) => landmark === LEFT_WRIST);
      const off = [
        (camera.focalLength * x) / z + camera.principalX - (point?.x ?? 0),
        (camera.focalLength * y) / z + camera.principalY - (point?.y ?? 0),
      ];
      expect((224 / cropSidePx) * Math.hypot(...off)).toBeLessThan(3);
    }
  });
});
