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
export function ridgeUpdate(problem: RidgeProblem): RidgeUpdate {
  const { features, weights, lambda } = problem;
  const solution = solveDual(problem, factorise(kernelOf(problem), weights.length, lambda));
  return { change: changeOf(features, weights, solution.dual), leftOut: solution.leftOut };
}

/** The ridge, of some, that leaves the smallest squared residual on people left out. */
export function bestRidge(
  problem: Omit<RidgeProblem, 'lambda'>,
  candidates: readonly number[],
): number {
  const kernel = kernelOf(problem);
  const errors = candidates.map((lambda) => {
    const { leftOut } = solveDual(problem, factorise(kernel, problem.weights.length, lambda));
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

interface Factor {
  /** The inverse times a right side, one number for each person. */
  solve(right: (person: number) => number): Float64Array;
  readonly inverseDiagonal: Float64Array;
}

type Rows = Omit<RidgeProblem, 'lambda'>;

/** The people's shares in the change, shape [O, N], and what each would miss without them. */
function solveDual({ residuals, weights }: Rows, { solve, inverseDiagonal }: Factor) {
  const outputs = residuals.length / weights.length;
  const leftOut = residuals.slice();
  const dual = Array.from({ length: outputs }, (_, o) => {
    const shares = solve((i) => Math.sqrt(weights[i]) * residuals[outputs * i + o]);
    for (const [i, weight] of weights.entries()) {
      const root = Math.sqrt(weight);
      if (root > 0) leftOut[outputs * i + o] = shares[i] / inverseDiagonal[i] / root;
      shares[i] *= root;
    }
    return shares;
  });
  return { dual, leftOut };
}

function changeOf(
  features: Float32Array,
  weights: readonly number[],
  dual: readonly Float64Array[],
): LinearLayer {
  const inputs = features.length / weights.length;
  const weight = new Float32Array(inputs * dual.length);
  const bias = Float32Array.from(dual, (shares) =>
    weights.reduce((sum, _, i) => sum + shares[i], 0),
  );
  for (const [o, shares] of dual.entries()) {
    const sums = new Float64Array(inputs);
    for (let i = 0; i < weights.length; i++) {
      for (let k = 0; k < inputs; k++) sums[k] += shares[i] * features[inputs * i + k];
    }
    for (let k = 0; k < inputs; k++) weight[dual.length * k + o] = sums[k];
  }
  return { weight, bias };
}

/** √w (x xᵀ + 1) √w among the people, its lower triangle; the order is padded to a multiple of 4. */
function kernelOf({ features, weights }: Rows): Float64Array {
  const people = weights.length;
  const inputs = features.length / people;
  const order = 4 * Math.ceil(people / 4);
  const kernel = new Float64Array(order * order);
  for (let i = 0; i < people; i++) {
    for (let j = 0; j <= i; j++) {
      const root = Math.sqrt(weights[i] * weights[j]);
      kernel[order * i + j] = root === 0 ? 0 : root * (1 + dot(features, inputs, i, j));
    }
  }
  return kernel;
}

function factorise(kernel: Float64Array, people: number, lambda: number): Factor {
  assert(lambda > 0, 'a positive ridge');
  const order = Math.sqrt(kernel.length);
  const factor = kernel.slice();
  for (let i = 0; i < order; i++) factor[(order + 1) * i] += lambda;
  const diagonal = new Float64Array(order);
  const isPositive = factorizeCholesky(factor, order, order, diagonal);
  assert(isPositive, 'a positive definite kernel: features are finite');
  const solve = (right: (person: number) => number) => {
    const x = new Float64Array(order);
    for (let i = 0; i < people; i++) x[i] = right(i);
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
