/** People of other programs' files into the project: looked at first, then taken over in one step. */
import type { ImportPreview } from '../../../contract/import.ts';
import type { Job } from '../../../contract/job.ts';
import { counted } from '../../../core/common/counted.ts';
import { StudioError } from '../../../core/common/errors.ts';
import type { JobContext, JobResult } from '../jobs.ts';
import type { OpenProject } from '../ports.ts';
import { projectInfo, publishImage } from '../session.ts';
import type { ImportParts, ImportQuery, ReadHeaders } from './import-parts.ts';
import { type ImportPlan, planImport } from './plan-import.ts';
import { previewOf } from './preview.ts';

export interface Imports {
  /** @throws StudioError `format/…` for a file that cannot be used; nothing is changed */
  preview(query: ImportQuery): Promise<ImportPreview>;
  run(query: ImportQuery): Job;
}

export function createImports(parts: ImportParts): Imports {
  const headersOf = headersByProject();
  return {
    async preview(query) {
      const project = parts.session.current();
      const watch = { signal: new AbortController().signal, total() {}, step() {} };
      return previewOf(project, await planImport(parts, project, query, watch, headersOf(project)));
    },
    run(query) {
      const project = parts.session.current();
      return parts.jobs.start({
        kind: 'import',
        title: 'Import people',
        run: (context) => run(parts, project, query, context, headersOf(project)),
      });
    },
  };
}

/** A look and the import after it read the pictures once. */
function headersByProject(): (project: OpenProject) => ReadHeaders {
  const known = new WeakMap<OpenProject, ReadHeaders>();
  return (project) => {
    const headers = known.get(project) ?? new Map();
    known.set(project, headers);
    return headers;
  };
}

async function run(
  parts: ImportParts,
  project: OpenProject,
  query: ImportQuery,
  context: JobContext,
  headers: ReadHeaders,
): Promise<JobResult> {
  const { signal, setTotal: total, step, fail } = context;
  const plan = await planImport(parts, project, query, { signal, total, step }, headers);
  signal.throwIfAborted();
  if (parts.session.peek() !== project) return { message: 'Another project was opened.' };
  for (const { name, message } of plan.problems) fail(name, message);
  if (plan.images.length === 0 && plan.masks.length === 0) throw nothing(plan);
  project.store.images.setHeaders(headers);
  take(parts, project, plan);
  return { message: summary(plan) };
}

/** All of it or nothing, and one undo takes it back. */
function take({ hub }: ImportParts, project: OpenProject, plan: ImportPlan): void {
  const { store } = project;
  const people = plan.images.flatMap(({ imageId, changes }) =>
    changes.map((change) => ({ imageId, ...change })),
  );
  const label = `Import ${counted(people.length, 'person', 'people')} from ${plan.file.name}`;
  const ids = store.people.commitAll(label, people);
  for (const [i, { mask }] of people.entries()) {
    const id = ids[i];
    if (mask !== undefined && id !== undefined) store.masks.set(id, mask);
  }
  for (const { personId, mask } of plan.masks) store.masks.set(personId, mask);
  const [first] = people;
  if (first !== undefined) publishImage(hub, project, first.imageId);
  hub.publish({ kind: 'project', project: projectInfo(project) });
  hub.publish({ kind: 'list' });
}

function summary({ counts, masks, bodies, images }: ImportPlan): string {
  const { added, replaced, same, kept } = counts;
  const parts = [
    `${counted(added, 'person', 'people')} added`,
    ...(replaced > 0 ? [`${replaced} taken instead of the detector's`] : []),
    ...(same > 0 ? [`${same} were there already`] : []),
    ...(kept > 0 ? [`${kept} left as you have them`] : []),
    ...(masks.length > 0 ? [counted(masks.length, 'silhouette')] : []),
  ];
  const told = bodies.hindrance === null ? '' : ` ${bodies.hindrance}`;
  return `${parts.join(', ')}, in ${counted(images.length, 'picture')}.${told}`;
}

function nothing({ file, problems }: ImportPlan): StudioError<'import/nothing'> {
  const reasons = [...file.notes, ...problems.map(({ name, message }) => `${name}: ${message}`)];
  const message =
    `There is nobody in the file who could be taken over. Nothing was changed. ${reasons[0] ?? ''}`.trimEnd();
  return new StudioError('import/nothing', `${message}\nFile: ${file.name}`, { reasons });
}
