/** A plan in numbers, for the user to say yes to. */
import type { ImportPreview } from '../../../contract/import.ts';
import { type Annotation, hasPoints } from '../../../core/formats/annotations/annotation.ts';
import { jointSetOf } from '../../../core/keypoints/joint-sets.ts';
import type { OpenProject } from '../ports.ts';
import { requireImage } from '../session.ts';
import { pointsInPixels } from './imported-person.ts';
import type { ImportPlan } from './plan-import.ts';

const KEPT_PROBLEMS = 50;

export function previewOf(project: OpenProject, plan: ImportPlan): ImportPreview {
  const { file, images, counts, problems, bodies } = plan;
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
    sample: sampleOf(project, images),
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

/** The person with the most points. */
function sampleOf(project: OpenProject, images: ImportPlan['images']): ImportPreview['sample'] {
  const everyone = images.flatMap(({ imageId, annotations }) =>
    annotations.map((annotation) => ({ imageId, annotation, present: countPoints(annotation) })),
  );
  const best = everyone.reduce<(typeof everyone)[number] | undefined>(
    (most, one) => (most === undefined || one.present > most.present ? one : most),
    undefined,
  );
  if (best === undefined || best.present === 0) return null;
  const { imageId, annotation } = best;
  const { name, width, height } = requireImage(project, imageId);
  if (width === null || height === null) return null;
  const points = pointsInPixels(annotation, { width, height }).map(({ x, y, visibility }) =>
    visibility === 'absent' ? null : { x: x / width, y: y / height },
  );
  return { imageId, name, jointSet: annotation.jointSet, points };
}

function countPoints({ points }: Annotation): number {
  return points.filter(({ visibility }) => visibility !== 'absent').length;
}
