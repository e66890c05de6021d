/** People of a file as the project keeps them: a machine's work, with the file as their source. */
import { NO_CONSTRAINTS } from '../../../contract/constraints.ts';
import type { Box, Keypoint } from '../../../contract/keypoint.ts';
import type { BodyFit, PersonSource } from '../../../contract/person.ts';
import type { BodyModel } from '../../../core/body/body-model.ts';
import { createPosedMesh, meshLandmarks } from '../../../core/body/posed-mesh.ts';
import type { Pinhole } from '../../../core/camera/pinhole.ts';
import { projectPoints } from '../../../core/camera/projection.ts';
import { pointErrorsPx } from '../../../core/fit/problem-from-keypoints.ts';
import {
  type AnnotatedPoint,
  type Annotation,
  hasPoints,
} from '../../../core/formats/annotations/annotation.ts';
import { createBodyPlacer } from '../../../core/formats/annotations/body-in-image.ts';
import { boxOfKeypoints } from '../../../core/keypoints/box.ts';
import type { PersonContent } from '../store.ts';
import { bodyToWire } from '../wire-body.ts';

export interface ImageSize {
  readonly width: number;
  readonly height: number;
}

/** Bodies of files in a picture's camera; one for the whole import, it has memory of its own. */
export type BodyImporter = (
  annotation: Annotation,
  keypoints: readonly Keypoint[],
  camera: Pinhole,
) => BodyFit | undefined;

/** @param size of the picture; needed for points that are shares of it */
export function contentOfAnnotation(
  annotation: Annotation,
  source: PersonSource,
  { size, byHand }: { size: ImageSize | undefined; byHand: boolean },
): PersonContent {
  const points = pointsInPixels(annotation, size);
  const box = boxOf(annotation, points);
  return {
    state: 'predicted',
    reason: null,
    jointSet: annotation.jointSet,
    keypoints: points.map((point) => keypointOf(point, box, byHand)),
    constraints: NO_CONSTRAINTS,
    box,
    regression: null,
    imageEvidence: null,
    fit: null,
    source,
  };
}

/** The same with the file's body as what the fit starts from and is held to. */
export function withImportedBody(content: PersonContent, fit: BodyFit | undefined): PersonContent {
  if (fit === undefined) return content;
  const { pose, betas, translation } = fit;
  return { ...content, fit, regression: { pose, betas, translation } };
}

export function pointsInPixels(
  { points, unit }: Annotation,
  size: ImageSize | undefined,
): readonly AnnotatedPoint[] {
  if (unit === 'pixels' || size === undefined) return points;
  return points.map((point) => ({ ...point, x: point.x * size.width, y: point.y * size.height }));
}

function boxOf({ box, body }: Annotation, points: readonly AnnotatedPoint[]): Box {
  if (box !== undefined) return box;
  if (hasPoints(points) || body === undefined || body.camera.kind === 'full') {
    return boxOfKeypoints(points);
  }
  const { centerX, centerY, scale } = body.camera.crop;
  const side = (200 * scale) / 1.2;
  return { x: centerX - side / 2, y: centerY - side / 2, width: side, height: side };
}

/** An absent point waits in the middle of the box. */
function keypointOf(point: AnnotatedPoint, box: Box, byHand: boolean): Keypoint {
  const isAbsent = point.visibility === 'absent';
  return {
    x: isAbsent ? box.x + box.width / 2 : point.x,
    y: isAbsent ? box.y + box.height / 2 : point.y,
    confidence: point.confidence,
    visibility: point.visibility,
    source: byHand && !isAbsent ? 'hand' : 'detector',
    use: 'normal',
  };
}

/** @param model the body whose parameters the file's are */
export function createBodyImporter(model: BodyModel): BodyImporter {
  const place = createBodyPlacer(model);
  const mesh = createPosedMesh(model);
  return (annotation, keypoints, camera) => {
    if (annotation.body === undefined) return undefined;
    const { jointSet } = annotation;
    const placed = place(annotation.body, { jointSet, points: keypoints }, camera);
    if (placed === undefined) return undefined;
    const pixels = new Float64Array(108);
    projectPoints(camera, meshLandmarks(mesh, placed.body), pixels);
    const preset = 'anchored';
    const person = { jointSet, keypoints, camera, preset, constraints: NO_CONSTRAINTS } as const;
    const errorsPx = pointErrorsPx({ ...person, regression: undefined }, pixels);
    const used = errorsPx.filter((error) => error !== null);
    return {
      ...bodyToWire(placed.body),
      camera,
      meanErrorPx: used.reduce((sum, error) => sum + error, 0) / Math.max(1, used.length),
      errorsPx,
      preset,
      bodyModel: { name: model.name, hash: model.hash },
    };
  };
}
