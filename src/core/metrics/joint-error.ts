/** MPJPE and PA-MPJPE by a protocol, over the joints that both sides have. */
import { alignSimilarity } from '../math/procrustes.ts';
import { meanOf, type Points, pointDistances, relativeTo } from './distances.ts';
import type { JointProtocol } from './joint-protocols.ts';

export interface JointErrors {
  /** Indices into the protocol's list: the joints that both sides have. */
  readonly joints: readonly number[];
  /** Distance of each after both roots were moved onto one another; undefined without a root. */
  readonly aboutRoot: Float64Array | undefined;
  /** Distance of each after the best similarity; undefined with fewer than three. */
  readonly afterSimilarity: Float64Array | undefined;
}

/** Without this many points a similarity carries anything onto anything. */
const MIN_ALIGNED = 3;

/**
 * @param predicted shape [24, 3], the protocol's list; NaN for a joint that is not known
 * @param truth the same
 */
export function jointErrors(
  { joints, root }: JointProtocol,
  predicted: Points,
  truth: Points,
): JointErrors {
  const known = (i: number) => isKnown(predicted, i) && isKnown(truth, i);
  const common = joints.filter(known);
  const [a, b] = [pick(predicted, common), pick(truth, common)];
  const hasRoot = common.length > 0 && root.joints.every(known);
  return {
    joints: common,
    aboutRoot: hasRoot
      ? pointDistances(
          relativeTo(a, meanOf(predicted, root.joints)),
          relativeTo(b, meanOf(truth, root.joints)),
        )
      : undefined,
    afterSimilarity:
      common.length < MIN_ALIGNED ? undefined : pointDistances(alignSimilarity(a, b), b),
  };
}

function isKnown(points: Points, i: number): boolean {
  return Number.isFinite(points[3 * i] + points[3 * i + 1] + points[3 * i + 2]);
}

/** @returns shape [n, 3] */
export function pick(points: Points, indices: readonly number[]): Float64Array {
  const out = new Float64Array(3 * indices.length);
  for (const [i, index] of indices.entries())
    out.set(points.subarray(3 * index, 3 * index + 3), 3 * i);
  return out;
}
