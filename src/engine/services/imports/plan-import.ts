/** Everything that an import would do, worked out before anything is changed. */
import type { PersonSource } from '../../../contract/person.ts';
import type { BodyModel } from '../../../core/body/body-model.ts';
import { isStudioError, StudioError } from '../../../core/common/errors.ts';
import type { Annotation } from '../../../core/formats/annotations/annotation.ts';
import { matchImages } from '../../../core/formats/annotations/match-images.ts';
import type { Mask } from '../../../core/masks/mask.ts';
import type { OpenProject } from '../ports.ts';
import { requireImage } from '../session.ts';
import type { ImageHeader, PersonChange } from '../store.ts';
import type { ReadAnnotations } from './annotation-reader.ts';
import type { ImportParts, ImportQuery, ReadHeaders } from './import-parts.ts';
import {
  type BodyImporter,
  contentOfAnnotation,
  createBodyImporter,
  withImportedBody,
} from './imported-person.ts';
import { planImage } from './plan-image.ts';
import { planMasks } from './plan-masks.ts';

export interface ImportPlan {
  readonly file: ReadAnnotations;
  readonly images: readonly PlannedImage[];
  readonly counts: Counts;
  readonly masks: readonly { readonly personId: number; readonly mask: Mask }[];
  readonly problems: readonly { readonly name: string; readonly message: string }[];
  readonly bodies: { readonly count: number; readonly hindrance: string | null };
  readonly headers: ReadHeaders;
}

interface Counts {
  readonly added: number;
  readonly replaced: number;
  readonly same: number;
  readonly kept: number;
}

export interface PlannedImage {
  readonly imageId: number;
  readonly annotations: readonly Annotation[];
  readonly changes: readonly (PersonChange & { readonly mask: Mask | undefined })[];
}

export interface Watch {
  readonly signal: AbortSignal;
  total(count: number): void;
  step(): void;
}

export async function planImport(
  { reader, body }: ImportParts,
  project: OpenProject,
  query: ImportQuery,
  watch: Watch,
  headers: ReadHeaders,
): Promise<ImportPlan> {
  const file = await reader.read(query.path, query.format, watch.signal);
  const names = project.store.images.names();
  const withoutEndings = query.format === 'openpose';
  const wanted = file.people.map(({ imageName }) => imageName);
  const { matched, unmatched } = matchImages(wanted, names, withoutEndings);
  const problems = [
    ...file.problems,
    ...unmatched.map(({ name, reason }) => ({ name, message: reason })),
  ];
  const model = body();
  const bodies = bodiesOf(file, model);
  const importer =
    bodies.count > 0 && bodies.hindrance === null ? createBodyImporter(model) : undefined;
  const deleted = Map.groupBy(project.store.people.deletedSources(), ({ imageId }) => imageId);
  const groups = Map.groupBy(file.people, ({ imageName }) => matched.get(imageName));
  groups.delete(undefined);
  watch.total(groups.size);
  const images: PlannedImage[] = [];
  const counts = { added: 0, replaced: 0, same: 0, kept: 0 };
  for (const [imageId = 0, annotations] of groups) {
    if (images.length % 20 === 0) await new Promise((resolve) => setImmediate(resolve));
    watch.signal.throwIfAborted();
    try {
      const planned = await planOf(project, imageId, annotations, {
        query,
        file,
        importer,
        headers,
        deleted: (deleted.get(imageId) ?? []).map(({ source }) => source),
      });
      images.push({ imageId, annotations, changes: planned.changes });
      for (const key of ['added', 'replaced', 'same', 'kept'] as const) counts[key] += planned[key];
    } catch (error) {
      if (!isStudioError(error)) throw error;
      problems.push({ name: requireImage(project, imageId).name, message: error.message });
    }
    watch.step();
  }
  const masks = planMasks(project, file.masks, problems);
  return { file, images, counts, masks, problems, bodies, headers };
}

/** A body's parameters mean something with that body only. */
function bodiesOf(file: ReadAnnotations, model: BodyModel): ImportPlan['bodies'] {
  const count = file.people.filter(({ body }) => body !== undefined).length;
  const of = file.bodyModel ?? { name: 'smpl', hash: '' };
  const isOurs = of.hash === model.hash || (of.name === 'smpl' && model.isSmpl);
  if (count === 0 || isOurs) return { count, hindrance: null };
  const hindrance =
    `Its bodies are of ${of.name === 'smpl' ? 'SMPL' : of.name}, the project's is ${model.name}: ` +
    'only the points are taken over.';
  return { count, hindrance };
}

interface Context {
  readonly query: ImportQuery;
  readonly file: ReadAnnotations;
  readonly importer: BodyImporter | undefined;
  readonly headers: ReadHeaders;
  readonly deleted: readonly PersonSource[];
}

async function planOf(
  project: OpenProject,
  imageId: number,
  annotations: readonly Annotation[],
  { query, file, importer, headers, deleted }: Context,
) {
  const { format, byHand } = query;
  const header = await headerOf(project, imageId, {
    annotations,
    headers,
    wantsCamera: importer !== undefined,
  });
  const contents = annotations.flatMap((annotation) => {
    const source = { format, file: file.name, key: keyOf(annotation, format) };
    const choice = { size: header, byHand: byHand ?? format === 'coco' };
    const content = contentOfAnnotation(annotation, source, choice);
    const fit = header && importer?.(annotation, content.keypoints, header.camera);
    const isSomebody = fit !== undefined || content.keypoints.some(isPresent);
    return isSomebody ? [{ content: withImportedBody(content, fit), mask: annotation.mask }] : [];
  });
  const isEmpty = requireImage(project, imageId).state === 'empty';
  const plan = planImage(
    project.store.people.list(imageId),
    contents.map(({ content }) => content),
    { isEmpty, deleted },
  );
  const maskOf = (change: PersonChange) =>
    contents.find(({ content }) => content === change.content)?.mask;
  return { ...plan, changes: plan.changes.map((change) => ({ ...change, mask: maskOf(change) })) };
}

/** One file a picture: its people are told apart by the picture too. */
function keyOf({ imageName, key }: Annotation, format: ImportQuery['format']): string {
  return format === 'openpose' ? `${imageName} ${key}` : key;
}

function isPresent({ visibility }: { visibility: string }): boolean {
  return visibility !== 'absent';
}

/**
 * The picture's size and camera, where the import needs them.
 *
 * @throws StudioError `image/…`; `import/other-size` when the file is of a picture of another size
 */
async function headerOf(
  project: OpenProject,
  imageId: number,
  {
    annotations,
    headers,
    wantsCamera,
  }: {
    readonly annotations: readonly Annotation[];
    readonly headers: ReadHeaders;
    readonly wantsCamera: boolean;
  },
): Promise<ImageHeader | undefined> {
  const size = annotations.find(({ imageSize }) => imageSize !== undefined)?.imageSize;
  const isNeeded = wantsCamera || size !== undefined || annotations[0]?.unit === 'shares';
  if (!isNeeded) return undefined;
  const { name, width, height, camera } = requireImage(project, imageId);
  const isKnown = width !== null && height !== null && camera !== null;
  const stored = isKnown ? { width, height, camera } : undefined;
  const header = stored ?? headers.get(imageId) ?? (await project.folder.readHeader(name));
  if (stored === undefined) headers.set(imageId, header);
  if (size !== undefined) requireSize(header, size);
  return header;
}

/** A pixel of difference is rounding; other sizes are another version of the picture, or a turned one. */
function requireSize(image: ImageHeader, size: { width: number; height: number }): void {
  const isSame =
    Math.abs(image.width - size.width) <= 1 && Math.abs(image.height - size.height) <= 1;
  if (isSame) return;
  const found = `${image.width} × ${image.height}`;
  const wanted = `${size.width} × ${size.height}`;
  const message =
    `the picture has ${found} pixels, the file's points are of one with ${wanted}. Its people were ` +
    'left out. Use the pictures that were annotated.';
  throw new StudioError('import/other-size', message, { found, wanted });
}
