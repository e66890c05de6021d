import type { OpenProject } from '../ports.ts';
import { requireImage } from '../session.ts';

/** SHA-256 of a picture's bytes, read again only when the file has changed; undefined when it is gone. */
export async function pictureHash(
  project: OpenProject,
  imageId: number,
): Promise<string | undefined> {
  const { store, folder } = project;
  const { name } = requireImage(project, imageId);
  const stamp = await folder.stamp(name);
  if (stamp === undefined) return undefined;
  const known = store.training.pictureHash(imageId, stamp);
  if (known !== undefined) return known;
  const hash = await folder.sha256(name);
  if (hash !== undefined) store.training.setPictureHash(imageId, stamp, hash);
  return hash;
}
