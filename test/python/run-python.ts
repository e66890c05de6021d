/** Runs a script with real Python, from the repository's root. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');

/** @returns what it printed; throws with what it complained of when it fails */
export function runPython(script: string, ...parameters: readonly string[]): string {
  return execFileSync('python3', [script, ...parameters], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
}
