/** Training data out of a project: checked, written, read back, then said to be done. */
import type { ExportCheck, ExportRequest } from '../../contract/export.ts';
import type { Job } from '../../contract/job.ts';
import type { Person } from '../../contract/person.ts';
import type { BodyModel } from '../../core/body/body-model.ts';
import { StudioError } from '../../core/common/errors.ts';
import { cropOfPerson } from './export-rows.ts';
import { exportContents, summaryOf } from './exports/export-contents.ts';
import { exportParts, refusedFormats } from './exports/export-formats.ts';
import type { Exporting, Producer } from './exports/exporting.ts';
import type { JobContext, JobResult, Jobs } from './jobs.ts';
import type { ExportFiles, OpenProject, WrittenFile } from './ports.ts';
import { requireImage, type Session } from './session.ts';

export interface Exports {
  check(request: ExportRequest): ExportCheck;
  run(request: ExportRequest): Job;
}

export interface ExportParts extends Omit<Producer, 'model'> {
  /** The one that is fitted now. */
  body(): BodyModel;
  readonly session: Session;
  readonly jobs: Jobs;
  readonly files: ExportFiles;
}

/** A body this far from its points is rarely what somebody wanted to accept, share of the crop. */
const FAR_OFF_SHARE = 0.1;

/** With the body that an export began with. */
type ExportWith = ExportParts & Producer;

export function createExports(all: ExportParts): Exports {
  const withBody = (): ExportWith => ({ ...all, model: all.body() });
  return {
    check: (request) => check(withBody(), all.session.current(), request),
    run(request) {
      const parts = withBody();
      const project = parts.session.current();
      return parts.jobs.start({
        kind: 'export',
        title: `Export ${request.name}`,
        run: (context) => run(parts, project, request, context),
      });
    },
  };
}

function check({ model }: ExportWith, project: OpenProject, request: ExportRequest): ExportCheck {
  const ids = project.store.people.idsInStates(request.states);
  const refused = refusedFormats(model);
  const wanted = refused.filter(({ format }) => request.formats.includes(format));
  const images = new Set<number>();
  const issues = wanted.map(({ reason }) => errorOf(reason));
  if (ids.length === 0)
    issues.push(errorOf(`Nobody is ${request.states.join(' or ')} yet. ${ADVICE}`));
  for (const id of ids) {
    const person = project.store.people.get(id);
    if (person === undefined) continue;
    images.add(person.imageId);
    if (issues.length < KEPT_ISSUES) issues.push(...issuesOf(project, person, model));
  }
  return {
    people: ids.length,
    images: images.size,
    writesSmpl: model.isSmpl,
    refused,
    issues,
    files: exportParts(request, model),
  };
}

const ADVICE = 'Accept people, or choose other states.';
/** Nobody reads more. */
const KEPT_ISSUES = 1000;

function errorOf(message: string): ExportCheck['issues'][number] {
  return { severity: 'error', message, personId: null, imageId: null };
}

function issuesOf(
  project: OpenProject,
  person: Person,
  { hash, name: bodyName }: BodyModel,
): ExportCheck['issues'] {
  const { name } = requireImage(project, person.imageId);
  const warn = (message: string) => ({
    severity: 'warning' as const,
    message: `${name}: ${message}`,
    personId: person.id,
    imageId: person.imageId,
  });
  if (person.fit === null) return [warn('no body; the row has 2D points only.')];
  if (person.fit.bodyModel.hash !== hash) {
    const of = person.fit.bodyModel.name;
    return [
      warn(`the body is of ${of}, not of ${bodyName}; the row has 2D points only. Fit again.`),
    ];
  }
  const cropSidePx = 200 * cropOfPerson(person).scale;
  const share = person.fit.meanErrorPx / cropSidePx;
  return share > FAR_OFF_SHARE
    ? [warn(`the body is ${person.fit.meanErrorPx.toFixed(0)} px from its points.`)]
    : [];
}

async function run(
  parts: ExportWith,
  project: OpenProject,
  request: ExportRequest,
  job: JobContext,
): Promise<JobResult> {
  const { issues } = check(parts, project, request);
  const errors = issues.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) {
    const reasons = errors.map(({ message }) => message);
    const message = `There is nothing to export: ${reasons.join(' ')} Nothing was written.`;
    throw new StudioError('export/nothing', message, { reasons });
  }
  const exporting: Exporting = {
    producer: parts,
    project,
    request,
    job,
    body: { name: parts.model.name, hash: parts.model.hash, isSmpl: parts.model.isSmpl },
    personIds: project.store.people.idsInStates(request.states),
    warnings: issues.map(({ message }) => message),
    held: new Map(),
    images: new Set(),
  };
  const { place, files } = await parts.files.write({
    folder: project.exportFolder,
    parts: exportParts(request, parts.model),
    files: (written) => exportContents(exporting, written),
    replace: request.replace,
  });
  return { message: `${summaryOf(exporting)}\nFolder: ${place}`, files: shown(files) };
}

/** Each file, and of a folder with many its name alone. */
function shown(files: readonly WrittenFile[]): string[] {
  const groups = Map.groupBy(files, ({ name }) => name.slice(0, name.indexOf('/') + 1));
  return [...groups].flatMap(([folder, members]) =>
    folder !== '' && members.length > SHOWN_FILES ? [folder] : members.map(({ name }) => name),
  );
}

const SHOWN_FILES = 50;
