/** The one project that is open. */
import type { Person } from '../../contract/person.ts';
import type { ProjectInfo } from '../../contract/project.ts';
import { StudioError } from '../../core/common/errors.ts';
import type { EventHub } from './event-hub.ts';
import type { OpenProject } from './ports.ts';
import type { StoredImage } from './store.ts';

export interface Session {
  peek(): OpenProject | undefined;
  /** @throws StudioError `project/none-open` */
  current(): OpenProject;
  /** Closes the project that was open. */
  replace(next: OpenProject | undefined): void;
}

export function createSession(): Session {
  let open: OpenProject | undefined;
  return {
    peek: () => open,
    current() {
      if (open !== undefined) return open;
      throw new StudioError('project/none-open', 'No folder is open. Open one first.', {});
    },
    replace(next) {
      open?.store.close();
      open = next;
    },
  };
}

/** @throws StudioError `image/not-found` */
export function requireImage({ store }: OpenProject, imageId: number): StoredImage {
  const image = store.images.get(imageId);
  if (image !== undefined) return image;
  throw new StudioError('image/not-found', 'This picture is not in the project.', { imageId });
}

/** @throws StudioError `person/not-found` */
export function requirePerson({ store }: OpenProject, personId: number): Person {
  const person = store.people.get(personId);
  if (person !== undefined) return person;
  const message = 'This person is not there any more; an undo brings them back.';
  throw new StudioError('person/not-found', message, { personId });
}

export function projectInfo({ folder, store, isSample }: OpenProject): ProjectInfo {
  const counts = store.images.counts();
  const imageCount = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return { name: folder.name, imageCount, counts, isSample };
}

/** Tells the pages that an image's people have changed, and what hangs on it. */
export function publishImage(hub: EventHub, project: OpenProject, imageId: number): void {
  const people = project.store.people.list(imageId);
  hub.publish({ kind: 'people', imageId, people });
  hub.publish({ kind: 'image', image: requireImage(project, imageId) });
  hub.publish({ kind: 'project', project: projectInfo(project) });
  hub.publish({ kind: 'history', history: project.store.history.state() });
}
