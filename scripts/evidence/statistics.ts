/** Means, and paired differences with what they are sure to. */

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Standard error of the mean. */
function standardError(values: readonly number[]): number {
  const middle = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - middle) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1) / values.length);
}

/** "−1.2 ± 0.4": mean of b − a over the same people, and its standard error. */
export function pairedDifference(a: readonly number[], b: readonly number[]): string {
  const differences = b.map((value, i) => value - a[i]);
  const sign = mean(differences) < 0 ? '−' : '+';
  const size = Math.abs(mean(differences)).toFixed(1);
  return `${sign}${size} ± ${standardError(differences).toFixed(1)}`;
}

/** Pearson's correlation. */
export function correlation(a: readonly number[], b: readonly number[]): number {
  const [ma, mb] = [mean(a), mean(b)];
  const cross = mean(a.map((value, i) => (value - ma) * (b[i] - mb)));
  const spread = (values: readonly number[], middle: number) =>
    Math.sqrt(mean(values.map((value) => (value - middle) ** 2)));
  return cross / (spread(a, ma) * spread(b, mb));
}
