/**
 * Adds up what the test runners have written into `.cache/test-results/*.json` and prints it as
 * the last line: `N passed, N failed, N skipped`. Exits non-zero when a report is missing or a
 * test has failed.
 */
import { readFileSync } from 'node:fs';

interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

function readReport(name: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(readFileSync(`.cache/test-results/${name}.json`, 'utf8'));
  } catch (error) {
    console.error(`No result of the ${name} tests: ${String(error)}`);
    return undefined;
  }
}

function unitCounts(): Counts | undefined {
  const report = readReport('unit');
  if (report === undefined) return undefined;
  return {
    passed: Number(report.numPassedTests),
    failed: Number(report.numFailedTests) + brokenFiles(report),
    skipped: Number(report.numPendingTests) + Number(report.numTodoTests),
  };
}

/** Files that failed before any of their tests could. */
function brokenFiles({ testResults }: Record<string, unknown>): number {
  const files = testResults as { status: string; assertionResults: unknown[] }[];
  return files.filter((file) => file.status === 'failed' && file.assertionResults.length === 0)
    .length;
}

function browserCounts(): Counts | undefined {
  const stats = readReport('browser')?.stats as Record<string, number> | undefined;
  if (stats === undefined) return undefined;
  return {
    passed: (stats.expected ?? 0) + (stats.flaky ?? 0),
    failed: stats.unexpected ?? 0,
    skipped: stats.skipped ?? 0,
  };
}

const reports = [unitCounts(), browserCounts()];
const known = reports.filter((counts) => counts !== undefined);
const sum = (key: keyof Counts) => known.reduce((total, counts) => total + counts[key], 0);
console.log(`${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`);
process.exitCode = known.length < reports.length || sum('failed') > 0 ? 1 : 0;
