/** `studio train` and `studio runs`: learning without a window. */
import {
  type ComparisonRow,
  type ExcludedPerson,
  type RegressorInUse,
  type TrainingReport,
  type TrainingRun,
  type TrainingSettings,
  trainingRecipe,
  trainingSettings,
} from '../contract/training.ts';
import { StudioError } from '../core/common/errors.ts';
import { exitCode, follow, type Invocation, openExisting } from './commands.ts';
import type { Options } from './options.ts';
import { wrongOptions } from './wrong-options.ts';

/** Trains, compares, and takes the new model up when it is better or `--adopt` says so. */
export async function runTrain(invocation: Invocation): Promise<number> {
  const { engine, reporter, options } = invocation;
  requireNoModels(options);
  openExisting(invocation);
  const { runs } = engine.training;
  const { excluded, excludedCount } = await engine.training.plan({
    recipe: 'head',
    settings: null,
  });
  const begun = options.resume
    ? await resume(invocation)
    : await runs.start(await settingsOf(invocation));
  const telling = tellEpochs(invocation, begun);
  const job = engine.jobs.list().find(({ id }) => id === begun.jobId);
  const ended = job && (await follow(invocation, job));
  await telling.stop();
  const run = runs.get(begun.id);
  const adopted = await adoptIfWanted(invocation, run);
  reporter.result([sheetOf(invocation, run, adopted), ...leftOutLines(excluded)].join('\n'), {
    ...recordOf(invocation, run),
    report: run.report && withoutBodies(run.report),
    adopted,
    excluded: excluded.map(({ imageName, personId, reason }) => ({ imageName, personId, reason })),
    excludedCount,
  });
  return ended === undefined ? 1 : exitCode(ended, ended.failed);
}

/** What a project has chosen is not changed by the way. @throws StudioError `input/invalid` */
function requireNoModels({ models }: Options): void {
  if (models === undefined) return;
  const issues = ['the project’s own files are trained; predict --models chooses others'];
  throw new StudioError('input/invalid', `--models has no say in a training: ${issues[0]}.`, {
    issues,
  });
}

/** The report's figures: bodies are for the page. */
function withoutBodies({ worsePeople, ...report }: TrainingReport) {
  const names = worsePeople.map(({ personId, imageName, current, next }) => ({
    personId,
    imageName,
    errorPx: { current: current.errorPx, next: next.errorPx },
  }));
  return { ...report, worsePeople: names };
}

const LISTED = 20;

function leftOutLines(excluded: readonly ExcludedPerson[]): string[] {
  const lines = excluded
    .slice(0, LISTED)
    .map(
      ({ imageName, reason }) => `  left out: somebody in ${imageName}, ${WHY_LEFT_OUT[reason]}`,
    );
  const more = excluded.length - lines.length;
  return more > 0 ? [...lines, `  left out: ${more} more`] : lines;
}

const WHY_LEFT_OUT: Readonly<Record<ExcludedPerson['reason'], string>> = {
  'edited-after-acceptance': 'edited after being accepted',
  'no-body': 'who has no body',
  'other-body': 'whose body is another model or gender than the project’s',
  'picture-gone': 'whose picture is gone',
  'too-few-points': 'who has fewer than four points',
};

/** All runs of a project, newest first; `--use` and `--roll-back` change the model in use, `--delete` removes files. */
export async function runRuns(invocation: Invocation): Promise<number> {
  const { engine, reporter } = invocation;
  openExisting(invocation);
  const regressor = await changeModel(invocation);
  const { delete: wanted } = invocation.options;
  if (wanted !== undefined) await engine.training.runs.delete(wholeNumber('--delete', wanted));
  const runs = engine.training.runs.list();
  const lines = runs.map((run) => {
    const mark = run.isInUse ? '*' : ' ';

    const state = run.deletedAt === null ? run.status : `${run.status}, deleted`;
    return `${mark} run ${run.id}  ${run.settings.recipe}  ${state}  ${run.startedAt}  ${run.message ?? ''}`;
  });
  const text = [`In use: ${regressor.name}`, ...lines].join('\n');
  reporter.result(text, { regressor, runs: runs.map((run) => recordOf(invocation, run)) });
  return 0;
}

function changeModel({ engine, options }: Invocation): Promise<RegressorInUse> {
  const { regressors } = engine.training;
  if (options['roll-back']) return regressors.rollBack();
  if (options.use === undefined) return regressors.inUse();
  const runId = wholeNumber('--use', options.use);
  return regressors.adopt(runId === 0 ? null : runId, false);
}

/** @throws StudioError `input/invalid` */
function wholeNumber(name: string, text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  const issues = [`${name} is a whole number`];
  throw new StudioError('input/invalid', `"${text}" cannot be: ${issues[0]}.`, { issues });
}

/** The newest run that did not come to its end. */
function resume({ engine, options }: Invocation): Promise<TrainingRun> {
  const { runs } = engine.training;
  const run = runs
    .list()
    .find(
      ({ status, deletedAt }) =>
        deletedAt === null && status !== 'finished' && status !== 'stopped',
    );
  if (run !== undefined)
    return runs.resume(run.id, options.batch === undefined ? null : batchOf(options.batch));
  const issues = ['no run was interrupted'];
  throw new StudioError('input/invalid', `There is nothing to go on with: ${issues[0]}.`, {
    issues,
  });
}

/** @throws StudioError `input/invalid` */
function batchOf(text: string): number {
  const batchSize = wholeNumber('--batch', text);
  const parsed = trainingSettings.pick({ batchSize: true }).safeParse({ batchSize });
  if (parsed.success) return parsed.data.batchSize;
  throw wrongOptions('This batch', parsed.error, OPTION_NAMES);
}

const OPTION_NAMES = { batchSize: '--batch', learningRate: '--rate' };

/** A preset of the recipe, with what the command line has otherwise. */
async function settingsOf({ engine, options }: Invocation): Promise<TrainingSettings> {
  const recipe = trainingRecipe.safeParse(options.recipe);
  const plan = await engine.training.plan({ recipe: recipe.data ?? 'head', settings: null });
  const wanted = options.standard ? 'standard' : 'quick';
  const preset = plan.presets.find(({ name }) => name === wanted)?.settings;
  if (preset === undefined) throw new Error('A preset is missing.');
  const number = (text: string | undefined, otherwise: number) =>
    text === undefined ? otherwise : Number(text);
  const parsed = trainingSettings.safeParse({
    ...preset,
    recipe: options.recipe,
    epochs: number(options.epochs, preset.epochs),
    batchSize: number(options.batch, preset.batchSize),
    learningRate: number(options.rate, preset.learningRate),
    patience: number(options.patience, preset.patience),
    seed: number(options.seed, preset.seed),
  });
  if (parsed.success) return parsed.data;
  throw wrongOptions('This training', parsed.error, OPTION_NAMES);
}

/** Each epoch once, as it ends. */
function tellEpochs({ engine, reporter }: Invocation, begun: TrainingRun) {
  const watching = new AbortController();
  let told = begun.curve.length;
  const tell = (run: TrainingRun) => {
    for (const epoch of run.curve.slice(told)) {
      const loss = epoch.trainLoss === null ? '' : `loss ${epoch.trainLoss.toFixed(4)}, `;
      const text = `epoch ${epoch.epoch}: ${loss}held-out ${epoch.heldOutErrorPx.toFixed(2)} px`;
      reporter.note({ kind: 'epoch', runId: run.id, ...epoch, bestEpoch: run.bestEpoch }, text);
    }
    told = Math.max(told, run.curve.length);
  };
  const watch = async () => {
    for await (const event of engine.events(watching.signal)) {
      if (event.kind === 'run' && event.run.id === begun.id) tell(event.run);
    }
  };
  const watched = watch();
  return {
    async stop() {
      watching.abort();
      await watched;
      tell(engine.training.runs.get(begun.id));
    },
  };
}

/** A model that is not clearly better is taken up only when asked for. */
async function adoptIfWanted(
  { engine, options }: Invocation,
  { id, modelHash, report }: TrainingRun,
): Promise<boolean> {
  const isWanted = options.adopt ?? report?.verdict === 'better';
  if (!isWanted || modelHash === null) return false;
  await engine.training.regressors.adopt(id, false);
  return true;
}

/** Without the report, and with the place of the model. */
function recordOf(
  { engine }: Invocation,
  { report: _, ...run }: TrainingRun,
): Record<string, unknown> {
  const { models } = engine.session.current();
  return { ...run, model: run.modelHash === null ? null : models.weights(run.id) };
}

function sheetOf({ engine }: Invocation, run: TrainingRun, adopted: boolean): string {
  const { id, message, report, modelHash } = run;
  const rows = (report?.rows ?? []).map(lineOf);
  const end = adopted ? `In use from now on: run ${id}.` : 'The model in use stays as it was.';
  const file = modelHash === null ? [] : [`Model: ${engine.session.current().models.weights(id)}`];
  return [`Run ${id}. ${message ?? ''}`, ...rows, end, ...file, ...headOf(run)].join('\n');
}

/** An update of SPIN's collapsed head cannot be said by its own layers. */
function headOf({ regressor, settings, modelHash }: TrainingRun): string[] {
  const isCollapsed = regressor.kind === 'spin' && settings.recipe === 'instant';
  if (!isCollapsed || modelHash === null) return [];
  return [
    "Its head is a collapsed one (head.weight, head.bias): SPIN's own code, which wants fc1, fc2 and dec*, cannot load it.",
  ];
}

function lineOf({ label, unit, people, current, next, change, interval }: ComparisonRow): string {
  const digits = unit === 'share' ? 3 : 1;
  const text = (value: number) => value.toFixed(digits);
  const within = interval === null ? '' : ` (${text(interval.low)} … ${text(interval.high)})`;
  return `  ${label}: ${text(current)} → ${text(next)}, change ${text(change)}${within}, ${people} people`;
}
