/** What the command line says: lines for a reader, or one JSON object a line for a program. */
import type { Job } from '../contract/job.ts';

export interface Reporter {
  /** How far a job is; called often. */
  progress(job: Job): void;
  /** Something on the way: a line for a reader, an object for a program. */
  note(data: Record<string, unknown>, text: string): void;
  /** The end of a command. */
  result(text: string, data: Record<string, unknown>): void;
}

const JSON_EVERY_MS = 1000;

export function createReporter(json: boolean): Reporter {
  let told = 0;
  let problems = 0;
  return {
    progress(job) {
      for (const problem of job.problems.slice(problems)) {
        if (json) print({ kind: 'problem', ...problem });
        else console.error(`${problem.name}: ${problem.message}`);
      }
      problems = job.problems.length;
      if (performance.now() - told < JSON_EVERY_MS && job.status === 'running') return;
      told = performance.now();
      const { done, total, failed, secondsLeft, status } = job;
      if (json)
        print({ kind: 'progress', job: job.kind, done, total, failed, secondsLeft, status });
      else if (total !== null) console.error(`${done} of ${total}${left(secondsLeft)}`);
    },
    note(data, text) {
      if (json) print(data);
      else console.error(text);
    },
    result(text, data) {
      if (json) print({ kind: 'result', ...data });
      else console.log(text);
    },
  };
}

function left(seconds: number | null): string {
  if (seconds === null) return '';
  return seconds < 90 ? `, ${Math.ceil(seconds)} s left` : `, ${Math.ceil(seconds / 60)} min left`;
}

function print(line: Record<string, unknown>): void {
  console.log(JSON.stringify(line));
}
