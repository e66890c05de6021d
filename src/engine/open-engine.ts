/** Puts the engine together: services on their adapters, for whichever host. */
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ProjectInfo, StudioEvent } from '../contract/project.ts';
import type { RegressorChoice } from '../contract/regressor.ts';
import type { BodyModelInfo, Grant, SystemInfo } from '../contract/system.ts';
import type { BodyModel } from '../core/body/body-model.ts';
import { StudioError } from '../core/common/errors.ts';
import { createBodyInUse } from './adapters/body-in-use.ts';
import { createCompute } from './adapters/compute-client.ts';
import { embeddedRegressor, RESOURCES, sampleTruth } from './adapters/embedded-models.ts';
import { evaluationBodies } from './adapters/evaluation-bodies.ts';
import { createAnnotationReader } from './adapters/files/annotation-files.ts';
import { dataFolders, exportFolderOf, projectFileOf } from './adapters/files/data-folders.ts';
import { createExportFiles } from './adapters/files/export-files.ts';
import { createGrants, type Grants } from './adapters/files/grants.ts';
import { openImageFolder, requireFolder } from './adapters/files/image-folder.ts';
import { modelFolderOf } from './adapters/files/model-folder.ts';
import { createSettingsFile } from './adapters/files/settings-file.ts';
import { createTruthFiles } from './adapters/files/truth-files.ts';
import { startFitThreads } from './adapters/fit-worker/client.ts';
import { looksLikeImage } from './adapters/images/image-file.ts';
import { createThumbnails, type Thumbnails } from './adapters/images/thumbnails.ts';
import { trainingPictures } from './adapters/images/training-picture.ts';
import { readModelFolder } from './adapters/model-files/read-folder.ts';
import { NO_MODEL_FOLDER } from './adapters/model-files/scan-folder.ts';
import { nativeInstaller } from './adapters/native-installer.ts';
import { createPredictor } from './adapters/predictor.ts';
import { openStore } from './adapters/sqlite/sqlite-store.ts';
import { createTeacher } from './adapters/teacher.ts';
import { VERSION } from './adapters/version.ts';
import { createEvaluations, type Evaluations } from './services/evaluation/evaluations.ts';
import { createEventHub } from './services/event-hub.ts';
import { createExports, type Exports } from './services/exports.ts';
import { createFits, type Fits } from './services/fits.ts';
import { createHistory, type History } from './services/history.ts';
import { createImages, type Images } from './services/images.ts';
import { createImports, type Imports } from './services/imports/imports.ts';
import { createJobs, type Jobs } from './services/jobs.ts';
import { createModels, type Models } from './services/models.ts';
import { createNativeSetup, type NativeSetup } from './services/native-setup.ts';
import { createPeople, type People } from './services/people.ts';
import type { OpenProject, Predictor } from './services/ports.ts';
import { createPredictions, type Predictions } from './services/predictions.ts';
import { createProjects, type Projects } from './services/projects.ts';
import { createReview, type Review } from './services/review/review.ts';
import { createSession, projectInfo, requireImage, type Session } from './services/session.ts';
import { createSettings, type SettingsService } from './services/settings.ts';
import { onlyShard, type Shard } from './services/shards/partition.ts';
import { createSmoothing, type Smoothing } from './services/smoothing.ts';
import { baseRegressor, choiceOf } from './services/training/regressors.ts';
import { createTraining, type Training } from './services/training/training.ts';

export interface EngineOptions {
  readonly host: SystemInfo['host'];
  /** The project file, when it is not the one in the user's data folder that goes with the images. */
  readonly projectFile?: string | undefined;
  /** Of the folder only these pictures. */
  readonly shard?: Shard | undefined;
  /** Where exports go, when not beside the project. */
  readonly exportFolder?: string | undefined;
  /** Where the licensed files are, when not in the folder of the settings. */
  readonly modelFolder?: string | undefined;
  /** Whether SPIN's network sees SPIN's own crops, when not as in the settings. */
  readonly truncatesCrops?: boolean | undefined;
  /** The host's folder dialog; absolute path, undefined when cancelled. */
  readonly askForFolder?: (() => Promise<string | undefined>) | undefined;
}

export interface Engine {
  readonly session: Session;
  readonly settings: SettingsService;
  readonly nativeSetup: NativeSetup;
  /** The one that is fitted. */
  body(): BodyModel;
  readonly models: Models;
  readonly projects: Projects;
  readonly images: Images;
  readonly people: People;
  readonly fits: Fits;
  readonly predictions: Predictions;
  readonly smoothing: Smoothing;
  readonly training: Training;
  readonly imports: Imports;
  readonly exports: Exports;
  readonly evaluations: Evaluations;
  readonly review: Review;
  readonly history: History;
  readonly jobs: Jobs;
  readonly grants: Grants;
  readonly predictor: Predictor;
  info(): SystemInfo;
  events(signal?: AbortSignal): AsyncGenerator<StudioEvent>;
  browse(
    grantId: string,
    path: string,
  ): Promise<{ folders: string[]; images: number; files: string[] }>;
  chooseFolder(): Promise<Grant | null>;
  /** @param path absolute; the host has allowed it. */
  openFolder(path: string): Promise<ProjectInfo>;
  openSample(): Promise<ProjectInfo>;
  /** A project that is there already, with the folder it was made for, which is not looked at. */
  openProjectFile(path: string): ProjectInfo;
  /** An upright JPEG of a picture. */
  picture(imageId: number, maxSidePx: number, signal?: AbortSignal): Promise<Uint8Array>;
  /** Ends jobs, closes the project, stops thread and process. */
  close(): Promise<void>;
}

/** The rendered pictures and portraits that the program carries. */
export const SAMPLE_FOLDER = join(RESOURCES, 'samples');

export function openEngine(options: EngineOptions): Engine {
  const folders = dataFolders();
  const hub = createEventHub();
  const session = createSession();
  const jobs = createJobs(hub);
  const modelFolder = () => options.modelFolder ?? settings.values().models.folder;
  const bodyInUse = createBodyInUse(modelFolder, (model) => {
    fitter.restart();
    // Where nothing runs yet, nothing needs to start for this.
    if (predictor.backend() === null) compute.restart();
    else predictor.restart();
    hub.publish({ kind: 'body', bodyModel: infoOfBody(model) });
  });
  const compute = createCompute(() => ({
    backend: settings.values().compute.backend,
    body: bodyInUse.source(),
  }));
  const settings = createSettings({
    file: createSettingsFile(folders.config),
    hub,
    onChange(values, before) {
      if (values.compute.backend !== before.compute.backend) predictor.restart();
    },
  });
  const truncatesCrops = () => options.truncatesCrops ?? settings.values().regressor.truncatesCrops;
  const asWished = (choice: RegressorChoice): RegressorChoice =>
    choice.kind === 'spin' && truncatesCrops() ? { ...choice, truncatesCrops: true } : choice;
  const predictor = createPredictor(compute, {
    regressor: () => asWished(choiceOf(session.peek())),
    onBackend: (backend) => hub.publish({ kind: 'backend', backend }),
  });
  const fitter = startFitThreads({
    hasPointer: options.host !== 'cli',
    body: bodyInUse.source,
  });
  const grants = createGrants();
  const thumbnails = createThumbnails(folders.cache);
  const projects = createProjects({ session, hub, jobs, bodyInUse });
  const openFolder = async (path: string) => {
    await requireFolder(path);
    const file = options.projectFile ?? projectFileOf(path, folders);
    return projects.open(projectAt(file, path, options));
  };
  const fits = createFits({ session, hub, jobs, predictor, fitter });
  const training = createTraining({
    session,
    hub,
    jobs,
    base: async () => baseRegressor(session.peek()) ?? embeddedRegressor(),
    backend: () => predictor.info(),
    repredict: () => fits.refit(),
    teacher: createTeacher(compute, asWished),
    asWished,
    bodyModel: () => bodyNameOf(bodyInUse.model()),
    codeVersion: VERSION,
  });
  const watching = new AbortController();
  if (options.host !== 'cli') void training.instant.watch(watching.signal);
  return {
    session,
    settings,
    body: bodyInUse.model,
    models: createModels({
      session,
      hub,
      jobs,
      predictor,
      fitter,
      settings,
      bodyInUse,
      folder: modelFolder,
      readFolder: readModelFolder,
      pathOf: join,
      nothing: NO_MODEL_FOLDER,
    }),
    nativeSetup: createNativeSetup({
      jobs,
      installer: nativeInstaller,
      onReady: () => predictor.restart(),
    }),
    projects,
    jobs,
    grants,
    predictor,
    images: createImages(session, hub),
    people: createPeople({ session, hub, predictor }),
    fits,
    predictions: createPredictions({
      session,
      hub,
      jobs,
      predictor,
      imageEvidence: () => settings.values().pictures.imageEvidence,
    }),
    smoothing: createSmoothing({ session, hub, jobs, fitter }),
    training,
    imports: createImports({
      session,
      hub,
      jobs,
      body: bodyInUse.model,
      reader: createAnnotationReader(),
    }),
    exports: createExports({
      session,
      jobs,
      body: bodyInUse.model,
      fitter,
      regressor: training.regressors.inUse,
      files: createExportFiles(),
      pictures: trainingPictures,
      version: VERSION,
    }),
    evaluations: createEvaluations({
      session,
      jobs,
      bodies: () => evaluationBodies(bodyInUse.model(), modelFolder()),
      files: createExportFiles(),
      truths: createTruthFiles(),
      picture: (file, side) => thumbnails.jpeg(file, side),
      version: VERSION,
    }),
    review: createReview({ session, hub, body: bodyInUse.model }),
    history: createHistory(session, hub),
    info: () => ({
      version: VERSION,
      host: options.host,
      canChooseFolder: options.askForFolder !== undefined,
      bodyModel: infoOfBody(bodyInUse.model()),
      backend: predictor.backend(),
    }),
    events: (signal) => hub.subscribe(snapshot({ session, jobs, settings }), signal),
    browse: (grantId, path) => browse(grants, grantId, path),
    chooseFolder: () => chooseFolder(grants, options),
    openFolder,
    openSample: () => openFolder(SAMPLE_FOLDER),
    openProjectFile: (file) => projects.adopt(projectAt(requireFile(file), undefined, options)),
    picture: (imageId, side, signal) => picture(session, thumbnails, imageId, side, signal),
    async close() {
      watching.abort();
      training.runs.pause();
      hub.close();
      await jobs.close();
      session.replace(undefined);
      compute.close();
      await fitter.close();
    },
  };
}

function bodyNameOf({ name, hash }: BodyModel) {
  return { name, hash };
}

function infoOfBody({ name, hash, isSmpl }: BodyModel): BodyModelInfo {
  return { name, hash, isSmpl };
}

/** Without `path` it is the folder that the project was made for. */
function projectAt(
  file: string,
  path: string | undefined,
  { exportFolder, shard }: EngineOptions,
): OpenProject {
  const store = openStore(file);
  const imageFolder = path ?? store.imageFolder.get() ?? '';
  if (path !== undefined) store.imageFolder.set(path);
  const whole = openImageFolder(imageFolder);
  return {
    folder: shard === undefined ? whole : onlyShard(whole, shard),
    store,
    isSample: imageFolder === SAMPLE_FOLDER,
    truth: imageFolder === SAMPLE_FOLDER ? sampleTruth() : () => undefined,
    exportFolder: exportFolder ?? exportFolderOf(file),
    models: modelFolderOf(file),
  };
}

/** A project that is only to be read must not come into being by that. */
function requireFile(path: string): string {
  if (existsSync(path)) return path;
  const message = `There is no project here; "predict FOLDER --project FILE" makes one.\nFile: ${path}`;
  throw new StudioError('folder/unreadable', message, { reason: 'it is not there' });
}

/** What a page that has just come needs to know. */
function snapshot({
  session,
  jobs,
  settings,
}: Pick<Engine, 'session' | 'jobs' | 'settings'>): StudioEvent[] {
  const project = session.peek();
  const told = jobs.list().map((job): StudioEvent => ({ kind: 'job', job }));
  const chosen: StudioEvent = { kind: 'settings', settings: settings.state() };
  if (project === undefined) return [chosen, { kind: 'project', project: null }, ...told];
  return [
    chosen,
    { kind: 'project', project: projectInfo(project) },
    { kind: 'history', history: project.store.history.state() },
    ...told,
  ];
}

/** Files that people can be imported from. */
const IMPORTABLE = /\.(json|npz)$/i;

async function browse(grants: Grants, grantId: string, path: string) {
  const entries = await readdir(await grants.resolve(grantId, path), { withFileTypes: true });
  const seen = entries.filter(({ name }) => !name.startsWith('.'));
  return {
    folders: seen
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
      .toSorted(),
    files: seen
      .filter((entry) => entry.isFile() && IMPORTABLE.test(entry.name))
      .map(({ name }) => name)
      .toSorted(),
    images: seen.filter((entry) => entry.isFile() && looksLikeImage(entry.name)).length,
  };
}

async function chooseFolder(
  grants: Grants,
  { askForFolder }: EngineOptions,
): Promise<Grant | null> {
  if (askForFolder === undefined) {
    const message = 'A browser cannot show a folder dialog of the computer that runs the studio.';
    throw new StudioError('host/no-dialog', message, {});
  }
  const path = await askForFolder();
  return path === undefined ? null : grants.add(path);
}

function picture(
  session: Session,
  thumbnails: Thumbnails,
  imageId: number,
  side: number,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  const project = session.current();
  const { name } = requireImage(project, imageId);
  return thumbnails.jpeg(project.folder.file(name), side, signal);
}
