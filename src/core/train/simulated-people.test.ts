import { describe, expect, it } from 'vitest';
import { model, prior } from '../../../test/fixtures/embedded.ts';
import { aRandomBody } from '../../../test/fixtures/training.ts';
import type { BodyParameters } from '../body/body-model.ts';
import { compactLandmarks } from '../body/landmarks.ts';
import { seededRandom } from '../math/random.ts';
import { createTape, placeBody } from './landmark-gradient.ts';
import { TRAINING_RECIPE } from './lifter-sample.ts';
import { posesFromPrior } from './prior-poses.ts';
import { poolOfLabels, posesOfLabels, simulatedPeople } from './simulated-people.ts';
import { reprojectionPx } from './spin-score.ts';
import { EVALUATION_VIEWS } from './synthetic-view.ts';

const tape = createTape(compactLandmarks(model));
const labels = [1, 2, 3].map((seed) => ({ body: aRandomBody(seed), isTruth: false }));

describe('simulated people', () => {
  it('have their points where their bodies are, but for a detector’s noise', () => {
    const random = seededRandom(1);
    const pool = poolOfLabels(model, labels, 20, random);
    const recipe = { ...TRAINING_RECIPE, views: EVALUATION_VIEWS };
    const errors = simulatedPeople(pool, 40, recipe, random).map((person) =>
      reprojectionPx(tape, person, person.truth as BodyParameters),
    );
    const sorted = errors.toSorted((a, b) => a - b);
    expect(sorted[20]).toBeLessThan(10);
    expect(sorted[0]).toBeGreaterThan(0.1);
  });

  it('stand with the head up when the label stood so in its picture', () => {
    const { poses } = posesOfLabels(labels);
    for (let i = 0; i < 3; i++) {
      const pose = Float64Array.from(poses.subarray(72 * i, 72 * i + 72));
      const betas = new Float64Array(10);
      const places = placeBody(tape, { pose, betas, translation: new Float64Array(3) });
      const [pelvis, neck, ankle] = [0, 12, 7].map((landmark) => places[3 * landmark + 1]);
      expect(neck).toBeGreaterThan(pelvis + 0.3);
      expect(pelvis).toBeGreaterThan(ankle + 0.3);
    }
  });

  it('keep the label’s joints, but for a mirror image', () => {
    const pool = poolOfLabels(model, labels.slice(0, 1), 10, seededRandom(2));
    const elbows = new Set<string>();
    for (let i = 0; i < 10; i++) {
      const [left, right] = [18, 19].map((joint) =>
        pool.rotations.slice(216 * i + 9 * joint, 216 * i + 9 * joint + 1)[0].toFixed(4),
      );
      elbows.add([left, right].toSorted().join(' '));
    }
    expect(elbows.size).toBe(1);
  });
});

describe('poses of the prior', () => {
  it('have the mixture’s mean and spread', () => {
    const count = 4000;
    const { poses } = posesFromPrior(prior, count, seededRandom(3));
    for (const value of [0, 5, 30, 60]) {
      const drawn = Array.from({ length: count }, (_, i) => poses[72 * i + 3 + value]);
      const mean = drawn.reduce((sum, one) => sum + one, 0) / count;
      const variance = drawn.reduce((sum, one) => sum + (one - mean) ** 2, 0) / count;
      const expected = moments(value);
      expect(Math.abs(mean - expected.mean)).toBeLessThan(4 * Math.sqrt(variance / count));
      expect(variance / expected.variance).toBeCloseTo(1, 0);
    }
  });
});

function moments(value: number) {
  let [mean, square] = [0, 0];
  for (let k = 0; k < prior.componentCount; k++) {
    const component = prior.means[69 * k + value];
    mean += prior.weights[k] * component;
    square += prior.weights[k] * (component ** 2 + prior.covariances[69 * 69 * k + 70 * value]);
  }
  return { mean, variance: square - mean ** 2 };
}
