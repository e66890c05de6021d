/** Programs that the set-up starts: their errors are reasons, and they end with it. */
import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';

const STDERR_KEPT = 2000;
let child: ChildProcess | undefined;

/** Ends what runs; its caller then fails and tidies up. */
export function stopRunning(): void {
  child?.kill();
}

/** @returns what it has printed; its error text is the reason of a failure */
export function run(
  program: string,
  args: readonly string[],
  options: SpawnOptions = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const started = spawn(program, [...args], options);
    child = started;
    let output = '';
    let errors = '';
    started.stdout?.on('data', (chunk) => {
      output += chunk;
    });
    started.stderr?.on('data', (chunk) => {
      errors = (errors + chunk).slice(-STDERR_KEPT);
    });
    started.once('error', (error) => reject(new Error(`${program} failed: ${error.message}`)));
    started.once('close', (code, signal) => {
      if (code === 0) resolve(output);
      else reject(new Error(`${program} failed (${signal ?? code}): ${errors.trim()}`));
    });
  });
}

export async function works(program: string, ...args: string[]): Promise<boolean> {
  return run(program, args).then(
    () => true,
    () => false, // that it does not run is the answer
  );
}
