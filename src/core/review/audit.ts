/** What an unbiased sample says of all: who is drawn, and how many may be wrong. */
import { seededRandom } from '../math/random.ts';

const WARM_UP = 20;

/** `count` of the values, each as likely as any other; the same for the same seed. In random order. */
export function randomSample<Value>(
  values: readonly Value[],
  count: number,
  seed: number,
): Value[] {
  const { uniform } = seededRandom(seed);
  // The first numbers of neighbouring seeds are alike.
  for (let i = 0; i < WARM_UP; i++) uniform();
  const rest = [...values];
  const wanted = Math.min(count, rest.length);
  for (let i = 0; i < wanted; i++) {
    const j = i + Math.floor((rest.length - i) * uniform());
    [rest[i], rest[j]] = [rest[j] as Value, rest[i] as Value];
  }
  return rest.slice(0, wanted);
}

/**
 * The largest share of wrong ones that goes with what was found: the upper limit of Clopper's and
 * Pearson's one-sided exact interval.
 *
 * @param sureness probability that the share is no larger, such as 0.95
 * @returns in [0, 1]; 1 when nothing was audited
 * Source: Clopper and Pearson, Biometrika 26 (1934); the interval's limit is a quantile of a beta.
 */
export function wrongAtMost(wrong: number, audited: number, sureness: number): number {
  if (wrong >= audited) return 1;
  let [low, high] = [wrong / audited, 1];
  // The chance of so few wrong ones falls with the share: halved until a double can hold no more.
  for (let i = 0; i < 60; i++) {
    const share = (low + high) / 2;
    if (chanceOfAtMost(wrong, audited, share) > 1 - sureness) low = share;
    else high = share;
  }
  return high;
}

/** P(X ≤ k) of a binomial. */
function chanceOfAtMost(k: number, n: number, share: number): number {
  if (share >= 1) return 0;
  let [sum, logTerm] = [0, n * Math.log1p(-share)];
  for (let i = 0; i <= k; i++) {
    sum += Math.exp(logTerm);
    logTerm += Math.log((n - i) / (i + 1)) + Math.log(share) - Math.log1p(-share);
  }
  return sum;
}

/** "in 20 audited 0 wrong, so at most 14 % wrong (95 %)". */
export function auditSentence(wrong: number, audited: number): string {
  const percent = Math.ceil(100 * wrongAtMost(wrong, audited, 0.95));
  return `in ${audited} audited ${wrong} wrong, so at most ${percent} % wrong (95 %)`;
}
