/**
 * The command line (`npm run -s studio -- COMMAND`): the services of the studio without a window,
 * for many pictures. Exit codes: 0 done, 1 failed, 2 not understood, 3 finished with failures.
 */
import { resolve } from 'node:path';
import { isStudioError } from '../core/common/errors.ts';
import { openEngine } from '../engine/open-engine.ts';
import { runAccept } from './accept.ts';
import { runMerge } from './cluster/merge-command.ts';
import { runShard } from './cluster/shard-command.ts';
import { runRunStatus } from './cluster/status-command.ts';
import { runRetry, runSubmit } from './cluster/submit-command.ts';
import { COMMAND_NAMES, type CommandName } from './command-names.ts';
import { runExport, runFit, runInfo, runPredict } from './commands.ts';
import { runEvaluate } from './evaluate.ts';
import { runImport } from './import.ts';
import { runModels } from './models-command.ts';
import { type Options, readOptions, USAGE, UsageError } from './options.ts';
import { createReporter } from './reporter.ts';
import { runRuns, runTrain } from './train.ts';

/** @returns the exit code */
async function main(args: readonly string[]): Promise<number> {
  const { values, positionals } = readOptions(args);
  const [command, folder] = positionals;
  if (values.help || command === undefined) {
    console.log(USAGE);
    return values.help ? 0 : 2;
  }
  if (values.only !== 'untouched') throw new UsageError(`--only ${values.only} is not known.`);
  if (!isCommand(command)) throw new UsageError(`There is no command "${command}".`);
  if (positionals.length > 2) throw new UsageError(`One folder at a time: ${positionals[2]}`);
  if (isForCluster(command)) {
    const reporter = createReporter(values.json);
    const asked = { options: values, reporter, folder: folder && resolve(folder) };
    return CLUSTER_COMMANDS[command](asked);
  }
  const run = COMMANDS[command];
  if (command === 'predict' && folder === undefined)
    throw new UsageError('predict needs a FOLDER.');
  if (command === 'import' && folder === undefined) throw new UsageError('import needs a FILE.');
  return withEngine(values, (engine, reporter) =>
    run({ engine, reporter, options: values, folder: folder && resolve(folder) }),
  );
}

function isCommand(word: string): word is CommandName {
  return (COMMAND_NAMES as readonly string[]).includes(word);
}

/** They open engines of their own. */
const CLUSTER_COMMANDS = {
  shard: runShard,
  submit: runSubmit,
  status: runRunStatus,
  retry: runRetry,
  merge: runMerge,
} satisfies Partial<Record<CommandName, typeof runShard>>;

function isForCluster(command: CommandName): command is keyof typeof CLUSTER_COMMANDS {
  return command in CLUSTER_COMMANDS;
}

const COMMANDS: Readonly<
  Record<Exclude<CommandName, keyof typeof CLUSTER_COMMANDS>, typeof runPredict>
> = {
  predict: runPredict,
  fit: runFit,
  accept: runAccept,
  import: runImport,
  export: runExport,
  evaluate: runEvaluate,
  info: runInfo,
  train: runTrain,
  runs: runRuns,
  models: runModels,
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
    modelFolder: options.models && resolve(options.models),
    truncatesCrops: options['truncate-crops'],
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
  return isUsage || code === 'input/invalid' ? 2 : 1;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.exitCode = report(error);
}
