/**
 * The closed-form update of the last linear layer: no steps, and exactly reversible, since what is
 * added is kept. Ridge regression of what is missing on the features, towards no change at all:
 *
 *     minimise over ΔW, Δb:  Σ_i w_i ‖x_i ΔW + Δb − r_i‖² + λ (‖ΔW‖² + ‖Δb‖²)
 *
 * Few people and many features: it is solved among the people, N × N (the dual form; Saunders,
 * Gammerman and Vovk 1998), which also gives each one's residual without them in one go.
 */
import { assert } from '../common/assert.ts';
import { factorizeCholesky, solveCholesky } from '../math/cholesky.ts';
import type { LinearLayer } from './trainable-regressor.ts';

/** Rows of what the layer reads and of what it should have added. */
export interface RidgeProblem {
  /** Shape [N, F]. */
  readonly features: Float32Array;
  /** Wanted less said, shape [N, O]. */
  readonly residuals: Float32Array;
  /** Of the people, shape [N]. */
  readonly weights: readonly number[];
  readonly lambda: number;
}

export interface RidgeUpdate {
  /** What is to be added to the layer. */
  readonly change: LinearLayer;
  /** Residual of each person after an update from all the others, shape [N, O]. */
  readonly leftOut: Float32Array;
}

/** @throws when λ is not positive */
export function ridgeUpdate({ features, residuals, weights, lambda }: RidgeProblem): RidgeUpdate {
  assert(lambda > 0, 'a positive ridge');
  const people = weights.length;
  const [inputs, outputs] = [features.length / people, residuals.length / people];
  const kernel = factorisedKernel(features, weights, lambda);
  const change = {
    weight: new Float32Array(inputs * outputs),
    bias: new Float32Array(outputs),
  };
  const leftOut = new Float32Array(residuals.length);
  for (let o = 0; o < outputs; o++) {
    const dual = kernel.solve((i) => Math.sqrt(weights[i]) * residuals[outputs * i + o]);
    for (let i = 0; i < people; i++) {
      const root = Math.sqrt(weights[i]);
      leftOut[outputs * i + o] =
        root > 0 ? dual[i] / kernel.inverseDiagonal[i] / root : residuals[outputs * i + o];
      change.bias[o] += root * dual[i];
    }
    addColumn(change.weight, o, features, (i) => Math.sqrt(weights[i]) * dual[i], people);
  }
  return { change, leftOut };
}

/** The ridge, of some, that leaves the smallest squared residual on people left out. */
export function bestRidge(
  problem: Omit<RidgeProblem, 'lambda'>,
  candidates: readonly number[],
): number {
  const errors = candidates.map((lambda) => {
    const { leftOut } = ridgeUpdate({ ...problem, lambda });
    return leftOut.reduce((sum, value) => sum + value * value, 0);
  });
  return candidates[errors.indexOf(Math.min(...errors))];
}

export function addLayers(a: LinearLayer, b: LinearLayer): LinearLayer {
  return {
    weight: a.weight.map((value, i) => value + b.weight[i]),
    bias: a.bias.map((value, i) => value + b.bias[i]),
  };
}

function addColumn(
  weight: Float32Array,
  column: number,
  features: Float32Array,
  factor: (person: number) => number,
  people: number,
): void {
  const inputs = features.length / people;
  const outputs = weight.length / inputs;
  const sums = new Float64Array(inputs);
  for (let i = 0; i < people; i++) {
    const f = factor(i);
    for (let k = 0; k < inputs; k++) sums[k] += f * features[inputs * i + k];
  }
  for (let k = 0; k < inputs; k++) weight[outputs * k + column] = sums[k];
}

/** √w (x xᵀ + 1) √w + λ among the people, factorised; the order is padded to a multiple of 4. */
function factorisedKernel(features: Float32Array, weights: readonly number[], lambda: number) {
  const people = weights.length;
  const inputs = features.length / people;
  const order = 4 * Math.ceil(people / 4);
  const factor = new Float64Array(order * order);
  for (let i = 0; i < order; i++) {
    for (let j = 0; i < people && j <= i; j++) {
      const root = Math.sqrt(weights[i] * weights[j]);
      factor[order * i + j] = root === 0 ? 0 : root * (1 + dot(features, inputs, i, j));
    }
    factor[(order + 1) * i] += lambda;
  }
  const diagonal = new Float64Array(order);
  const isPositive = factorizeCholesky(factor, order, order, diagonal);
  assert(isPositive, 'a positive definite kernel: features are finite');
  const solve = (right: (person: number) => number) => {
    const x = Float64Array.from({ length: order }, (_, i) => (i < people ? right(i) : 0));
    solveCholesky(factor, order, order, diagonal, x);
    return x;
  };
  const unit = (i: number) => solve((j) => (i === j ? 1 : 0))[i];
  return { solve, inverseDiagonal: Float64Array.from({ length: people }, (_, i) => unit(i)) };
}

function dot(features: Float32Array, inputs: number, i: number, j: number): number {
  let sum = 0;
  for (let k = 0; k < inputs; k++) sum += features[inputs * i + k] * features[inputs * j + k];
  return sum;
}
