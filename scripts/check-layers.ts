/** Checks the layer rules of `.dependency-cruiser.cjs`, and that it has read the sources at all. */
import { spawnSync } from 'node:child_process';

interface CruiseReport {
  readonly summary: {
    readonly totalCruised: number;
    readonly violations: readonly { from: string; to: string; rule: { name: string } }[];
  };
}

const run = spawnSync('depcruise', ['--output-type', 'json', 'src'], {
  encoding: 'utf8',
  maxBuffer: 1 << 28,
});
if (run.stdout === '') throw new Error(`dependency-cruiser gave no report: ${run.stderr}`);
const { summary } = JSON.parse(run.stdout) as CruiseReport;
for (const { from, to, rule } of summary.violations) console.error(`${rule.name}: ${from} → ${to}`);
console.log(`layers: ${summary.totalCruised} modules, ${summary.violations.length} violations`);
process.exitCode = summary.totalCruised === 0 || summary.violations.length > 0 ? 1 : 0;
