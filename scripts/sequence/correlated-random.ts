import type { Random } from '../../src/core/math/random.ts';
import { seededRandom } from '../../src/core/math/random.ts';

/** Random numbers of frames in a row: the n-th number of a frame goes with the n-th of the one before. */
export interface FrameRandom extends Random {
  nextFrame(): void;
}

/**
 * AR(1) in standard normals, whose distribution is that of independent ones; a uniform number is the
 * share of a normal below it. So an event that a frame draws, an exchange of sides or a hidden limb,
 * lasts.
 *
 * @param correlation of a number with that of the frame before, 0 for independent frames
 */
export function correlatedRandom(seed: number, correlation: number): FrameRandom {
  const fresh = seededRandom(seed);
  const kept: number[] = [];
  let next = 0;
  const normal = () => {
    const innovation = fresh.normal();
    const before = kept[next];
    const value =
      before === undefined
        ? innovation
        : correlation * before + Math.sqrt(1 - correlation ** 2) * innovation;
    kept[next++] = value;
    return value;
  };
  return {
    normal,
    uniform: () => shareBelow(normal()),
    nextFrame() {
      next = 0;
    },
  };
}

/** The normal distribution function, to 1.5e-7 (Abramowitz and Stegun 7.1.26). */
function shareBelow(z: number): number {
  const t = 1 / (1 + 0.3275911 * (Math.abs(z) / Math.SQRT2));
  const series =
    t *
    (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  const tail = (series * Math.exp((-z * z) / 2)) / 2;
  return z < 0 ? tail : 1 - tail;
}
