/** The fitter of the loop: the studio's, that holds less to what the regressor said. */
import type { Fitter } from '../fit/fitter.ts';
import { LOOP_ANCHOR } from './loop-defaults.ts';

export function loopFitter(fitter: Fitter): Fitter {
  const { factors } = fitter.error;
  const weaker = { ...factors, anchor: LOOP_ANCHOR * factors.anchor };
  return { ...fitter, error: { ...fitter.error, factors: weaker } };
}
