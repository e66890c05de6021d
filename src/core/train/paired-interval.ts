/** Before and after on the same people: is the change real? */
import { assert } from '../common/assert.ts';
import { bootstrapRatio } from '../metrics/bootstrap.ts';

export interface PairedChange {
  /** Means. */
  readonly before: number;
  readonly after: number;
  /** 95 % bootstrap interval of the mean of after − before; the mean itself for a single pair. */
  readonly changeLow: number;
  readonly changeHigh: number;
  readonly better: number;
  readonly same: number;
  readonly worse: number;
  /** Which ones, the worst first. */
  readonly worseIndices: readonly number[];
}

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
  const { value, low95, high95 } = bootstrapRatio(changes.map((sum) => ({ sum, weight: 1 })));
  const worseIndices = changes
    .map((change, index) => ({ change, index }))
    .filter(({ change }) => change > tolerance)
    .toSorted((a, b) => b.change - a.change)
    .map(({ index }) => index);
  const better = changes.filter((change) => change < -tolerance).length;
  return {
    before: mean(before),
    after: mean(after),
    changeLow: low95 ?? value,
    changeHigh: high95 ?? value,
    better,
    same: changes.length - better - worseIndices.length,
    worse: worseIndices.length,
    worseIndices,
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
