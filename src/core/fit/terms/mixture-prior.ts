/**
 * SMPLify's pose prior: the best component of a mixture of Gaussians over the 69 body values,
 * `min_k [½ (θ − μ_k)ᵀ Λ_k (θ − μ_k) − ln w̃_k]`, with
 * `w̃_k = w_k / ((2π)^34.5 √|Σ_k| / min_l √|Σ_l|)` as SMPLify-X writes it.
 */
import type { PosePrior } from '../../body/pose-statistics.ts';
import { StudioError } from '../../common/errors.ts';
import { dotFourRows, dotRow, multiplyVector } from '../../math/dot-rows.ts';
import { BODY_POSE, BODY_POSE_COUNT, STRIDE } from '../skeleton/unknowns.ts';
import type { NormalEquations } from '../solver/normal-equations.ts';

const N = BODY_POSE_COUNT;

/** Ready for evaluation: one entry a component. */
export interface MixturePrior {
  readonly componentCount: number;
  /** Shape [K, 69]. */
  readonly means: Float64Array;
  /** L⁻¹ of Σ = L Lᵀ, lower triangle, shape [K, 69, 69]. */
  readonly whitening: Float64Array;
  /** Λ = Σ⁻¹, shape [K, 69, 69]. */
  readonly precisions: Float64Array;
  /** −ln w̃_k. */
  readonly constants: Float64Array;
}

/** @throws StudioError `model/invalid` when a covariance is not positive definite */
export function prepareMixture(prior: PosePrior): MixturePrior {
  const count = prior.componentCount;
  const whitening = new Float64Array(count * N * N);
  const precisions = new Float64Array(count * N * N);
  const logDeterminants = Array.from({ length: count }, (_, k) => {
    const logDeterminant = invertCholesky(prior.covariances, k, whitening);
    multiplyTransposed(whitening, k, precisions);
    return logDeterminant;
  });
  const smallest = Math.min(...logDeterminants);
  const constants = logDeterminants.map(
    (logDeterminant, k) =>
      (N / 2) * Math.log(2 * Math.PI) +
      (logDeterminant - smallest) / 2 -
      Math.log(prior.weights[k]),
  );
  return {
    componentCount: count,
    means: prior.means,
    whitening,
    precisions,
    constants: Float64Array.from(constants),
  };
}

/** Writes L⁻¹ of component k and returns ln |Σ_k|. */
function invertCholesky(covariances: Float64Array, k: number, out: Float64Array): number {
  const base = k * N * N;
  const L = covariances.slice(base, base + N * N);
  if (!factorize(L)) throw notPositive(k);
  let logDeterminant = 0;
  for (let column = 0; column < N; column++) {
    logDeterminant += 2 * Math.log(L[(N + 1) * column]);
    for (let i = column; i < N; i++) {
      let sum = i === column ? 1 : 0;
      for (let m = column; m < i; m++) sum -= L[N * i + m] * out[base + N * m + column];
      out[base + N * i + column] = sum / L[N * i + i];
    }
  }
  return logDeterminant;
}

/** Σ = L Lᵀ in place, once a prior: in double, plain loops. */
function factorize(L: Float64Array): boolean {
  for (let i = 0; i < N; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = L[N * i + j];
      for (let m = 0; m < j; m++) sum -= L[N * i + m] * L[N * j + m];
      if (i === j && !(sum > 0)) return false;
      L[N * i + j] = i === j ? Math.sqrt(sum) : sum / L[N * j + j];
    }
  }
  return true;
}

function notPositive(k: number): StudioError<'model/invalid'> {
  const issue = `covariance ${k} is not positive definite`;
  return new StudioError('model/invalid', `The pose prior cannot be used: ${issue}.`, {
    source: 'pose prior',
    issues: [issue],
  });
}

/** Λ = L⁻ᵀ L⁻¹. */
function multiplyTransposed(whitening: Float64Array, k: number, out: Float64Array): void {
  const base = k * N * N;
  for (let i = 0; i < N; i++) {
    for (let j = 0; j < N; j++) {
      let sum = 0;
      for (let m = Math.max(i, j); m < N; m++) {
        sum += whitening[base + N * m + i] * whitening[base + N * m + j];
      }
      out[base + N * i + j] = sum;
    }
  }
}

const difference = new Float64Array(N);
const dots = new Float64Array(4);
const slope = new Float64Array(N);

function differFromMean({ means }: MixturePrior, k: number, x: Float64Array): void {
  for (let i = 0; i < N; i++) difference[i] = x[BODY_POSE + i] - means[N * k + i];
}

/** Energy of one component at x; stops early, with a value above `limit`, once it exceeds it. */
export function componentEnergy(
  mixture: MixturePrior,
  k: number,
  x: Float64Array,
  limit = Number.POSITIVE_INFINITY,
): number {
  const { whitening, constants } = mixture;
  const matrix = N * N * k;
  differFromMean(mixture, k, x);
  let energy = constants[k];
  for (let i = 0; i < N - 1; i += 4) {
    // Above the diagonal stand zeros, so four rows may go as far as the last of them.
    dotFourRows(whitening, matrix + N * i, N, difference, i + 4, dots);
    energy += 0.5 * (dots[0] * dots[0] + dots[1] * dots[1] + dots[2] * dots[2] + dots[3] * dots[3]);
    if (energy > limit) return energy;
  }
  const last = dotRow(whitening, matrix + N * (N - 1), difference, N);
  return energy + 0.5 * last * last;
}

/** The component of least energy at x; `first` is tried first, since it mostly stays the best. */
export function bestComponent(
  mixture: MixturePrior,
  x: Float64Array,
  first: number,
): { component: number; energy: number } {
  let component = first;
  let energy = componentEnergy(mixture, first, x);
  for (let k = 0; k < mixture.componentCount; k++) {
    if (k === first) continue;
    const other = componentEnergy(mixture, k, x, energy);
    if (!(other < energy)) continue;
    component = k;
    energy = other;
  }
  return { component, energy };
}

/** Adds half the gradient of `weight · energy` of component k. */
export function addMixtureSlope(
  mixture: MixturePrior,
  k: number,
  weight: number,
  x: Float64Array,
  { gradient }: NormalEquations,
): void {
  differFromMean(mixture, k, x);
  multiplyVector(mixture.precisions, N * N * k, N, difference, slope);
  for (let i = 0; i < N; i++) gradient[BODY_POSE + i] += (weight / 2) * slope[i];
}

/** Adds half the Hessian of `weight · energy` of component k, the same at every x. */
export function addMixtureCurvature(
  { precisions }: MixturePrior,
  k: number,
  weight: number,
  { hessian }: NormalEquations,
): void {
  for (let i = 0; i < N; i++) {
    const row = N * (N * k + i);
    const out = STRIDE * (BODY_POSE + i) + BODY_POSE;
    for (let j = 0; j <= i; j++) hessian[out + j] += (weight / 2) * precisions[row + j];
  }
}
