/** Poses that the embedded prior holds likely: what anyone has to simulate people with. */
import type { PosePrior } from '../body/pose-statistics.ts';
import type { Random } from '../math/random.ts';
import type { PoseSource } from './pose-pool.ts';

const N = 69;
/** How pelvises are tilted, standard deviation; the prior does not say. */
const TILT_RAD = 0.15;

/** @returns poses in an upright frame (y up, facing +z), all of one weight */
export function posesFromPrior(prior: PosePrior, count: number, random: Random): PoseSource {
  const factors = Array.from({ length: prior.componentCount }, (_, k) =>
    lowerFactor(prior.covariances.subarray(N * N * k, N * N * (k + 1))),
  );
  const poses = new Float32Array(72 * count);
  for (let i = 0; i < count; i++) {
    const k = drawComponent(prior.weights, random);
    const pose = poses.subarray(72 * i, 72 * i + 72);
    for (const axis of [0, 2]) pose[axis] = TILT_RAD * random.normal();
    pose.set(drawGaussian(prior.means.subarray(N * k, N * (k + 1)), factors[k], random), 3);
  }
  return { poses, weights: new Float64Array(count).fill(1 / count) };
}

function drawComponent(weights: Float64Array, { uniform }: Random): number {
  let left = uniform();
  for (const [k, weight] of weights.entries()) {
    left -= weight;
    if (left < 0) return k;
  }
  return weights.length - 1;
}

function drawGaussian(mean: Float64Array, L: Float64Array, { normal }: Random): Float64Array {
  const z = Float64Array.from({ length: N }, normal);
  return mean.map((value, row) => {
    let sum = value;
    for (let k = 0; k <= row; k++) sum += L[N * row + k] * z[k];
    return sum;
  });
}

/** L of A = L Lᵀ. */
function lowerFactor(A: Float64Array): Float64Array {
  const L = new Float64Array(N * N);
  for (let i = 0; i < N; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = A[N * i + j];
      for (let k = 0; k < j; k++) sum -= L[N * i + k] * L[N * j + k];
      L[N * i + j] = i === j ? Math.sqrt(Math.max(sum, 1e-12)) : sum / L[N * j + j];
    }
  }
  return L;
}
