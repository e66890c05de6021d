/** Picture in, people with keypoints and bodies out. */
import type { BodyParametersWire } from '../../contract/body-parameters.ts';
import type {
  DetectedPerson,
  ImageFile,
  ImagePrediction,
} from '../../contract/compute-contract.ts';
import { NO_CONSTRAINTS } from '../../contract/constraints.ts';
import type { ImageEvidence } from '../../contract/image-evidence.ts';
import type { Box, Keypoint } from '../../contract/keypoint.ts';
import type { BodyFit, FitPreset } from '../../contract/person.ts';
import { cameraOfImage } from '../../core/camera/focal-length.ts';
import type { Pinhole } from '../../core/camera/pinhole.ts';
import { hasCode } from '../../core/common/errors.ts';
import type { Fitter } from '../../core/fit/fitter.ts';
import { boxOfKeypoints } from '../../core/keypoints/box.ts';
import { COCO17, isFacePoint } from '../../core/keypoints/joint-sets.ts';
import type { DetectedPose } from '../../core/regress/detector-geometry.ts';
import { type Pixels, readHeader } from '../adapters/images/image-file.ts';
import { annotated, bodyFit, bodyFromWire, bodyToWire, fitPerson } from '../adapters/person-fit.ts';
import { type Detector, detectInBox, detectPeople } from './detector.ts';
import type { EvidenceReader } from './image-evidence.ts';
import { keypointsFromPose, withoutMadeUpFace } from './keypoints-from-pose.ts';
import { type Picture, pictureOf, type Regressor } from './regressor.ts';

export interface PredictorParts {
  readonly detector: Detector;
  readonly regressor: Regressor;
  readonly evidence: EvidenceReader;
  readonly fitter: Fitter;
  readonly bodyModel: BodyFit['bodyModel'];
}

/** With fewer points than this a detection is not a person that a body can be fitted to. */
const MIN_POINTS = 4;
const FACELESS_GAIN = 0.6;

interface Wanted {
  /** Null leaves people with what the regressor says. */
  readonly preset: FitPreset | null;
  /** Whether more is read from the picture for the fit. */
  readonly imageEvidence: boolean;
}

export async function predictImage(
  parts: PredictorParts,
  file: ImageFile,
  wanted: Wanted,
): Promise<ImagePrediction> {
  const find = (pixels: Pixels) => detectPeople(parts.detector, pixels);
  return withClearPeople(await predict(parts, file, wanted, find));
}

/** Without detections that are too poor to be people. */
export function withClearPeople(prediction: ImagePrediction): ImagePrediction {
  const clear = prediction.people.filter(({ keypoints }) => countPoints(keypoints) >= MIN_POINTS);
  return { ...prediction, people: clear };
}

export function predictInBox(
  parts: PredictorParts,
  file: ImageFile,
  box: Box,
): Promise<ImagePrediction> {
  const wanted = { preset: 'anchored', imageEvidence: true } as const;
  return predict(parts, file, wanted, (pixels) => [detectInBox(parts.detector, pixels, box)]);
}

async function predict(
  parts: PredictorParts,
  file: ImageFile,
  { preset, imageEvidence }: Wanted,
  find: (pixels: Pixels) => DetectedPose[],
): Promise<ImagePrediction> {
  const picture = pictureOf(file);
  const look = await lookAt(picture, find);
  const evidence: (ImageEvidence | null)[] = [];
  for (const pose of look.poses) {
    const isWanted = imageEvidence && preset !== null;
    const read = async () => parts.evidence.read(await picture.pixels(), look.camera, pose);
    evidence.push(isWanted ? await read() : null);
  }
  const regressions = await regressAll(parts.regressor, [look]);
  return predictionOf(parts, look, { preset, regressions, evidence });
}

/** What the detector sees in a picture. */
export interface Look {
  readonly picture: Picture;
  readonly width: number;
  readonly height: number;
  readonly camera: Pinhole;
  readonly poses: readonly DetectedPose[];
  /** How each pose can be read: as it is and, when its face may be made up, without that. */
  readonly readings: readonly Keypoint[][][];
}

/** @throws StudioError `image/…` */
export async function lookAt(
  picture: Picture,
  find: (pixels: Pixels) => DetectedPose[],
): Promise<Look> {
  const { focalLength35mm } = await readHeader(picture.file);
  const pixels = await picture.pixels();
  const { width, height } = pixels;
  const camera = cameraOfImage(width, height, focalLength35mm);
  const poses = find(pixels);
  return { picture, width, height, camera, poses, readings: poses.map(readingsOf) };
}

function readingsOf(pose: DetectedPose): Keypoint[][] {
  const keypoints = keypointsFromPose(pose);
  const faceless = withoutMadeUpFace(keypoints);
  return faceless === undefined ? [keypoints] : [keypoints, faceless];
}

type Regressions = ReadonlyMap<Keypoint[], BodyParametersWire | null>;

/** All readings of all pictures pass the network together. */
export async function regressAll(
  regressor: Regressor,
  looks: readonly Look[],
): Promise<Regressions> {
  const people = looks.flatMap(({ readings, camera, picture }) =>
    readings
      .flat()
      .map((keypoints) => ({ jointSet: 'coco17' as const, keypoints, camera, picture })),
  );
  const bodies = await regressor.regress(people);
  return new Map(
    people.map(({ keypoints }, i) => {
      const body = bodies[i];
      return [keypoints, body === undefined ? null : bodyToWire(body)];
    }),
  );
}

interface Answers {
  readonly preset: FitPreset | null;
  readonly regressions: Regressions;
  /** By person; empty when nothing was read. */
  readonly evidence: readonly (ImageEvidence | null)[];
}

export function predictionOf(
  parts: PredictorParts,
  { readings, width, height, camera }: Look,
  { preset, regressions, evidence }: Answers,
): ImagePrediction {
  const seen = (keypoints: Keypoint[], person: number) => {
    const regression = regressions.get(keypoints) ?? null;
    const imageEvidence = evidence[person] ?? null;
    return personAsSeen(parts, { keypoints, camera, regression, imageEvidence }, preset);
  };
  const people = readings.map((ways, i) => likelier(ways.map((way) => seen(way, i))).person);
  return { width, height, camera, people };
}

interface Reading {
  readonly person: DetectedPerson;
  /** Mean distance of keypoints and joints below the head, pixels; infinite without a body. */
  readonly errorPx: number;
}

/** A made-up face is given up when the rest of the body fits far better without it. */
function likelier([whole, faceless]: readonly Reading[]): Reading {
  const gain = FACELESS_GAIN * (whole as Reading).errorPx;
  return faceless !== undefined && faceless.errorPx < gain ? faceless : (whole as Reading);
}

interface RegressedPoints {
  readonly keypoints: Keypoint[];
  readonly camera: Pinhole;
  readonly regression: BodyParametersWire | null;
  readonly imageEvidence: ImageEvidence | null;
}

function personAsSeen(
  { fitter, bodyModel }: PredictorParts,
  { keypoints, camera, regression, imageEvidence }: RegressedPoints,
  preset: FitPreset | null,
): Reading {
  const query = {
    jointSet: 'coco17' as const,
    keypoints,
    camera,
    regression,
    imageEvidence,
    preset: preset ?? 'anchored',
    constraints: NO_CONSTRAINTS,
  };
  const fit =
    preset === null ? null : fitOrNull(() => fitPerson(fitter, bodyModel, query, [regression]));
  const shown =
    fit ??
    (regression &&
      bodyFit(fitter, bodyModel, annotated(fitter, query), { body: bodyFromWire(regression) }));
  const box = boxOfKeypoints(keypoints);
  return {
    person: { jointSet: 'coco17', keypoints, box, regression, imageEvidence, fit },
    errorPx: errorBelowHeadPx(shown),
  };
}

function errorBelowHeadPx(fit: BodyFit | null): number {
  const errors = (fit?.errorsPx ?? []).filter((_, i) => !isFacePoint(COCO17, i));
  const used = errors.filter((error) => error !== null);
  if (used.length === 0) return Number.POSITIVE_INFINITY;
  return used.reduce((sum, error) => sum + error, 0) / used.length;
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

function countPoints(keypoints: readonly Keypoint[]): number {
  return keypoints.filter(({ visibility }) => visibility === 'visible').length;
}
