/** The shipped regressor on simulated people in poses of unseen subjects: what it has to reach. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { drawCases, evaluateSet } from '../../scripts/lifter/evaluation.ts';
import { createLifter } from '../../src/core/regress/lifter.ts';
import type { LifterWeights } from '../../src/core/regress/lifter-network.ts';
import { loadLifterWeights } from '../../src/engine/adapters/embedded-models.ts';
import { chooseBackend } from '../../src/engine/compute/backend.ts';

const data = join(process.env.SPIN_STUDIO_DATA ?? '../shared/data', 'poses/poses_val.npz');
let lifter: LifterWeights;

beforeAll(async () => {
  await chooseBackend();
  lifter = createLifter(loadLifterWeights());
});

it.skipIf(!existsSync(data)).each([
  ['B2', 'COCO-17 with 3 px of noise', 62, 44],
  ['C', 'COCO-17 as a detector sees it', 83, 59],
] as const)('set %s, %s: at most %i mm MPJPE and %i mm PA-MPJPE', (set, _, mpjpeMm, paMpjpeMm) => {
  const result = evaluateSet(lifter, drawCases(set, 2000));
  expect(result.mpjpeMm).toBeLessThan(mpjpeMm);
  expect(result.paMpjpeMm).toBeLessThan(paMpjpeMm);
});
