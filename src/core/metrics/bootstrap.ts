/**
 * Intervals by resampling (Efron's percentile bootstrap): pictures are drawn with replacement, so
 * that the people of one picture, who are alike, go together.
 */
import { seededRandom } from '../math/random.ts';

/** What one picture gives to a ratio of sums; for a mean, the sum of the values and their number. */
export interface Share {
  readonly sum: number;
  readonly weight: number;
}

export interface Estimate {
  readonly value: number;
  /** 95 % interval; undefined for fewer than two pictures. */
  readonly low95: number | undefined;
  readonly high95: number | undefined;
}

const RESAMPLES = 2000;
const SEED = 95;

/**
 * Σ sums / Σ weights with its interval.
 *
 * @param uniform numbers in [0, 1); the same ones every time when left out
 */
export function bootstrapRatio(
  shares: readonly Share[],
  uniform: () => number = seededRandom(SEED).uniform,
  resamples = RESAMPLES,
): Estimate {
  const value = ratioOf(shares);
  if (shares.length < 2) return { value, low95: undefined, high95: undefined };
  const drawn = Float64Array.from({ length: resamples }, () => drawRatio(shares, uniform))
    .filter((ratio) => Number.isFinite(ratio))
    .sort();
  return { value, low95: quantile(drawn, 0.025), high95: quantile(drawn, 0.975) };
}

function ratioOf(shares: readonly Share[]): number {
  let [sum, weight] = [0, 0];
  for (const share of shares) {
    sum += share.sum;
    weight += share.weight;
  }
  return sum / weight;
}

function drawRatio(shares: readonly Share[], uniform: () => number): number {
  let [sum, weight] = [0, 0];
  for (let i = 0; i < shares.length; i++) {
    const share = shares[Math.floor(uniform() * shares.length)];
    sum += share.sum;
    weight += share.weight;
  }
  return sum / weight;
}

/** Between the neighbours in a straight line, as NumPy's default. @param sorted ascending */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const next = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (place - below) * (sorted[next] - sorted[below]);
}
