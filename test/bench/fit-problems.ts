/** Problems as the studio meets them: COCO-17 with 3 px of noise, starts 0.25 rad off. */
import { drawCases } from '../../scripts/lifter/evaluation.ts';
import type { BodyParameters } from '../../src/core/body/body-model.ts';
import type { FitProblem } from '../../src/core/fit/problem.ts';
import { BODY25 } from '../../src/core/keypoints/joint-sets.ts';
import { seededRandom } from '../../src/core/math/random.ts';
import { benchPoses } from './bench-poses.ts';

const START_SIGMA_RAD = 0.25;

export interface BenchProblem {
  readonly problem: FitProblem;
  readonly start: BodyParameters;
  readonly truth: BodyParameters;
}

export function drawProblems(count: number): BenchProblem[] {
  const random = seededRandom(17);
  return drawCases('B2', count, benchPoses(count)).map(({ person, pose, betas }) => {
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
