/** The focal length that somebody knows of a picture. */
import { client } from '../client/connection.ts';
import { refine } from './editing.ts';
import { attempt, studio } from './studio-state.ts';

/** Of the picture in front, for everyone in it; undefined releases it. */
export async function setKnownFocalLength(focalLengthPx: number | undefined): Promise<void> {
  const { image } = studio.getState();
  if (image === null) return;
  const request = { imageId: image.id, focalLengthPx: focalLengthPx ?? null };
  const people = await attempt(client.people.setFocalLength(request));
  for (const person of people ?? []) await refine(person);
}
