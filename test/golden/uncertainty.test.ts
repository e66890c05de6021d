/** The shipped intervals on simulated people in poses of unseen subjects: how often they have to hold. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { liftedCases } from '../../scripts/fit/lifted-cases.ts';
import { model } from '../../scripts/lifter/data.ts';
import { meanCoverage } from '../../scripts/uncertainty/coverage.ts';
import { sampleOf } from '../../scripts/uncertainty/samples.ts';
import {
  loadFitter,
  loadUncertaintyCalibration,
} from '../../src/engine/adapters/embedded-models.ts';

const data = join(process.env.SPIN_STUDIO_DATA ?? '../shared/data', 'poses/poses_val.npz');
const AXES = ['sideways', 'up and down', 'in depth'];

it.skipIf(!existsSync(data)).each([
  ['B2', 'COCO-17 with 3 px of noise'],
  ['C', 'COCO-17 as a detector sees it'],
] as const)('set %s, %s: intervals hold about 68 % and 95 % of the joints', async (set, _) => {
  const fitter = loadFitter(model);
  const samples = (await liftedCases(set, 100)).map((lifted) => sampleOf(fitter, lifted));
  const calibration = loadUncertaintyCalibration();
  const { joints, ellipsoids95, measurements } = meanCoverage(set, [{ samples, calibration }]);
  // 100 people of a dozen clips: the goal of ±5 and ±3 % and what chance adds to it.
  for (const [axis, name] of AXES.entries()) {
    expect(Math.abs((joints.within68[axis] ?? 0) - 68), name).toBeLessThan(8);
    expect(Math.abs((joints.within95[axis] ?? 0) - 95), name).toBeLessThan(4.5);
  }
  expect(Math.abs(ellipsoids95 - 95)).toBeLessThan(4.5);
  // One number a person: three standard errors.
  for (const { name, within68, within95 } of measurements) {
    expect(Math.abs(within68 - 68), name).toBeLessThan(14);
    expect(Math.abs(within95 - 95), name).toBeLessThan(6.5);
  }
});
