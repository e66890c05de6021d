/** Picture in, people with keypoints and bodies out. */
import type { BodyParametersWire } from '../../contract/body-parameters.ts';
import type {
  DetectedPerson,
  ImageFile,
  ImagePrediction,
} from '../../contract/compute-contract.ts';
import { NO_CONSTRAINTS } from '../../contract/constraints.ts';
import type { Box, Keypoint } from '../../contract/keypoint.ts';
import type { BodyFit, FitPreset } from '../../contract/person.ts';
import { cameraOfImage } from '../../core/camera/focal-length.ts';
import type { Pinhole } from '../../core/camera/pinhole.ts';
import { hasCode } from '../../core/common/errors.ts';
import type { Fitter } from '../../core/fit/fitter.ts';
import { boxOfKeypoints } from '../../core/keypoints/box.ts';
import { COCO17, isFacePoint } from '../../core/keypoints/joint-sets.ts';
import type { DetectedPose } from '../../core/regress/detector-geometry.ts';
import { liftBodies } from '../../core/regress/lifter.ts';
import { body25FromCoco17 } from '../../core/regress/lifter-input.ts';
import type { LifterWeights } from '../../core/regress/lifter-network.ts';
import { decodePixels, type Pixels, readHeader } from '../adapters/images/image-file.ts';
import { bodyToWire, fitPerson } from '../adapters/person-fit.ts';
import { type Detector, detectInBox, detectPeople } from './detector.ts';
import { keypointsFromPose, withoutMadeUpFace } from './keypoints-from-pose.ts';

export interface PredictorParts {
  readonly detector: Detector;
  readonly lifter: LifterWeights;
  readonly fitter: Fitter;
  readonly bodyModel: BodyFit['bodyModel'];
}

/** With fewer points than this a detection is not a person that a body can be fitted to. */
const MIN_POINTS = 4;
const FACELESS_GAIN = 0.6;

export async function predictImage(
  parts: PredictorParts,
  file: ImageFile,
  preset: FitPreset,
): Promise<ImagePrediction> {
  const find = (pixels: Pixels) => detectPeople(parts.detector, pixels);
  const prediction = await predict(parts, file, preset, find);
  const clear = prediction.people.filter(({ keypoints }) => countPoints(keypoints) >= MIN_POINTS);
  return { ...prediction, people: clear };
}

export function predictInBox(
  parts: PredictorParts,
  file: ImageFile,
  box: Box,
): Promise<ImagePrediction> {
  return predict(parts, file, 'anchored', (pixels) => [detectInBox(parts.detector, pixels, box)]);
}

async function predict(
  parts: PredictorParts,
  file: ImageFile,
  preset: FitPreset,
  find: (pixels: Pixels) => DetectedPose[],
): Promise<ImagePrediction> {
  const { focalLength35mm } = await readHeader(file);
  const pixels = await decodePixels(file);
  const camera = cameraOfImage(pixels.width, pixels.height, focalLength35mm);
  const seen = (keypoints: Keypoint[]) => personAsSeen(parts, keypoints, camera, preset);
  const people = find(pixels).map((pose) => personOf(seen, keypointsFromPose(pose)));
  return { width: pixels.width, height: pixels.height, camera, people };
}

/** A made-up face is given up when the rest of the body fits far better without it. */
function personOf(
  seen: (keypoints: Keypoint[]) => DetectedPerson,
  keypoints: Keypoint[],
): DetectedPerson {
  const person = seen(keypoints);
  const faceless = withoutMadeUpFace(keypoints);
  if (faceless === undefined) return person;
  const other = seen(faceless);
  return bodyErrorPx(other) < FACELESS_GAIN * bodyErrorPx(person) ? other : person;
}

/** Mean distance of keypoints and joints below the head, pixels; infinite without a body. */
function bodyErrorPx({ fit }: DetectedPerson): number {
  const errors = (fit?.errorsPx ?? []).filter((_, i) => !isFacePoint(COCO17, i));
  const used = errors.filter((error) => error !== null);
  if (used.length === 0) return Number.POSITIVE_INFINITY;
  return used.reduce((sum, error) => sum + error, 0) / used.length;
}

function personAsSeen(
  parts: PredictorParts,
  keypoints: Keypoint[],
  camera: Pinhole,
  preset: FitPreset,
): DetectedPerson {
  const regression = regressBody(parts.lifter, keypoints, camera);
  const query = {
    jointSet: 'coco17' as const,
    keypoints,
    camera,
    regression,
    preset,
    constraints: NO_CONSTRAINTS,
  };
  const fit = fitOrNull(() => fitPerson(parts.fitter, parts.bodyModel, query, [regression]));
  return { jointSet: 'coco17', keypoints, box: boxOfKeypoints(keypoints), regression, fit };
}

/** Too few points to fit is an answer of its own: the person has no body yet. */
function fitOrNull(compute: () => BodyFit): BodyFit | null {
  try {
    return compute();
  } catch (error) {
    if (hasCode(error, 'fit/no-keypoints') || hasCode(error, 'fit/infeasible')) return null;
    throw error;
  }
}

/** The lifter's answer for COCO-17 keypoints; null when too few are usable. */
export function regressBody(
  lifter: LifterWeights,
  keypoints: readonly Keypoint[],
  camera: Pinhole,
): BodyParametersWire | null {
  const points = new Float64Array(51);
  for (const [i, { x, y, confidence, visibility, source, use }] of keypoints.entries()) {
    const usable = visibility === 'visible' || (visibility === 'occluded' && source === 'hand');
    points.set([x, y, usable && use !== 'ignored' ? confidence : 0], 3 * i);
  }
  const [body] = liftBodies(lifter, [{ points: body25FromCoco17(points), camera }]);
  return body === undefined ? null : bodyToWire(body);
}

function countPoints(keypoints: readonly Keypoint[]): number {
  return keypoints.filter(({ visibility }) => visibility === 'visible').length;
}
