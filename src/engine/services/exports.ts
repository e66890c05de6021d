/** Training data out of a project: checked, written, read back, then said to be done. */
import type { ExportCheck, ExportRequest } from '../../contract/export.ts';
import type { Job } from '../../contract/job.ts';
import type { Person } from '../../contract/person.ts';
import { StudioError } from '../../core/common/errors.ts';
import { buildFiles, exportFileNames, type Producer } from './export-contents.ts';
import { cropOfPerson } from './export-rows.ts';
import type { JobContext, JobResult, Jobs } from './jobs.ts';
import type { ExportFiles, OpenProject } from './ports.ts';
import { requireImage, type Session } from './session.ts';

export interface Exports {
  check(request: ExportRequest): ExportCheck;
  run(request: ExportRequest): Job;
}

export interface ExportParts extends Producer {
  readonly session: Session;
  readonly jobs: Jobs;
  readonly files: ExportFiles;
}

/** A body this far from its points is rarely what somebody wanted to accept, share of the crop. */
const FAR_OFF_SHARE = 0.1;

export function createExports(parts: ExportParts): Exports {
  return {
    check: (request) => check(parts, parts.session.current(), request),
    run(request) {
      const project = parts.session.current();
      return parts.jobs.start({
        kind: 'export',
        title: `Export ${request.name}`,
        run: (context) => run(parts, project, request, context),
      });
    },
  };
}

function check({ model }: ExportParts, project: OpenProject, request: ExportRequest): ExportCheck {
  const people = project.store.people.inStates(request.states);
  const nobody = {
    severity: 'error' as const,
    message: `Nobody is ${request.states.join(' or ')} yet. Accept people, or choose other states.`,
    personId: null,
    imageId: null,
  };
  return {
    people: people.length,
    images: new Set(people.map(({ imageId }) => imageId)).size,
    writesSmpl: model.isSmpl,
    issues: people.length === 0 ? [nobody] : people.flatMap((person) => issuesOf(project, person)),
    files: exportFileNames(request, model),
  };
}

function issuesOf(project: OpenProject, person: Person): ExportCheck['issues'] {
  const { name } = requireImage(project, person.imageId);
  const warn = (message: string) => ({
    severity: 'warning' as const,
    message: `${name}: ${message}`,
    personId: person.id,
    imageId: person.imageId,
  });
  if (person.fit === null) return [warn('no body; the row has 2D points only.')];
  const cropSidePx = 200 * cropOfPerson(person).scale;
  const share = person.fit.meanErrorPx / cropSidePx;
  return share > FAR_OFF_SHARE
    ? [warn(`the body is ${person.fit.meanErrorPx.toFixed(0)} px from its points.`)]
    : [];
}

async function run(
  parts: ExportParts,
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
  const warnings = issues.map(({ message }) => message);
  const { files, summary } = await buildFiles(parts, project, request, { warnings, job });
  const place = await parts.files.write(project.exportFolder, files, request.replace);
  return { message: `${summary}\nFolder: ${place}`, files: files.map(({ name }) => name) };
}
