import { describe, expect, it } from 'vitest';
import { mean, model, prior, sampleTruths } from '../../../../test/fixtures/embedded.ts';
import { createPosedMesh, meshLandmarks } from '../../body/posed-mesh.ts';
import { projectPoints } from '../../camera/projection.ts';
import { seededRandom } from '../../math/random.ts';
import { createFitter, fitBody } from '../fitter.ts';
import { type FitProblem, stagesOf } from '../problem.ts';
import { createGradientBuffers, gradientAt } from '../solver/gradient.ts';
import { energyAt, linearize, linearizeGaussNewton, type Objective } from '../solver/objective.ts';
import { independentErrors } from '../terms/regressor-error.ts';
import { differentiateSkeleton, poseSkeleton } from './kinematics.ts';
import { createLandmarkJacobian, landmarkJacobian, MAX_COLUMNS } from './landmark-motion.ts';
import { landmarkPositions } from './landmark-positions.ts';
import { STRIDE, UNKNOWN_COUNT, unknownsFromBody } from './unknowns.ts';

/** Up to 2 cm a unit of rotation, far more than SMPL's, so that a forgotten share is seen. */
const corrected = {
  ...model,
  posedirs: new Float32Array(3 * model.vertexCount * 207).map((_, i) => 0.02 * Math.sin(i * i)),
};
const fitter = createFitter({
  model: corrected,
  prior,
  mean,
  error: independentErrors(new Array<number>(24).fill(0.25), 0.7),
});
const sample = sampleTruths()[0];
const mesh = createPosedMesh(corrected);

function problemOf(robust: (landmark: number) => boolean): FitProblem {
  const pixels = new Float64Array(108);
  projectPoints(sample.camera, meshLandmarks(mesh, sample.body), pixels);
  const points = Array.from({ length: 54 }, (_, landmark) => ({
    landmark,
    x: pixels[2 * landmark],
    y: pixels[2 * landmark + 1],
    weight: 1,
    robust: robust(landmark),
  }));
  const base = { camera: sample.camera, points, placingPoints: [], cropSidePx: 400 };
  return { preset: 'anchored', regression: undefined, constraints: [], ...base };
}

function unknownsNear(sigma: number): Float64Array {
  const random = seededRandom(4);
  const x = new Float64Array(STRIDE);
  unknownsFromBody(sample.body, x);
  for (let i = 0; i < UNKNOWN_COUNT; i++) x[i] += sigma * random.normal();
  return x;
}

function differences(value: (x: Float64Array) => Float64Array | number[], x: Float64Array) {
  const h = 1e-6;
  return Array.from({ length: UNKNOWN_COUNT }, (_, i) => {
    const [above, below] = [h, -h].map((step) => {
      const moved = x.slice();
      moved[i] += step;
      return Array.from(value(moved));
    });
    return above.map((v, k) => (v - below[k]) / (2 * h));
  });
}

describe('a body with pose correctives', () => {
  it('moves its landmarks with every joint as differences say', () => {
    const { kinematics } = fitter.workspace;
    const x = unknownsNear(0.1);
    const jacobian = createLandmarkJacobian();
    for (const landmark of [7, 24, 31, 44, 48]) {
      const at = (moved: Float64Array) => {
        const out = new Float64Array(3);
        poseSkeleton(kinematics, moved);
        landmarkPositions(kinematics, moved, Int32Array.of(landmark), out);
        return out;
      };
      const expected = differences(at, x);
      at(x);
      differentiateSkeleton(kinematics, x);
      landmarkJacobian(kinematics, x, landmark, jacobian);
      const found = expected.map(() => [0, 0, 0]);
      for (let c = 0; c < jacobian.count; c++) {
        const rows = [0, 1, 2].map((row) => jacobian.rows[row * MAX_COLUMNS + c]);
        found[jacobian.columns[c]] = rows;
      }
      for (const [i, column] of expected.entries()) {
        for (const [axis, value] of column.entries()) {
          expect(Math.abs(found[i][axis] - value), `${landmark}, ${i}`).toBeLessThan(1e-7);
        }
      }
    }
  });

  it('has the gradient of its energy, by forces and by the normal equations', () => {
    const { full } = stagesOf(
      problemOf((l) => l % 3 !== 0),
      fitter.mixture,
      fitter.error,
      3,
    );
    const x = unknownsNear(0.1);
    const buffers = createGradientBuffers();
    const { component } = gradientAt(full, fitter.workspace, x, 0, buffers);
    const energy = (at: Float64Array) => [
      energyAt(full, fitter.workspace, at, component, true).total,
    ];
    const expected = differences(energy, x).map(([slope]) => slope);
    const scale = Math.max(...expected.map(Math.abs));
    linearize(full, fitter.workspace, x, component);
    const { gradient } = fitter.workspace.normal;
    for (const [i, slope] of expected.entries()) {
      expect(Math.abs(buffers.gradient[i] - slope), `unknown ${i}`).toBeLessThan(1e-6 * scale);
      expect(Math.abs(2 * gradient[i] - slope), `unknown ${i}`).toBeLessThan(1e-6 * scale);
    }
  });

  it('has the Gauss–Newton Hessian of its residuals', () => {
    const { full } = stagesOf(
      problemOf(() => false),
      fitter.mixture,
      fitter.error,
      3,
    );
    const data: Objective = {
      ...full,
      poseWeight: 0,
      bendWeight: 0,
      shapeWeight: 0,
      anchor: undefined,
      depth: undefined,
    };
    const x = unknownsNear(0.05);
    const { kinematics, normal } = fitter.workspace;
    const all = Int32Array.from({ length: 54 }, (_, i) => i);
    const pixels = (at: Float64Array) => {
      const points = new Float64Array(162);
      const out = new Float64Array(108);
      poseSkeleton(kinematics, at);
      landmarkPositions(kinematics, at, all, points);
      projectPoints(sample.camera, points, out);
      return out;
    };
    const J = differences(pixels, x);
    linearizeGaussNewton(data, fitter.workspace, x, 0);
    const scale = J[2].reduce((sum, v) => sum + v * v, 0);
    const { weight } = data.observations;
    for (let i = 0; i < UNKNOWN_COUNT; i++) {
      for (let j = 0; j <= i; j++) {
        const product = J[i].reduce(
          (sum, v, k) => sum + v * J[j][k] * weight[Math.floor(k / 2)],
          0,
        );
        expect(Math.abs(normal.hessian[STRIDE * i + j] - product), `${i}, ${j}`).toBeLessThan(
          1e-5 * scale,
        );
      }
    }
  });

  it('is fitted to exact points', () => {
    const problem = problemOf(() => false);
    const start = { ...sample.body, pose: sample.body.pose.map((v) => 0.9 * v) };
    const { body } = fitBody(fitter, { ...problem, preset: 'anchored' }, [start]);
    const pixels = new Float64Array(108);
    projectPoints(sample.camera, meshLandmarks(mesh, body), pixels);
    const errors = problem.points.map(({ x, y }, l) =>
      Math.hypot(pixels[2 * l] - x, pixels[2 * l + 1] - y),
    );
    expect(errors.reduce((sum, e) => sum + e, 0) / 54).toBeLessThan(1.5);
  });
});
