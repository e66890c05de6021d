/** Prints the errors of the shipped regressor on simulated people (`npm run evaluate:lifter`). */
import { readFileSync } from 'node:fs';
import { readSafetensors } from '../src/core/formats/safetensors.ts';
import { createLifter } from '../src/core/regress/lifter.ts';
import { chooseBackend } from '../src/engine/compute/backend.ts';
import { drawCases, evaluateSet, SETS } from './lifter/evaluation.ts';
import { noiseQuantiles } from './lifter/noise-quantiles.ts';

const CASES = 2000;

await chooseBackend();
const path = process.argv[2] ?? 'resources/lifter/lifter.safetensors';
const lifter = createLifter(readSafetensors(readFileSync(path), path));
console.log('set  MPJPE  PA-MPJPE (mm; 14 LSP joints about the mid hip)');
for (const set of Object.keys(SETS) as (keyof typeof SETS)[]) {
  const { mpjpeMm, paMpjpeMm } = evaluateSet(lifter, drawCases(set, CASES));
  console.log(`${set.padEnd(4)} ${mpjpeMm.toFixed(1).padStart(5)}  ${paMpjpeMm.toFixed(1)}`);
}
const quantiles = noiseQuantiles(drawCases('C', CASES));
console.log(`noise of C at 25/50/75/90/95/99 %, px per 224: ${quantiles.join(' / ')}`);
