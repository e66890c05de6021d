/** Watches over the process that reads a target's mutants, and starts another when it dies. */
import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { Outcome } from './outcome.ts';

/** On a busy machine even a quick reader waits for the processor; a real hang waits for ever. */
const DEAD_MS = 30_000;

export interface Range {
  readonly target: string;
  readonly seed: number;
  readonly from: number;
  readonly to: number;
}

export interface Find extends Outcome {
  readonly target: string;
  readonly number: number;
}

export interface Report {
  readonly mutants: number;
  readonly results: number;
  readonly refused: number;
  readonly finds: readonly Find[];
}

type Message = { readonly begins: number } | (Outcome & { readonly number: number });

export async function watch(range: Range): Promise<Report> {
  const outcomes: (Outcome & { number: number })[] = [];
  for (let from = range.from; from < range.to; ) {
    const { done, died } = await runWorker({ ...range, from });
    outcomes.push(...done);
    if (died !== undefined) outcomes.push(died);
    from = died === undefined ? range.to : died.number + 1;
  }
  const count = (kind: Outcome['kind']) => outcomes.filter((each) => each.kind === kind).length;
  const finds = outcomes.filter(({ kind }) => kind !== 'result' && kind !== 'refused');
  return {
    mutants: outcomes.length,
    results: count('result'),
    refused: count('refused'),
    finds: finds.map((find) => ({ ...find, target: range.target })),
  };
}

/** What one process has read, and the mutant that it did not survive. */
function runWorker({ target, seed, from, to }: Range) {
  const child = fork(join(import.meta.dirname, 'worker.ts'), [target, seed, from, to].map(String), {
    execArgv: ['--max-old-space-size=1024'],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const done: (Outcome & { number: number })[] = [];
  let current = from;
  let errors = '';
  let isHanging = false;
  const kill = () => {
    isHanging = true;
    child.kill('SIGKILL');
  };
  let timer = setTimeout(kill, DEAD_MS);
  child.stderr?.on('data', (chunk) => {
    errors = (errors + chunk).slice(-4000);
  });
  child.on('message', (message: Message) => {
    clearTimeout(timer);
    timer = setTimeout(kill, DEAD_MS);
    if ('begins' in message) current = message.begins;
    else done.push(message);
  });
  return new Promise<{ done: typeof done; died: (Outcome & { number: number }) | undefined }>(
    (resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code) => {
        clearTimeout(timer);
        if (code === 0) return resolve({ done, died: undefined });
        const kind = isHanging ? 'hang' : 'crash';
        resolve({ done, died: { kind, number: current, detail: `exit ${code}: ${errors}` } });
      });
    },
  );
}
