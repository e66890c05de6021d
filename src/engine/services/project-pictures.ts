import type { OpenProject } from './ports.ts';
import type { NamedPicture } from './video-frames.ts';

const PAGE = 1000;

/** All pictures of a project, in natural order of their names. */
export function picturesOf({ store }: OpenProject): NamedPicture[] {
  const pictures: NamedPicture[] = [];
  for (;;) {
    const query = { text: '', states: [], offset: pictures.length, limit: PAGE };
    const { rows } = store.images.page(query);
    for (const { id, name, width, height } of rows) pictures.push({ id, name, width, height });
    if (rows.length < PAGE) return pictures;
  }
}
