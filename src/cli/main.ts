/**
 * The command line (`npm run -s studio -- COMMAND`): the services of the studio without a window,
 * for many pictures. Exit codes: 0 done, 1 failed, 2 not understood, 3 finished with failures.
 */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { isStudioError } from '../core/common/errors.ts';
import { openEngine } from '../engine/open-engine.ts';
import { runExport, runFit, runInfo, runPredict } from './commands.ts';
import { createReporter } from './reporter.ts';

const USAGE = `studio COMMAND [options]

  predict FOLDER   find people, regress and fit their bodies in all pictures below FOLDER
                   that nobody has worked on; goes on where it was stopped
  fit              fit the people again whom nobody has touched
  export           write training data
  info             what is in the project, and what the networks run on

  --project FILE   the project; default: in your data folder, one for each image folder
  --only untouched what a person has worked on is never changed; this is the default
  --format LIST    spin-npz, coco, or both with a comma (export; default spin-npz)
  --state LIST     people to export, by state (default accepted)
  --out DIR        where the export goes; default: beside the project
  --name NAME      base name of the exported files (default train)
  --seed N         kept in the manifest (default 0)
  --replace        write over an earlier export of this name
  --json           one JSON object a line instead of text

Exit codes: 0 done, 1 failed, 2 not understood, 3 finished with failures`;

class UsageError extends Error {}

export type Options = ReturnType<typeof readOptions>['values'];

function readOptions(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      project: { type: 'string' },
      only: { type: 'string', default: 'untouched' },
      format: { type: 'string', default: 'spin-npz' },
      state: { type: 'string', default: 'accepted' },
      out: { type: 'string' },
      name: { type: 'string', default: 'train' },
      seed: { type: 'string', default: '0' },
      replace: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
}

/** @returns the exit code */
async function main(args: readonly string[]): Promise<number> {
  const { values, positionals } = readOptions(args);
  const [command, folder] = positionals;
  if (values.help || command === undefined) {
    console.log(USAGE);
    return values.help ? 0 : 2;
  }
  if (values.only !== 'untouched') throw new UsageError(`--only ${values.only} is not known.`);
  const run = COMMANDS[command];
  if (run === undefined) throw new UsageError(`There is no command "${command}".`);
  if (command === 'predict' && folder === undefined)
    throw new UsageError('predict needs a FOLDER.');
  if (positionals.length > 2) throw new UsageError(`One folder at a time: ${positionals[2]}`);
  return withEngine(values, (engine, reporter) =>
    run({ engine, reporter, options: values, folder: folder && resolve(folder) }),
  );
}

const COMMANDS: Readonly<Record<string, typeof runPredict | undefined>> = {
  predict: runPredict,
  fit: runFit,
  export: runExport,
  info: runInfo,
};

async function withEngine(
  options: Options,
  run: (
    engine: ReturnType<typeof openEngine>,
    reporter: ReturnType<typeof createReporter>,
  ) => Promise<number>,
): Promise<number> {
  const engine = openEngine({
    host: 'cli',
    projectFile: options.project && resolve(options.project),
    exportFolder: options.out && resolve(options.out),
  });
  const stop = () => {
    for (const { id, status } of engine.jobs.list())
      if (status === 'running') engine.jobs.cancel(id);
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
  try {
    return await run(engine, createReporter(options.json));
  } finally {
    await engine.close();
  }
}

function report(error: unknown): number {
  const isUsage =
    error instanceof UsageError || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS');
  const message = error instanceof Error ? error.message : String(error);
  const json = process.argv.includes('--json');
  const code = isStudioError(error) ? error.code : isUsage ? 'usage' : 'internal';
  if (json) console.log(JSON.stringify({ kind: 'error', code, message }));
  console.error(isUsage ? `${message}\n\n${USAGE}` : message);
  if (code === 'internal') console.error(error);
  return isUsage ? 2 : 1;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.exitCode = report(error);
}
