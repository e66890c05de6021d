import type { ImageRow } from '../../contract/image.ts';
import { isStudioError } from '../../core/common/errors.ts';
import type { EventHub } from './event-hub.ts';
import type { OpenProject } from './ports.ts';
import { publishImage, requireImage, type Session } from './session.ts';
import type { ImageHeader, ImageQuery, StoredImage } from './store.ts';

export interface Images {
  page(query: ImageQuery): { total: number; rows: ImageRow[] };
  /** With its size from the file's header; that a file cannot be read is said in the row. */
  get(imageId: number): Promise<ImageRow>;
  neighbour(imageId: number, step: number, undecidedOnly: boolean): ImageRow | null;
  setEmpty(imageId: number, empty: boolean): ImageRow;
}

export function createImages(session: Session, hub: EventHub): Images {
  return {
    page: (query) => session.current().store.images.page(query),
    get: (imageId) => rowOf(session.current(), imageId),
    neighbour: (imageId, step, undecidedOnly) =>
      session.current().store.images.neighbour(imageId, step, undecidedOnly) ?? null,
    setEmpty(imageId, empty) {
      const project = session.current();
      const { name } = requireImage(project, imageId);
      const label = empty ? `Say that nobody is in ${name}` : `Take back that nobody is in ${name}`;
      project.store.images.setEmpty(label, imageId, empty);
      publishImage(hub, project, imageId);
      return requireImage(project, imageId);
    },
  };
}

async function rowOf(project: OpenProject, imageId: number): Promise<ImageRow> {
  const image = requireImage(project, imageId);
  try {
    return await imageWithCamera(project, imageId);
  } catch (error) {
    if (!isStudioError(error)) throw error;
    if (image.problem !== error.message) project.store.images.setProblem(imageId, error.message);
    return requireImage(project, imageId);
  }
}

/** @throws StudioError `image/…` when the file cannot be read */
export async function imageWithCamera(
  project: OpenProject,
  imageId: number,
): Promise<StoredImage & ImageHeader> {
  const image = requireImage(project, imageId);
  const { width, height, camera } = image;
  if (width !== null && height !== null && camera !== null) {
    return { ...image, width, height, camera };
  }
  const header = await project.folder.readHeader(image.name);
  project.store.images.setHeader(imageId, header);
  return { ...image, ...header };
}
