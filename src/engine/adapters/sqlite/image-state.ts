/** An image's badge, which hangs on its people and on what was said of it. */
import type { DatabaseSync } from 'node:sqlite';
import type { ImageState } from '../../../contract/image.ts';

/** Of several people the least finished one is the image's state. */
const UNFINISHED_FIRST = ['edited', 'unlabelled', 'predicted', 'fitted', 'rejected', 'accepted'];

export function isEmpty(database: DatabaseSync, imageId: number): boolean {
  return database.prepare('SELECT empty FROM image WHERE id = ?').get(imageId)?.empty === 1;
}

/** Says of an image whether nobody is in it. */
export function moveEmpty(database: DatabaseSync, imageId: number, empty: boolean): void {
  database.prepare('UPDATE image SET empty = ? WHERE id = ?').run(empty ? 1 : 0, imageId);
  refreshImage(database, imageId);
}

/** Works the image's state out again from its people; what a review goes by is not known any more. */
export function refreshImage(database: DatabaseSync, imageId: number): void {
  database
    .prepare('DELETE FROM review WHERE revision IN (SELECT head FROM person WHERE image = ?)')
    .run(imageId);
  const states = database
    .prepare(
      `SELECT revision.state AS state FROM person JOIN revision ON revision.id = person.head
       WHERE person.image = ?`,
    )
    .all(imageId)
    .map(({ state }) => String(state));
  const image = database
    .prepare('SELECT looked, empty, problem FROM image WHERE id = ?')
    .get(imageId);
  const state =
    UNFINISHED_FIRST.find((candidate) => states.includes(candidate)) ?? stateAlone(image);
  database
    .prepare('UPDATE image SET state = ?, people = ? WHERE id = ?')
    .run(state, states.length, imageId);
}

function stateAlone(image: Record<string, unknown> | undefined): ImageState {
  if (image?.problem != null) return 'problem';
  if (image?.empty === 1) return 'empty';
  return image?.looked === 1 ? 'nobody' : 'unlabelled';
}
