/** Silhouettes that come as pictures of their own: whose each of them is. */
import type { Box } from '../../../contract/keypoint.ts';
import type { Person } from '../../../contract/person.ts';
import { matchImages } from '../../../core/formats/annotations/match-images.ts';
import type { Mask } from '../../../core/masks/mask.ts';
import type { OpenProject } from '../ports.ts';
import type { ReadAnnotations } from './annotation-reader.ts';

interface OwnedMask {
  readonly personId: number;
  readonly mask: Mask;
}

/** Below this share of a box nobody else's silhouette is taken for a person's. */
const MIN_OVERLAP = 0.3;

/** @param problems receives silhouettes that are nobody's, with the reason */
export function planMasks(
  project: OpenProject,
  masks: ReadAnnotations['masks'],
  problems: { name: string; message: string }[],
): OwnedMask[] {
  const names = masks.map(({ imageName }) => imageName);
  const { matched, unmatched } = matchImages(names, project.store.images.names(), true);
  for (const { name, reason } of unmatched) problems.push({ name, message: reason });
  return masks.flatMap(({ imageName, mask }) => {
    const imageId = matched.get(imageName);
    if (imageId === undefined) return [];
    const owner = ownerOf(project.store.people.list(imageId), mask);
    if (owner !== undefined) return [{ personId: owner.id, mask }];
    problems.push({ name: imageName, message: 'nobody in the picture has this silhouette' });
    return [];
  });
}

/** The person whose box is most like the silhouette's. */
function ownerOf(people: readonly Person[], mask: Mask): Person | undefined {
  const box = boxOf(mask);
  const rated = people.map((person) => ({ person, overlap: box && overlap(person.box, box) }));
  const [best] = rated.toSorted((a, b) => (b.overlap ?? 0) - (a.overlap ?? 0));
  return (best?.overlap ?? 0) >= MIN_OVERLAP ? best?.person : undefined;
}

function boxOf({ runs }: Mask): Box | undefined {
  if (runs.length === 0) return undefined;
  let [left, right] = [Number.POSITIVE_INFINITY, 0];
  for (let r = 0; r < runs.length; r += 3) {
    left = Math.min(left, runs[r + 1] ?? left);
    right = Math.max(right, runs[r + 2] ?? right);
  }
  const [top, bottom] = [runs[0] ?? 0, (runs.at(-3) ?? 0) + 1];
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** Intersection over union. */
export function overlap(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  const both = Math.max(0, width) * Math.max(0, height);
  return both / (a.width * a.height + b.width * b.height - both);
}
