/** The script of a Slurm job array: one task a shard. */

export interface ArrayOrder {
  /** Of the run; the job's name says it. */
  readonly runId: string;
  readonly indices: readonly number[];
  /** Program and arguments that a task runs; the shard's index comes from Slurm. */
  readonly command: readonly string[];
  /** Absolute. */
  readonly workFolder: string;
  readonly logFolder: string;
  /** Of sbatch, as `--partition=long`; they win over ours. */
  readonly options: readonly string[];
  /** What the tasks must have as it is here. */
  readonly environment: Readonly<Record<string, string>>;
}

export function jobName(runId: string): string {
  return `spin-${runId}`;
}

/** Ours first: of an option that is given twice sbatch takes the last. */
export function slurmScript(order: ArrayOrder): string {
  const options = [
    `--job-name=${jobName(order.runId)}`,
    `--array=${ranges(order.indices)}`,
    `--output=${order.logFolder.replaceAll('%', '%%')}/%A_%a.log`,
    '--open-mode=append',
    '--requeue',
    // The task is told before its time is over; it puts its work in safety and asks for more time.
    '--signal=B:USR1@120',
    ...order.options,
  ];
  return [
    '#!/bin/bash',
    ...options.map((option) => `#SBATCH ${quotedOption(option)}`),
    ...Object.entries(order.environment).map(([name, value]) => `export ${name}=${quoted(value)}`),
    `cd ${quoted(order.workFolder)} || exit 1`,
    // Signals reach the program itself.
    `exec ${order.command.map(quoted).join(' ')}`,
    '',
  ].join('\n');
}

/** 0-3,7 for 0, 1, 2, 3 and 7. @param indices ascending */
export function ranges(indices: readonly number[]): string {
  const parts: [number, number][] = [];
  for (const index of indices) {
    const last = parts.at(-1);
    if (last !== undefined && index === last[1] + 1) last[1] = index;
    else parts.push([index, index]);
  }
  return parts.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(',');
}

/** For a shell. */
export function quoted(word: string): string {
  return /^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

function quotedOption(option: string): string {
  return /[\s"#]/.test(option) ? `"${option.replaceAll('"', '\\"')}"` : option;
}
