import { z } from 'zod';
import { exportRequest } from '../contract/export.ts';
import type { Job } from '../contract/job.ts';
import { bodyName, type ModelKind } from '../contract/models.ts';
import { type FitPreset, fitPreset } from '../contract/person.ts';
import type { BackendInfo } from '../contract/system.ts';
import { videoChoice } from '../contract/video.ts';
import { StudioError } from '../core/common/errors.ts';
import { dataFolders, projectFileOf } from '../engine/adapters/files/data-folders.ts';
import type { Engine } from '../engine/open-engine.ts';
import type { PredictionChoice } from '../engine/services/predictions.ts';
import type { Options } from './options.ts';
import type { Reporter } from './reporter.ts';
import { wrongOptions } from './wrong-options.ts';

export interface Invocation {
  readonly engine: Engine;
  readonly reporter: Reporter;
  readonly options: Options;
  /** Absolute. */
  readonly folder: string | undefined;
}

const FINISHED_WITH_FAILURES = 3;
const FAILED = 1;

export async function runPredict(invocation: Invocation): Promise<number> {
  const { code, text, data } = await predictOpened(invocation, await openPictures(invocation));
  invocation.reporter.result(text, data);
  return code;
}

/** What a command has come to. */
export interface Outcome {
  readonly code: number;
  readonly text: string;
  readonly data: Record<string, unknown>;
}

/** @returns how many pictures and folders could not be read, or had somebody left out by another body */
export async function openPictures(invocation: Invocation): Promise<number> {
  const { engine, reporter, folder, options } = invocation;
  predictionChoice(options);
  await engine.openFolder(folder ?? '');
  const scans = engine.jobs.list().filter(({ kind }) => kind === 'scan');
  for (const { id } of scans) await engine.jobs.ended(id);
  const unreadable = engine.jobs.list().find(({ kind, failed }) => kind === 'scan' && failed > 0);
  if (unreadable !== undefined) reporter.progress(unreadable);
  return (await chooseBody(invocation)) + (unreadable?.failed ?? 0);
}

/** @param failedBefore while the pictures were opened */
export async function predictOpened(
  invocation: Invocation,
  failedBefore: number,
): Promise<Outcome> {
  const { engine, options } = invocation;
  const { name } = await engine.predictor.info();
  const warnings = await unusedNetworks(invocation);
  const started = engine.predictions.predict(null, predictionChoice(options));
  const job = await follow(invocation, started);
  const counts = engine.projects.info()?.counts;
  const failed = job.failed + failedBefore;
  return {
    code: exitCode(job, failed),
    text: [
      `${job.message}${speed(job)} Networks: ${name}.${failures(failed)}`,
      ...warnings.map((warning) => `warning: ${warning}`),
    ].join('\n'),
    data: {
      ...summary(job),
      ...job.figures,
      failed,
      counts,
      backend: name,
      regressor: engine.models.inUse().regressor,
      warnings,
    },
  };
}

/** Who has SPIN's weights and fits SMPL expects them to regress: it is said when they do not. */
async function unusedNetworks({ engine }: Invocation): Promise<string[]> {
  const { body, regressor } = engine.models.inUse();
  if (body === 'mhbody' || regressor === 'spin') return [];
  const { files } = await engine.models.report();
  return files
    .filter(({ kind, name, isUsable }) => !isUsable && isCheckpoint(kind, name))
    .map(({ name, findings }) => {
      const reason = findings.find(({ severity }) => severity === 'error')?.message ?? 'unusable';
      return `${name} cannot be used, so the embedded lifter has regressed. ${reason}`;
    });
}

/** One that is cut off no longer says what it is, but by its name. */
function isCheckpoint(kind: ModelKind, name: string): boolean {
  return kind === 'spin-checkpoint' || (kind === 'other' && /\.(pt|pth|ckpt)$/i.test(name));
}

function predictionChoice(options: Options): Partial<PredictionChoice> {
  const preset = readPreset(options);
  const imageEvidence = options['image-evidence'];
  if (options.fit) {
    return { ...(preset && { preset }), ...(imageEvidence !== undefined && { imageEvidence }) };
  }
  const batch = readBatch(options);
  if (preset === undefined)
    return { preset: null, imageEvidence: false, ...(batch && { picturesAtOnce: batch }) };
  const issues = ['--no-fit and --preset exclude each other'];
  throw new StudioError('input/invalid', `Shall there be a fit? ${issues[0]}.`, { issues });
}

function readBatch({ batch }: Options): number | undefined {
  const parsed = z.coerce.number().int().min(1).max(64).optional().safeParse(batch);
  if (parsed.success) return parsed.data;
  const issues = ['--batch is from 1 to 64 pictures'];
  throw new StudioError('input/invalid', `This cannot be: ${issues[0]}.`, { issues });
}

function speed({ figures }: Job): string {
  if (figures === undefined) return '';
  const { people, picturesPerSecond, peoplePerSecond } = figures;
  const [pictures, bodies] = [picturesPerSecond, peoplePerSecond].map((rate) => rate?.toFixed(1));
  return ` ${people} people, ${pictures} pictures and ${bodies} people a second.`;
}

export async function runFit(invocation: Invocation): Promise<number> {
  const { engine, options } = invocation;
  const preset = readPreset(options);
  openExisting(invocation);
  setVideo(invocation);
  await chooseBody(invocation);
  const started = options.smooth ? engine.smoothing.smooth() : engine.fits.refit(preset);
  const job = await follow(invocation, started);
  invocation.reporter.result(`${job.message}${failures(job.failed)}`, summary(job));
  return exitCode(job, job.failed);
}

/** Another body fits everyone again who is there; returns how many pictures had somebody left out. */
async function chooseBody(invocation: Invocation): Promise<number> {
  const { body } = invocation.options;
  if (body === undefined) return 0;
  const parsed = bodyName.safeParse(body);
  if (!parsed.success) {
    const issues = [`--body is one of ${bodyName.options.join(', ')}`];
    throw new StudioError('input/invalid', `There is no body "${body}": ${issues[0]}.`, { issues });
  }
  const job = await invocation.engine.models.use(parsed.data);
  return job === null ? 0 : (await follow(invocation, job)).failed;
}

/** Keeps what the command line says of time in the project. */
function setVideo({ engine, options: { video, fps } }: Invocation): void {
  if (video === undefined && fps === undefined) return;
  const present = engine.smoothing.info();
  const parsed = videoChoice.safeParse({
    setting: video ?? present.setting,
    framesPerSecond: fps === undefined ? present.framesPerSecond : Number(fps),
  });
  if (parsed.success) {
    engine.smoothing.choose(parsed.data);
    return;
  }
  throw wrongOptions('This video', parsed.error, {
    setting: '--video',
    framesPerSecond: '--fps',
  });
}

export async function runExport(invocation: Invocation): Promise<number> {
  const { engine, reporter, options } = invocation;
  openExisting(invocation);
  const request = readRequest(options);
  const { issues } = engine.exports.check(request);
  for (const { severity, message } of issues) console.error(`${severity}: ${message}`);
  const job = await follow(invocation, engine.exports.run(request));
  reporter.result(String(job.message), { ...summary(job), files: job.files });
  return exitCode(job, job.failed);
}

export async function runInfo({ engine, reporter, options, folder }: Invocation): Promise<number> {
  if (options.project !== undefined || folder !== undefined) {
    openExisting({ engine, options, folder });
  }
  const backend = await engine.predictor.info();
  const project = engine.projects.info();
  const regressor = project === null ? null : await engine.training.regressors.inUse();
  const { version, bodyModel } = engine.info();
  const lines = [
    `SPIN Studio ${version}`,
    `Body: ${bodyModel.name} (${bodyModel.hash.slice(0, 12)})`,
    ...backendLines(backend),
    ...(project === null ? [] : [`Project: ${project.name}, ${project.imageCount} pictures`]),
    ...(regressor === null
      ? []
      : [`Regressor: ${regressor.name} (${regressor.hash.slice(0, 12)})`]),
    ...Object.entries(project?.counts ?? {}).map(([state, count]) => `  ${state}: ${count}`),
  ];
  reporter.result(lines.join('\n'), { version, bodyModel, backend, project, regressor });
  return 0;
}

function backendLines(backend: BackendInfo): string[] {
  const { name, version, versions, selfTest, capabilities, notes } = backend;
  const { passed, maxError, milliseconds } = selfTest;
  const learns = [
    capabilities.trainsHeads && 'heads',
    capabilities.trainsConvolutions && 'whole networks with their convolutions',
  ].filter((what) => what !== false);
  return [
    `Networks: ${name} ${version} (tfjs ${versions.tfjs}, Node ${versions.node})`,
    `  self-test ${passed ? 'passed' : 'failed'} in ${milliseconds} ms, at most ${maxError.toExponential(1)} off`,
    `  predicts; trains ${learns.length === 0 ? 'nothing' : learns.join(' and ')}`,
    ...notes.map((note) => `  ${note}`),
  ];
}

/** The project of --project, else the one that goes with the folder. */
export function openExisting({
  engine,
  options,
  folder,
}: Pick<Invocation, 'engine' | 'options' | 'folder'>): void {
  const path = options.project ?? (folder && projectFileOf(folder, dataFolders()));
  if (path === undefined) {
    const issues = ['--project FILE or a FOLDER is needed'];
    throw new StudioError('input/invalid', `Which project? ${issues[0]}.`, { issues });
  }
  engine.openProjectFile(path);
}

/** @throws StudioError `input/invalid` for a preset that does not exist */
function readPreset({ preset }: Options): FitPreset | undefined {
  const parsed = fitPreset.optional().safeParse(preset);
  if (parsed.success) return parsed.data;
  const issues = [`--preset is one of ${fitPreset.options.join(', ')}`];
  throw new StudioError('input/invalid', `There is no preset "${preset}": ${issues[0]}.`, {
    issues,
  });
}

function readRequest({
  format = 'spin-npz',
  state = 'accepted',
  name = 'train',
  seed,
  replace,
}: Options) {
  const parsed = exportRequest.safeParse({
    formats: format.split(','),
    states: state.split(','),
    name,
    seed: Number(seed ?? 0),
    replace,
  });
  if (parsed.success) return parsed.data;
  throw wrongOptions('This export', parsed.error, { formats: '--format', states: '--state' });
}

/** Reports the job until it ends. */
export async function follow({ engine, reporter }: Invocation, job: Job): Promise<Job> {
  const watching = new AbortController();
  const watch = async () => {
    for await (const event of engine.events(watching.signal)) {
      if (event.kind === 'job' && event.job.id === job.id && event.job.status === 'running') {
        reporter.progress(event.job);
      }
    }
  };
  const watched = watch();
  const ended = await engine.jobs.ended(job.id);
  watching.abort();
  await watched;
  reporter.progress(ended);
  return ended;
}

export function summary({ status, done, total, failed, message }: Job): Record<string, unknown> {
  return { status, done, total, failed, message };
}

export function failures(count: number): string {
  return count === 0 ? '' : ` ${count} could not be used; see above.`;
}

export function exitCode({ status }: Job, failed: number): number {
  if (status === 'failed') return FAILED;
  if (status === 'cancelled') return 130;
  return failed > 0 ? FINISHED_WITH_FAILURES : 0;
}
