/** A focal length that a person knows: of a picture, so of everyone in it. */
import type { Person } from '../../contract/person.ts';
import type { EventHub } from './event-hub.ts';
import { publishImage, requireImage, type Session } from './session.ts';
import { contentOf } from './store.ts';

interface Parts {
  readonly session: Session;
  readonly hub: EventHub;
}

/**
 * One undoable step for all people of the image, whose bodies are then to be fitted again.
 *
 * @param focalLengthPx null takes what the picture says
 * @returns the people, with the fits that they had
 */
export function setFocalLength(
  { session, hub }: Parts,
  imageId: number,
  focalLengthPx: number | null,
): Person[] {
  const project = session.current();
  const { name } = requireImage(project, imageId);
  const changes = project.store.people.list(imageId).map((person) => ({
    personId: person.id,
    content: {
      ...contentOf(person),
      constraints: { ...person.constraints, focalLengthPx },
      state: 'edited' as const,
      reason: null,
    },
  }));
  const label =
    focalLengthPx === null
      ? `Release the focal length of ${name}`
      : `Set the focal length of ${name} to ${Number(focalLengthPx.toFixed(2))} px`;
  if (changes.length > 0) project.store.people.commit(label, imageId, changes);
  publishImage(hub, project, imageId);
  return project.store.people.list(imageId);
}
