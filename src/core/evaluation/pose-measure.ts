/** Joint errors of a pair, and what its accelerations are of. */
import type { SparseRows } from '../body/body-model.ts';
import { mean, meanOf, relativeTo } from '../metrics/distances.ts';
import { jointErrors, pick } from '../metrics/joint-error.ts';
import type { JointProtocol } from '../metrics/joint-protocols.ts';
import type { MetricName } from './metric-list.ts';
import { type PosedSubject, protocolJoints } from './posed-subject.ts';
import type { Truth } from './subject.ts';

export interface PoseMeasure {
  readonly values: Readonly<Partial<Record<MetricName, number>>>;
  /** Distance about the root of each of the protocol's joints that is known on both sides. */
  readonly joints: ReadonlyMap<number, number>;
  /** Joints about the root, shape [J, 3]; undefined when one of them is not known. */
  readonly motion: { readonly predicted: Float64Array; readonly truth: Float64Array } | undefined;
}

/** How joints are taken from bodies. */
export interface JointSource {
  readonly protocol: JointProtocol;
  /** Human3.6M's regressor, where the user has it. */
  readonly h36m: SparseRows | undefined;
}

/** @param known the truth's body, posed; undefined when it cannot be compared */
export function measurePose(
  { protocol, h36m }: JointSource,
  predicted: Float64Array,
  truth: Truth,
  known: PosedSubject | undefined,
): PoseMeasure {
  const target = truthJoints(protocol, truth, known, h36m);
  if (target === undefined) return { values: {}, joints: new Map(), motion: undefined };
  const errors = jointErrors(protocol, predicted, target);
  const { aboutRoot, afterSimilarity, joints } = errors;
  const centred = (points: Float64Array) =>
    relativeTo(pick(points, protocol.joints), meanOf(points, protocol.root.joints));
  const isWhole = aboutRoot !== undefined && joints.length === protocol.joints.length;
  return {
    values: {
      ...(aboutRoot && { mpjpe: mean(aboutRoot) }),
      ...(afterSimilarity && { paMpjpe: mean(afterSimilarity) }),
    },
    joints: new Map(aboutRoot && joints.map((joint, i) => [joint, aboutRoot[i]])),
    motion: isWhole ? { predicted: centred(predicted), truth: centred(target) } : undefined,
  };
}

/** Joints that the file gives go before those of its body: they are what was measured. */
function truthJoints(
  protocol: JointProtocol,
  { joints3d }: Truth,
  known: PosedSubject | undefined,
  h36m: SparseRows | undefined,
): Float64Array | undefined {
  if (joints3d?.list === protocol.list) return joints3d.positions;
  return known && protocolJoints(protocol, known, h36m);
}
