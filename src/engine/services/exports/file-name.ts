/** Names of exported files that are made of a picture's name. */
import { createHash } from 'node:crypto';

/** Of most file systems, bytes. */
const MAX_BYTES = 255;

/**
 * The picture's path with an ending. A last step that would be longer than a file's name can be is
 * cut, and a part of its hash is added, so that two such names stay two.
 */
export function namedAfter(imageName: string, ending: string): string {
  const cut = imageName.lastIndexOf('/') + 1;
  const [folder, base] = [imageName.slice(0, cut), imageName.slice(cut)];
  if (Buffer.byteLength(base + ending) <= MAX_BYTES) return imageName + ending;
  const mark = `~${createHash('sha256').update(base).digest('hex').slice(0, 8)}`;
  return folder + cutTo(base, MAX_BYTES - Buffer.byteLength(mark + ending)) + mark + ending;
}

/** Whole characters only. */
function cutTo(text: string, bytes: number): string {
  const letters = [...text];
  while (Buffer.byteLength(letters.join('')) > bytes) letters.pop();
  return letters.join('');
}
