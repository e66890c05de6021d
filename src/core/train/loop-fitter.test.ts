import { expect, it } from 'vitest';
import { newFitter } from '../../../test/fixtures/embedded.ts';
import { loopFitter } from './loop-fitter.ts';

it('holds less to the regression than the studio’s fitter, which stays as it is', () => {
  const studio = newFitter();
  const { anchor, ...others } = studio.error.factors;
  const { anchor: weaker, ...same } = loopFitter(studio).error.factors;
  expect(weaker).toBeGreaterThan(0);
  expect(weaker).toBeLessThan(anchor);
  expect(same).toEqual(others);
  expect(studio.error.factors.anchor).toBe(anchor);
});
