/** Posed bodies to learn from, with their landmarks worked out beforehand: drawing one is cheap. */
import type { BodyModel } from '../body/body-model.ts';
import { compactLandmarks } from '../body/landmarks.ts';
import { mirrorPose } from '../body/mirror.ts';
import { createKinematics, poseSkeleton } from '../fit/skeleton/kinematics.ts';
import { landmarkPositions } from '../fit/skeleton/landmark-positions.ts';
import { STRIDE, unknownsFromBody } from '../fit/skeleton/unknowns.ts';
import type { Random } from '../math/random.ts';

/** Row-major, one row a body, in the body's own upright frame: y up, pelvis at the origin. */
export interface PosePool {
  readonly count: number;
  /** Local rotation matrices, the root's included, shape [N, 24, 9]. */
  readonly rotations: Float32Array;
  /** Shape [N, 10]. */
  readonly betas: Float32Array;
  /** Shape [N, 54, 3], metres. */
  readonly landmarks: Float32Array;
}

/** Poses with the weight of each, shape [N, 72] and [N]; weights sum to 1. */
export interface PoseSource {
  readonly poses: Float32Array;
  readonly weights: Float64Array;
}

/** Joints of each limb, whose poses may come from another body: arms, legs. */
const LIMBS: readonly (readonly number[])[] = [
  [13, 16, 18, 20],
  [14, 17, 19, 21],
  [1, 4, 7, 10],
  [2, 5, 8, 11],
];
const TRAINING_MIXED_SHARE = 0.33;

/**
 * Draws bodies: a pose by its weight, mirrored half of the time, with limbs of another pose in a
 * third of them, and betas ~ N(0, 1).
 *
 * @param accepts whether a body may stay, by its landmarks, shape [54, 3]; another takes its place
 */
export function drawPool(
  model: BodyModel,
  source: PoseSource,
  count: number,
  random: Random,
  mixedShare = TRAINING_MIXED_SHARE,
  accepts: (landmarks: Float64Array) => boolean = () => true,
): PosePool {
  const pool = emptyPool(count);
  const kinematics = createKinematics(compactLandmarks(model));
  const draw = weightedDraw(source.weights, random);
  const all = Int32Array.from({ length: 54 }, (_, i) => i);
  const x = new Float64Array(STRIDE);
  const positions = new Float64Array(162);
  for (let i = 0; i < count; ) {
    const pose = drawPose(source.poses, draw, mixedShare, random);
    const betas = Float64Array.from({ length: 10 }, random.normal);
    unknownsFromBody({ pose, betas, translation: new Float64Array(3) }, x);
    poseSkeleton(kinematics, x);
    landmarkPositions(kinematics, x, all, positions);
    if (!accepts(positions)) continue;
    pool.rotations.set(kinematics.localRotations, 216 * i);
    pool.betas.set(betas, 10 * i);
    pool.landmarks.set(positions, 162 * i);
    i++;
  }
  return pool;
}

function emptyPool(count: number): PosePool {
  return {
    count,
    rotations: new Float32Array(216 * count),
    betas: new Float32Array(10 * count),
    landmarks: new Float32Array(162 * count),
  };
}

function drawPose(
  poses: Float32Array,
  draw: () => number,
  mixedShare: number,
  random: Random,
): Float64Array {
  const take = () => {
    const row = draw();
    const pose = Float64Array.from(poses.subarray(72 * row, 72 * row + 72));
    return random.uniform() < 0.5 ? mirrorPose(pose) : pose;
  };
  const pose = take();
  if (random.uniform() >= mixedShare) return pose;
  for (const limb of LIMBS) {
    if (random.uniform() < 0.5) continue;
    const other = take();
    for (const joint of limb) pose.set(other.subarray(3 * joint, 3 * joint + 3), 3 * joint);
  }
  return pose;
}

/** Draws indices by weight: a binary search in the running sum. */
function weightedDraw(weights: Float64Array, random: Random): () => number {
  const sums = new Float64Array(weights.length);
  let total = 0;
  for (let i = 0; i < weights.length; i++) {
    total += weights[i];
    sums[i] = total;
  }
  return () => {
    const wanted = random.uniform() * total;
    let [low, high] = [0, sums.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sums[middle] <= wanted) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}
