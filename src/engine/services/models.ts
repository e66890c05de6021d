/** The user's licensed files: looked through, and used by projects from where they are. */
import { type BodySource, EMBEDDED_BODY, isSameBody } from '../../contract/body-source.ts';
import type { Job } from '../../contract/job.ts';
import type { BodyName, BodyUse, ModelFile, ModelReport } from '../../contract/models.ts';
import { StudioError } from '../../core/common/errors.ts';
import type { EventHub } from './event-hub.ts';
import type { Jobs } from './jobs.ts';
import type { BodyInUse } from './ports.ts';
import { type RefitParts, refitEveryone } from './refit-everyone.ts';
import type { SettingsService } from './settings.ts';

export interface Models {
  /** @param folder absolute; that of the settings when left out */
  report(folder?: string): Promise<ModelReport>;
  /** Keeps a folder for all projects; null forgets it. */
  choose(folder: string | null): Promise<ModelReport>;
  /** What the open project fits. */
  inUse(): BodyUse;
  /**
   * Makes it the body of the open project and fits everyone again from their points and picks.
   *
   * @returns null when it is that one already
   * @throws StudioError `model/missing` when the folder does not have it
   */
  use(body: BodyName): Promise<Job | null>;
}

export interface ModelParts extends RefitParts {
  readonly hub: EventHub;
  readonly jobs: Jobs;
  readonly settings: SettingsService;
  readonly bodyInUse: BodyInUse;
  /** The one that is in use; null without. */
  folder(): string | null;
  /** @throws StudioError `folder/unreadable` */
  readFolder(folder: string): Promise<ModelReport>;
  pathOf(folder: string, name: string): string;
  readonly nothing: ModelReport;
}

export function createModels(parts: ModelParts): Models {
  const report = async (folder = parts.folder()) =>
    folder === null ? parts.nothing : parts.readFolder(folder);
  return {
    report,
    async choose(folder) {
      const found = folder === null ? parts.nothing : await parts.readFolder(folder);
      parts.settings.set({ models: { folder } });
      return found;
    },
    inUse() {
      const { body, prior, spin } = parts.bodyInUse.source();
      const { hash } = parts.bodyInUse.model();
      return {
        body,
        hash,
        prior: prior === null ? 'embedded' : 'smplify',
        regressor: spin === null ? 'lifter' : 'spin',
      };
    },
    async use(body) {
      const project = parts.session.current();
      const source = body === 'mhbody' ? EMBEDDED_BODY : sourceIn(parts, await report(), body);
      const before = project.store.body.get();
      parts.bodyInUse.use(source);
      project.store.body.set(source);
      if (isSameBody(before, source)) return null;
      return parts.jobs.start({
        kind: 'fit',
        title: `Fit everyone with ${body}`,
        run: (context) => refitEveryone(parts, project, body, context),
      });
    },
  };
}

function sourceIn(parts: ModelParts, report: ModelReport, body: BodyName): BodySource {
  const { folder, files } = report;
  const first = (matches: (file: ModelFile) => boolean) => {
    const found = files.find((file) => file.isUsable && matches(file));
    if (found === undefined || folder === null || found.sha256 === null) return undefined;
    return { path: parts.pathOf(folder, found.name), sha256: found.sha256 };
  };
  const model = first((file) => file.body === body);
  const extraJoints = first(({ kind }) => kind === 'extra-joints');
  if (model === undefined) throw missing(report, body, 'there is no such body in it');
  if (extraJoints === undefined) throw missing(report, body, 'J_regressor_extra.npy is not in it');
  const prior = first(({ kind }) => kind === 'pose-prior') ?? null;
  const checkpoint = first(({ kind }) => kind === 'spin-checkpoint') ?? null;
  const mean = first(({ kind }) => kind === 'mean-parameters');
  const spin = checkpoint && mean ? { ...checkpoint, mean } : checkpoint;
  return { body, smpl: { model, extraJoints }, prior, spin };
}

function missing(
  { folder, bodies }: ModelReport,
  body: BodyName,
  reason: string,
): StudioError<'model/missing'> {
  const where =
    folder === null ? 'No folder with model files was chosen' : `The folder cannot serve`;
  const message =
    `${where}, so ${body} cannot be used: ${folder === null ? 'choose one first' : reason}. The ` +
    `project keeps its body. There are: ${bodies.join(', ')}.${folder === null ? '' : `\nFolder: ${folder}`}`;
  return new StudioError('model/missing', message, { source: body, reason });
}
