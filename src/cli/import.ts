import { resolve } from 'node:path';
import { z } from 'zod';
import { type ImportPreview, importChoice, importFormat } from '../contract/import.ts';
import { counted } from '../core/common/counted.ts';
import { StudioError } from '../core/common/errors.ts';
import { exitCode, failures, follow, type Invocation, openExisting, summary } from './commands.ts';
import { type Options, UsageError } from './options.ts';

/** `import FILE --format NAME --project FILE`, with a look at what it would do before. */
export async function runImport(invocation: Invocation): Promise<number> {
  const { engine, options, reporter, folder: path } = invocation;
  const query = { ...readChoice(options), path: path ?? '' };
  await openProject(invocation);
  const preview = await engine.imports.preview(query);
  if (options['dry-run']) {
    reporter.result(inWords(preview), { ...preview });
    return 0;
  }
  const job = await follow(invocation, engine.imports.run(query));
  const { added, replaced, same, kept, images, bodies } = preview;
  const counts = { added, replaced, same, kept, images, bodies };
  reporter.result(`${job.message}${failures(job.failed)}`, { ...summary(job), ...counts });
  return exitCode(job, job.failed);
}

/** The project of --project, which --images makes when it is not there. */
async function openProject({ engine, options }: Invocation): Promise<void> {
  if (options.images === undefined) {
    openExisting({ engine, options, folder: undefined });
    return;
  }
  await engine.openFolder(resolve(options.images));
  for (const { id, kind } of engine.jobs.list()) if (kind === 'scan') await engine.jobs.ended(id);
}

const POINTS = z.enum(['hand', 'detector']).optional();

function readChoice({ format, points }: Options) {
  const placed = POINTS.safeParse(points);
  if (!placed.success) throw new UsageError('--points is hand or detector.');
  const byHand = placed.data === undefined ? null : placed.data === 'hand';
  const parsed = importChoice.safeParse({ format, byHand });
  if (parsed.success) return parsed.data;
  const issues = [`--format is one of ${importFormat.options.join(', ')}`];
  throw new StudioError('input/invalid', `Which format is the file of? ${issues[0]}.`, { issues });
}

function inWords(preview: ImportPreview): string {
  const { file, people, images, added, replaced, same, kept, bodies, masks } = preview;
  return [
    `${file}: ${counted(people, 'person', 'people')} in ${counted(images, 'picture')} of the project`,
    `  ${added} would be added, ${replaced} take the place of detected ones`,
    `  ${same} are there already, ${kept} are left as you have them`,
    `  ${counted(bodies.count, 'body', 'bodies')}, ${counted(masks, 'silhouette')}`,
    ...preview.jointSets.map(
      ({ jointSet, people: count, points }) =>
        `  ${jointSet}, ${counted(count, 'person', 'people')}: ` +
        points.map((point) => `${point.name} ${point.people}`).join(', '),
    ),
    ...(bodies.hindrance === null ? [] : [`  ${bodies.hindrance}`]),
    ...preview.notes.map((note) => `  ${note}`),
    ...preview.problems.map(({ name, message }) => `  ${name}: ${message}`),
    ...(preview.problemCount > preview.problems.length
      ? [`  … ${preview.problemCount} problems in all`]
      : []),
    'Nothing was changed.',
  ].join('\n');
}
