/** Problems as the studio meets them: COCO-17 with 3 px of noise, starts 0.25 rad off. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { validationPoses } from '../../scripts/lifter/data.ts';
import { drawCases } from '../../scripts/lifter/evaluation.ts';
import type { BodyParameters } from '../../src/core/body/body-model.ts';
import type { FitProblem } from '../../src/core/fit/problem.ts';
import { BODY25 } from '../../src/core/keypoints/joint-sets.ts';
import { seededRandom } from '../../src/core/math/random.ts';
import type { PoseSource } from '../../src/core/train/pose-pool.ts';
import { prior } from '../fixtures/embedded.ts';

const DATA = join(process.env.SPIN_STUDIO_DATA ?? '../shared/data', 'poses/poses_val.npz');
const START_SIGMA_RAD = 0.25;

export interface BenchProblem {
  readonly problem: FitProblem;
  readonly start: BodyParameters;
  readonly truth: BodyParameters;
}

/** Whether motion-capture poses are there; else poses are drawn from the embedded prior. */
export const hasMocap = existsSync(DATA);

export function drawProblems(count: number): BenchProblem[] {
  const random = seededRandom(17);
  const source = hasMocap ? validationPoses() : posesOfPrior(count);
  return drawCases('B2', count, source).map(({ person, pose, betas }) => {
    const { translation, camera } = person.view;
    const truth = { pose, betas, translation };
    const start = {
      pose: pose.map((value) => value + START_SIGMA_RAD * random.normal()),
      betas: new Float64Array(10),
      translation: translation.map((value) => value * (1 + 0.03 * random.normal())),
    };
    const points = BODY25.landmarks.flatMap((landmark, i) => {
      const [x = 0, y = 0, confidence = 0] = person.points.subarray(3 * i, 3 * i + 3);
      return confidence > 0 ? [{ landmark, x, y, weight: confidence ** 2, robust: true }] : [];
    });
    const cropSidePx = 224 * person.cropPx;
    const rest = {
      camera,
      points,
      placingPoints: [],
      cropSidePx,
      regression: start,
      constraints: [],
    };
    return { problem: { preset: 'anchored', ...rest }, start, truth };
  });
}

/** A component by its weight, then mean + L z. */
function posesOfPrior(count: number): PoseSource {
  const { uniform, normal } = seededRandom(3);
  const poses = new Float32Array(72 * count);
  for (let i = 0; i < count; i++) {
    const pick = uniform();
    let k = 0;
    for (let sum = prior.weights[0]; sum < pick && k < prior.componentCount - 1; ) {
      sum += prior.weights[++k];
    }
    const L = choleskyOf(prior.covariances.subarray(69 * 69 * k, 69 * 69 * (k + 1)));
    const z = Float64Array.from({ length: 69 }, normal);
    for (let row = 0; row < 69; row++) {
      let value = prior.means[69 * k + row];
      for (let column = 0; column <= row; column++) value += L[69 * row + column] * z[column];
      poses[72 * i + 3 + row] = value;
    }
  }
  return { poses, weights: new Float64Array(count).fill(1 / count) };
}

function choleskyOf(covariance: Float64Array): Float64Array {
  const L = covariance.slice();
  for (let i = 0; i < 69; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = L[69 * i + j];
      for (let m = 0; m < j; m++) sum -= L[69 * i + m] * L[69 * j + m];
      L[69 * i + j] = i === j ? Math.sqrt(sum) : sum / L[69 * j + j];
    }
  }
  return L;
}
