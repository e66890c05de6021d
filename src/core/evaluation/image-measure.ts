/** What a pair's picture tells: keypoints and outlines. */
import { countCorrect, pixelDistances } from '../metrics/pck.ts';
import { type Overlap, overlapOf } from '../metrics/silhouette.ts';
import type { MetricName } from './metric-list.ts';
import { landmarkPixels, type PosedSubject, silhouetteOf } from './posed-subject.ts';
import type { PredictedBody, Prediction, Truth } from './subject.ts';

/** Left shoulder and right hip. */
const TORSO = [16, 2];

/** @param points of the truth, shape [54, 2], NaN for an unknown one */
export function keypointShares(
  subject: PosedSubject,
  { camera }: PredictedBody,
  points: Float64Array,
  boxSidePx = longerSide(points),
): Partial<Record<MetricName, number>> {
  const distances = pixelDistances(landmarkPixels(subject, camera), points);
  const share = (length: number, tau: number) => {
    const { correct, known } = countCorrect(distances, length, tau);
    return known === 0 || !(length > 0) ? undefined : correct / known;
  };
  const torso = Math.hypot(
    points[2 * TORSO[0]] - points[2 * TORSO[1]],
    points[2 * TORSO[0] + 1] - points[2 * TORSO[1] + 1],
  );
  const shares = {
    pck05: share(boxSidePx, 0.05),
    pck10: share(boxSidePx, 0.1),
    pckTorso: share(torso, 0.2),
  };
  return Object.fromEntries(Object.entries(shares).filter(([, value]) => value !== undefined));
}

/** Of the box of the points that are known; NaN without any. */
export function longerSide(points: Float64Array): number {
  const extent = (axis: number) => {
    const own = points.filter((value, i) => i % 2 === axis && !Number.isNaN(value));
    return Math.max(...own) - Math.min(...own);
  };
  return points.every(Number.isNaN) ? Number.NaN : Math.max(extent(0), extent(1));
}

/** With the truth's mask, else with the outline of the true body where its camera is known. */
export function outlineOverlap(
  subject: PosedSubject,
  { camera }: PredictedBody,
  truth: Truth,
  known: PosedSubject | undefined,
  imageSize: Prediction['imageSize'],
): Overlap | undefined {
  const size = imageSize ?? truth.mask;
  if (size === undefined) return undefined;
  const outline = truth.mask ?? (known && truth.camera && silhouetteOf(known, truth.camera, size));
  const overlap = outline && overlapOf(silhouetteOf(subject, camera, size), outline);
  return overlap === undefined || overlap.either === 0 ? undefined : overlap;
}
