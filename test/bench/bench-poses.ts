/** Poses to measure on: motion capture of unseen subjects, or drawn from the embedded prior. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { validationPoses } from '../../scripts/lifter/data.ts';
import { seededRandom } from '../../src/core/math/random.ts';
import type { PoseSource } from '../../src/core/train/pose-pool.ts';
import { prior } from '../fixtures/embedded.ts';

const DATA = join(process.env.SPIN_STUDIO_DATA ?? '../shared/data', 'poses/poses_val.npz');

/** Whether the motion-capture poses are there. */
export const hasMocap = existsSync(DATA);

/** The motion-capture poses, or `count` from the prior where they are absent. */
export function benchPoses(count: number): PoseSource {
  return hasMocap ? validationPoses() : posesOfPrior(count);
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
