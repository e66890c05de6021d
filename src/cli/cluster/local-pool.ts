/** Shards on this machine, some at a time, each in a process of its own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import type { Reporter } from '../reporter.ts';
import { logFolderOf, type Part, shardCommand } from './submission.ts';

/** Ends when all have ended; a signal stops the shards, which put in safety what they have. */
export async function runPool(part: Part, reporter: Reporter): Promise<void> {
  const waiting = [...part.indices];
  const atOnce = Number(part.submission.options[0]);
  const stopping = new AbortController();
  const stop = () => stopping.abort();
  process.once('SIGINT', stop).once('SIGTERM', stop);
  const work = async () => {
    for (let index = waiting.shift(); index !== undefined; index = waiting.shift()) {
      if (stopping.signal.aborted) return;
      const code = await runChild(part, index, stopping.signal);
      reporter.note({ kind: 'shard', index, code }, `Shard ${index}: ${wordFor(code)}`);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  process.off('SIGINT', stop).off('SIGTERM', stop);
}

function wordFor(code: number | null): string {
  if (code === 0) return 'done';
  return code === 3 ? 'done; some pictures could not be used' : `ended with ${code ?? 'a signal'}`;
}

async function runChild(
  { run, order, submission }: Part,
  index: number,
  signal: AbortSignal,
): Promise<number | null> {
  mkdirSync(logFolderOf(run), { recursive: true });
  const log = openSync(join(logFolderOf(run), `shard-${index}.log`), 'a');
  const [program = '', ...args] = [
    ...shardCommand(order, submission, run.path),
    '--index',
    String(index),
  ];
  const child = spawn(program, args, { stdio: ['ignore', log, log] });
  closeSync(log);
  const stop = () => void child.kill('SIGTERM');
  signal.addEventListener('abort', stop);
  const [code] = await once(child, 'exit');
  signal.removeEventListener('abort', stop);
  return code;
}
