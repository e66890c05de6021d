import { describe, expect, it } from 'vitest';
import { seededRandom } from '../math/random.ts';
import { addLayers, bestRidge, type RidgeProblem, ridgeUpdate } from './ridge-update.ts';

function problem(people: number, seed = 1): RidgeProblem {
  const { normal, uniform } = seededRandom(seed);
  const numbers = (length: number) => Float32Array.from({ length }, normal);
  const weights = Array.from({ length: people }, () => 0.5 + uniform());
  return { features: numbers(6 * people), residuals: numbers(2 * people), weights, lambda: 0.7 };
}

/** What the update's goal is, by its definition. */
function goal({ features, residuals, weights, lambda }: RidgeProblem, w: number[], b: number[]) {
  let sum = lambda * [...w, ...b].reduce((total, value) => total + value * value, 0);
  for (const [i, weight] of weights.entries()) {
    for (let o = 0; o < 2; o++) {
      let said = b[o];
      for (let k = 0; k < 6; k++) said += features[6 * i + k] * w[2 * k + o];
      sum += weight * (said - residuals[2 * i + o]) ** 2;
    }
  }
  return sum;
}

function without(problem: RidgeProblem, person: number): RidgeProblem {
  const rest = <Rows extends Float32Array>(rows: Rows, width: number) =>
    rows.filter((_, i) => Math.trunc(i / width) !== person);
  return {
    ...problem,
    features: rest(problem.features, 6),
    residuals: rest(problem.residuals, 2),
    weights: problem.weights.toSpliced(person, 1),
  };
}

describe('the ridge update', () => {
  it.each([3, 20])('is the minimum of its goal with %i people and six features', (people) => {
    const given = problem(people);
    const { change } = ridgeUpdate(given);
    const [w, b] = [[...change.weight], [...change.bias]];
    const least = goal(given, w, b);
    for (let i = 0; i < w.length; i++) {
      for (const step of [-0.01, 0.01]) {
        expect(goal(given, w.with(i, w[i] + step), b)).toBeGreaterThan(least);
      }
    }
    expect(goal(given, w, [b[0] + 0.01, b[1]])).toBeGreaterThan(least);
  });

  it('says the residual of each person as an update without them leaves it', () => {
    const given = problem(9);
    const { leftOut } = ridgeUpdate(given);
    for (let person = 0; person < 9; person++) {
      const { change } = ridgeUpdate(without(given, person));
      for (let o = 0; o < 2; o++) {
        let said = change.bias[o];
        for (let k = 0; k < 6; k++) {
          said += given.features[6 * person + k] * change.weight[2 * k + o];
        }
        expect(leftOut[2 * person + o]).toBeCloseTo(given.residuals[2 * person + o] - said, 4);
      }
    }
  });

  it('does not see a person of weight 0', () => {
    const given = problem(8);
    const ignored = { ...given, weights: given.weights.with(2, 0) };
    const { change } = ridgeUpdate(ignored);
    const expected = ridgeUpdate(without(given, 2)).change;
    expect(Math.max(...change.weight.map((v, i) => Math.abs(v - expected.weight[i])))).toBeLessThan(
      1e-5,
    );
  });

  it('changes nothing where nothing is missing', () => {
    const { change } = ridgeUpdate({ ...problem(5), residuals: new Float32Array(10) });
    expect([...change.weight, ...change.bias].every((value) => value === 0)).toBe(true);
  });

  it('is undone by keeping the layer that was there', () => {
    const { change } = ridgeUpdate(problem(5));
    const layer = { weight: new Float32Array(12).fill(1), bias: Float32Array.of(2, 3) };
    const updated = addLayers(layer, change);
    expect(updated.weight[0]).toBeCloseTo(1 + change.weight[0]);
    expect(layer).toEqual({ weight: new Float32Array(12).fill(1), bias: Float32Array.of(2, 3) });
  });

  it('chooses a small ridge where the residuals follow the features, a large one where not', () => {
    const { features, residuals, weights } = problem(40);
    const linear = residuals.map((_, i) => features[6 * Math.trunc(i / 2)]);
    const candidates = [0.01, 1, 100, 10_000];
    expect(bestRidge({ features, weights, residuals: linear }, candidates)).toBe(0.01);
    expect(bestRidge({ features, weights, residuals }, candidates)).toBeGreaterThanOrEqual(100);
  });
});
