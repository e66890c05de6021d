/** Problems as the studio meets them: COCO-17 with 3 px of noise, starts 0.25 rad off. */
import { drawCases } from '../../scripts/lifter/evaluation.ts';
import type { BodyParameters } from '../../src/core/body/body-model.ts';
import type { FitProblem } from '../../src/core/fit/problem.ts';
import { jointsFromPelvis } from '../../src/core/fit/skeleton/joint-distance.ts';
import { unknownsOf } from '../../src/core/fit/skeleton/unknowns.ts';
import { BODY25 } from '../../src/core/keypoints/joint-sets.ts';
import { seededRandom } from '../../src/core/math/random.ts';
import { BLAZEPOSE_LIMB_JOINTS } from '../../src/core/regress/blazepose-geometry.ts';
import { newFitter } from '../fixtures/embedded.ts';
import { benchPoses } from './bench-poses.ts';

const START_SIGMA_RAD = 0.25;
const SIGMA_M = [0.091, 0.075, 0.116];

export interface BenchProblem {
  readonly problem: FitProblem;
  readonly start: BodyParameters;
  readonly truth: BodyParameters;
}

/** The same problems with limb joints read from the picture, as far off as BlazePose's. */
export function withImagePlaces(problems: readonly BenchProblem[]): BenchProblem[] {
  const random = seededRandom(18);
  const { kinematics } = newFitter().workspace;
  return problems.map((item) => {
    const joints = jointsFromPelvis(kinematics, unknownsOf(item.truth));
    const place = (landmark: number) =>
      SIGMA_M.map((sigma, axis) => {
        const hips = (joints[3 + axis] + joints[6 + axis]) / 2;
        return joints[3 * landmark + axis] - hips + sigma * random.normal();
      });
    const places = BLAZEPOSE_LIMB_JOINTS.map(([landmark]) => ({
      landmark,
      fromHipsM: place(landmark),
    }));
    return { ...item, problem: { ...item.problem, imagePlaces: { sigmaM: SIGMA_M, places } } };
  });
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
