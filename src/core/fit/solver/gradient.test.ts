import { expect, it } from 'vitest';
import { newFitter, sampleTruths } from '../../../../test/fixtures/embedded.ts';
import { seededRandom } from '../../math/random.ts';
import { type FitProblem, stagesOf } from '../problem.ts';
import { STRIDE, UNKNOWN_COUNT, unknownsFromBody } from '../skeleton/unknowns.ts';
import { rotationTerm } from '../terms/pose-targets.ts';
import { createGradientBuffers, gradientAt } from './gradient.ts';
import { energyAt } from './objective.ts';

const fitter = newFitter();
const buffers = createGradientBuffers();

/** Every landmark, moved a little; some of them placed by hand. */
function problemOf(sample: ReturnType<typeof sampleTruths>[number], preset: FitProblem['preset']) {
  const random = seededRandom(5);
  const points = Array.from({ length: 54 }, (_, landmark) => ({
    landmark,
    x: sample.landmarks[2 * landmark] + 20 * random.normal(),
    y: sample.landmarks[2 * landmark + 1] + 20 * random.normal(),
    weight: 0.3 + random.uniform(),
    robust: landmark % 3 !== 0,
  }));
  return {
    preset,
    camera: sample.camera,
    points,
    placingPoints: [],
    cropSidePx: 400,
    regression: { ...sample.body, pose: sample.body.pose.map((value) => 0.8 * value) },
    constraints: [rotationTerm({ joint: 18, axisAngle: [0.1, -1, 0.4] })],
  };
}

it.each(sampleTruths().map((sample) => [sample.name, sample] as const))(
  'the gradient of every unknown is that of the energy: %s',
  (_, sample) => {
    for (const preset of ['anchored', 'spin-exact'] as const) {
      const { full, camera } = stagesOf(problemOf(sample, preset), fitter.mixture, fitter.error, 3);
      for (const objective of [full, camera ?? full]) {
        const random = seededRandom(9);
        const x = new Float64Array(STRIDE);
        unknownsFromBody(sample.body, x);
        for (let i = 0; i < UNKNOWN_COUNT; i++) x[i] += 0.1 * random.normal();
        const { component } = gradientAt(objective, fitter.workspace, x, 0, buffers);
        const gradient = buffers.gradient.slice();
        const scale = Math.max(...gradient.map(Math.abs));
        for (let i = 0; i < UNKNOWN_COUNT; i++) {
          const expected = objective.free[i] === 1 ? slope(objective, x, i, component) : 0;
          expect(Math.abs(gradient[i] - expected), `unknown ${i}`).toBeLessThan(1e-6 * scale);
        }
      }
    }
  },
);

function slope(objective: Parameters<typeof energyAt>[0], x: Float64Array, i: number, k: number) {
  const h = 1e-5;
  const at = (value: number) => {
    const moved = x.slice();
    moved[i] = value;
    return energyAt(objective, fitter.workspace, moved, k, true).total;
  };
  return (at(x[i] + h) - at(x[i] - h)) / (2 * h);
}
