/** A plan in numbers, for the user to say yes to. */
import type { ImportPreview } from '../../../contract/import.ts';
import { type Annotation, hasPoints } from '../../../core/formats/annotations/annotation.ts';
import { jointSetOf } from '../../../core/keypoints/joint-sets.ts';
import type { OpenProject } from '../ports.ts';
import { requireImage } from '../session.ts';
import { type ImageSize, pointsInPixels } from './imported-person.ts';
import type { ImportPlan } from './plan-import.ts';

const KEPT_PROBLEMS = 50;

export function previewOf(project: OpenProject, plan: ImportPlan): ImportPreview {
  const { file, images, counts, problems, bodies, headers } = plan;
  return {
    file: file.name,
    people: file.people.length,
    images: images.length,
    ...counts,
    problems: problems.slice(0, KEPT_PROBLEMS),
    problemCount: problems.length,
    jointSets: jointSetsOf(file.people),
    bodies,
    masks: file.people.filter(({ mask }) => mask !== undefined).length + file.masks.length,
    notes: [...file.notes],
    sample: sampleOf(project, images, headers),
  };
}

function jointSetsOf(people: readonly Annotation[]): ImportPreview['jointSets'] {
  const groups = Map.groupBy(people, ({ jointSet }) => jointSet);
  return [...groups].map(([jointSet, members]) => ({
    jointSet,
    people: members.length,
    points: jointSetOf(jointSet).pointNames.map((name, i) => ({
      name,
      people: members.filter(({ points }) => hasPoints(points.slice(i, i + 1))).length,
    })),
  }));
}

/** The person with the most points in a picture whose size is known. */
function sampleOf(
  project: OpenProject,
  images: ImportPlan['images'],
  headers: ImportPlan['headers'],
): ImportPreview['sample'] {
  let best: { annotation: Annotation; imageId: number; size: ImageSize } | undefined;
  for (const { imageId, annotations } of images) {
    const size = sizeOf(project, imageId, headers);
    if (size === undefined) continue;
    for (const annotation of annotations) {
      const more =
        countPoints(annotation) > (best === undefined ? 0 : countPoints(best.annotation));
      if (more) best = { annotation, imageId, size };
    }
  }
  if (best === undefined) return null;
  const { annotation, imageId, size } = best;
  const points = pointsInPixels(annotation, size).map(({ x, y, visibility }) =>
    visibility === 'absent' ? null : { x: x / size.width, y: y / size.height },
  );
  const { name } = requireImage(project, imageId);
  return { imageId, name, jointSet: annotation.jointSet, points };
}

function sizeOf(
  project: OpenProject,
  imageId: number,
  headers: ImportPlan['headers'],
): ImageSize | undefined {
  const { width, height } = requireImage(project, imageId);
  return width === null || height === null ? headers.get(imageId) : { width, height };
}

function countPoints({ points }: Annotation): number {
  return points.filter(({ visibility }) => visibility !== 'absent').length;
}
