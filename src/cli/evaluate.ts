/** `evaluate`: the project's bodies, or a result file's, against what is true of the pictures. */
import { resolve } from 'node:path';
import { z } from 'zod';
import type { Engine } from '../engine/open-engine.ts';
import { exitCode, follow, type Invocation, openExisting, summary } from './commands.ts';
import type { Options } from './options.ts';
import { wrongOptions } from './wrong-options.ts';

const evaluateOptions = z.object({
  format: z.enum(['studio', 'spin-npz', '3dpw', 'ssp-3d', 'eft', 'coco']).optional(),
  joints: z.enum(['lsp14', 'j14', 'j17', 'h36m14', 'h36m17', 'smpl24']).optional(),
  name: z.string().regex(/^[\w.-]{1,80}$/),
});

export async function runEvaluate(invocation: Invocation): Promise<number> {
  const { engine, reporter, options } = invocation;
  openExisting(invocation);
  const { format, joints, name } = readOptions(options);
  const started = engine.evaluations.run({
    truth: await truthOf(engine, options),
    predictions: options.predictions && resolve(options.predictions),
    format,
    protocol: joints,
    name,
    replace: options.replace,
    command: commandLine(),
  });
  const job = await follow(invocation, started);
  const found = engine.evaluations.summary(job.id);
  const text = [job.message, ...(found?.findings ?? []), table(found)].join('\n');
  reporter.result(text, { ...summary(job), files: job.files, ...found });
  return exitCode(job, job.failed);
}

function readOptions({ format, joints, name = 'evaluation' }: Options) {
  const parsed = evaluateOptions.safeParse({ format, joints, name });
  if (parsed.success) return parsed.data;
  throw wrongOptions('This evaluation', parsed.error);
}

const USUAL_NAME = 'truth.json';

function truthOf(engine: Engine, { truth }: Options): string | Promise<string> {
  return truth === undefined ? engine.evaluations.truthPath(USUAL_NAME) : resolve(truth);
}

function commandLine(): string {
  const args = process.argv.slice(2).map((arg) => (/^[\w./=-]+$/.test(arg) ? arg : `'${arg}'`));
  return `npm run -s studio -- ${args.join(' ')}`;
}

type Summary = ReturnType<Engine['evaluations']['summary']>;

/** One line a metric: each method's mean, and what the fit has changed. */
function table(found: Summary): string {
  if (found === null) return '';
  const { methods, metrics } = found;
  const lines = metrics.map(({ title, decimals, byMethod, change }) => {
    const values = methods.map((method) => byMethod[method]?.value.toFixed(decimals) ?? '–');
    const changed = change === null ? '' : `  ${change.value.toFixed(decimals)}`;
    return `${title.padEnd(36)}${values.map((value) => value.padStart(12)).join('')}${changed}`;
  });
  const heads = methods.map((method) => method.padStart(12)).join('');
  return [`${''.padEnd(36)}${heads}  fit − regression`, ...lines].join('\n');
}
