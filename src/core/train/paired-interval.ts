/** Before and after on the same people: is the change real? */
import { assert } from '../common/assert.ts';
import { seededRandom } from '../math/random.ts';

export interface PairedChange {
  /** Means. */
  readonly before: number;
  readonly after: number;
  /** 95 % bootstrap interval of the mean of after − before. */
  readonly changeLow: number;
  readonly changeHigh: number;
  readonly better: number;
  readonly same: number;
  readonly worse: number;
  /** Which ones, the worst first. */
  readonly worseIndices: readonly number[];
}

const RESAMPLES = 2000;
const SEED = 20_261_125;

/**
 * Errors are paired by index; smaller is better.
 *
 * @param tolerance differences up to this count as the same
 */
export function pairedChange(
  before: readonly number[],
  after: readonly number[],
  tolerance = 0,
): PairedChange {
  assert(before.length === after.length && before.length > 0, 'pairs of errors');
  const changes = after.map((value, i) => value - before[i]);
  const means = bootstrapMeans(changes);
  const worseIndices = changes
    .map((change, index) => ({ change, index }))
    .filter(({ change }) => change > tolerance)
    .toSorted((a, b) => b.change - a.change)
    .map(({ index }) => index);
  const better = changes.filter((change) => change < -tolerance).length;
  return {
    before: mean(before),
    after: mean(after),
    changeLow: means[Math.floor(0.025 * RESAMPLES)],
    changeHigh: means[Math.ceil(0.975 * RESAMPLES) - 1],
    better,
    same: changes.length - better - worseIndices.length,
    worse: worseIndices.length,
    worseIndices,
  };
}

/** Means of samples drawn with replacement (percentile bootstrap, Efron 1979), ascending. */
function bootstrapMeans(values: readonly number[]): Float64Array {
  const { uniform } = seededRandom(SEED);
  const draw = () => values[Math.floor(uniform() * values.length)];
  return Float64Array.from({ length: RESAMPLES }, () => mean(values.map(draw))).toSorted();
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
