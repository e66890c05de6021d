/** What the studio's keypoints mean to the fit. */
import type { BodyParameters } from '../body/body-model.ts';
import { TORSO_BONES } from '../body/bones.ts';
import type { BodyMeasures } from '../body/measurements.ts';
import type { Pinhole } from '../camera/pinhole.ts';
import type { AnnotatedPoint } from '../keypoints/annotated-point.ts';
import { fitUseOf } from '../keypoints/fit-use.ts';
import { jointSetOf } from '../keypoints/joint-sets.ts';
import { type FitPreset, HALF_TEMPERATURE } from './presets.ts';
import { CROP_SIZE_PX, type FitProblem } from './problem.ts';
import { type Constraints, constraintTerms } from './terms/constraints.ts';
import type { ImagePlaces } from './terms/image-places.ts';
import type { PointTarget } from './terms/observations.ts';

export interface AnnotatedPerson {
  readonly jointSet: 'coco17' | 'body25';
  readonly keypoints: readonly AnnotatedPoint[];
  readonly camera: Pinhole;
  readonly regression: BodyParameters | undefined;
  /** What a network has read from the picture. */
  readonly imagePlaces?: ImagePlaces | undefined;
  readonly preset: FitPreset;
  readonly constraints: Constraints;
  /** Index of the point in hand; it pulls as a placed one. */
  readonly dragged?: number | undefined;
}

/** Factors of the squared error, relative to a detected point of confidence 1. */
const HAND_WEIGHT = 25;
const PINNED_WEIGHT = 100;
/** How strongly a point pulls; 0 leaves it out. */
export function pointWeight(person: AnnotatedPerson, index: number): number {
  const { source, use, confidence } = person.keypoints[index];
  if (index === person.dragged) return HAND_WEIGHT;
  const fitUse = fitUseOf(person.jointSet, person.keypoints[index], index);
  if (fitUse !== 'bends' && fitUse !== 'places') return 0;
  if (use === 'pinned') return PINNED_WEIGHT;
  return source === 'hand' ? HAND_WEIGHT : confidence * confidence;
}

/** How exactly a hand places a point, by its weight: standard deviation in pixels of the image. */
export function handSigmaPx({ cropSidePx }: FitProblem): number {
  return (Math.sqrt(HALF_TEMPERATURE / HAND_WEIGHT) * cropSidePx) / CROP_SIZE_PX;
}

/** True for a point that says where the body is, not how it is bent. */
function onlyPlaces(person: AnnotatedPerson, index: number): boolean {
  if (index === person.dragged) return false;
  return fitUseOf(person.jointSet, person.keypoints[index], index) === 'places';
}

export function problemFromKeypoints(person: AnnotatedPerson, measures: BodyMeasures): FitProblem {
  const set = jointSetOf(person.jointSet);
  const targets = person.keypoints.map(({ x, y }, index): PointTarget => {
    const weight = pointWeight(person, index);
    return { landmark: set.landmarks[index], x, y, weight, robust: weight < HAND_WEIGHT };
  });
  const places = (index: number) => onlyPlaces(person, index);
  return {
    preset: person.preset,
    camera: person.camera,
    points: targets.filter((_, index) => !places(index)),
    placingPoints: targets.filter((_, index) => places(index)),
    cropSidePx: cropSide(targets.filter(({ weight }) => weight > 0)),
    // What a person has made of the body counts for more than what the regressor said.
    regression: person.constraints.bakedBody ?? person.regression,
    constraints: constraintTerms(person.constraints, measures),
    imagePlaces: uncontradicted(person, measures.model.parents),
  };
}

/** Skeleton joint below which chest, arms and head hang. */
const SPINE = 3;
const isTorsoBone = (joint: number) => TORSO_BONES.some((bone) => bone.joint === joint);

/** Where a person has set a body, a place or which way a bone leads, the picture's word is left out. */
function uncontradicted(
  { imagePlaces, constraints }: AnnotatedPerson,
  parents: ArrayLike<number>,
): ImagePlaces | undefined {
  const { bakedBody, targets, depthPicks } = constraints;
  if (imagePlaces === undefined || bakedBody !== null) return undefined;
  const set = new Set([
    ...targets.map(({ landmark }) => landmark),
    // Which way the torso leads decides where the arms are.
    ...depthPicks.map(({ joint }) => (isTorsoBone(joint) ? SPINE : joint)),
  ]);
  const isSet = (landmark: number): boolean =>
    set.has(landmark) || (landmark > 0 && isSet(parents[landmark]));
  const places = imagePlaces.places.filter(({ landmark }) => !isSet(landmark));
  return places.length === 0 ? undefined : { ...imagePlaces, places };
}

/** SPIN's crop: 1.2 × the longer side of the box of the points. */
function cropSide(targets: readonly PointTarget[]): number {
  const xs = targets.map(({ x }) => x);
  const ys = targets.map(({ y }) => y);
  const side = Math.max(Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys));
  return Number.isFinite(side) && side > 0 ? 1.2 * side : 224;
}

/**
 * Distance of each point and the body's landmark, pixels of the image; null where it does not bend the body.
 *
 * @param landmarkPixels shape [54, 2]
 */
export function pointErrorsPx(
  person: AnnotatedPerson,
  landmarkPixels: Float64Array,
): (number | null)[] {
  const set = jointSetOf(person.jointSet);
  return person.keypoints.map(({ x, y }, index) => {
    if (pointWeight(person, index) === 0 || onlyPlaces(person, index)) return null;
    const i = 2 * set.landmarks[index];
    return Math.hypot(landmarkPixels[i] - x, landmarkPixels[i + 1] - y);
  });
}
