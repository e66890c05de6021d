/** One predicted body against one truth: every number that the truth can tell. */
import type { Measurements } from '../body/measurements.ts';
import { datasetJointsFromH36m } from '../metrics/joint-protocols.ts';
import { pve } from '../metrics/pose-error.ts';
import { intersectionOverUnion, type Overlap } from '../metrics/silhouette.ts';
import { keypointShares, outlineOverlap } from './image-measure.ts';
import { type JointSource, measurePose, type PoseMeasure } from './pose-measure.ts';
import { type PosedSubject, protocolJoints } from './posed-subject.ts';
import { posedTruth, type TruthParts, truthPoints } from './posed-truth.ts';
import { type MeasuresOf, measureShape } from './shape-measure.ts';
import type { Method, Pair } from './subject.ts';

export interface EvaluationParts extends JointSource, TruthParts {
  readonly measuresOf: MeasuresOf;
}

/** Metres, m³, kilograms and shares; what the truth cannot tell is not there. */
export interface PairMeasure extends PoseMeasure {
  /** Pixels of the outlines. */
  readonly overlap: Overlap | undefined;
  /** Predicted − true. */
  readonly measurements: Measurements | undefined;
}

/** @returns undefined when this method has nothing for the person */
export function measurePair(
  parts: EvaluationParts,
  { prediction, truth }: Pair,
  method: Method,
): PairMeasure | undefined {
  const predicted = prediction.bodies[method];
  const said = method === 'file' ? prediction.h36mJoints : undefined;
  if (predicted === undefined && said === undefined) return undefined;
  const subject = predicted && parts.poser(parts.bodies.predicted, predicted.body);
  const known = posedTruth(parts, truth);
  const joints = predictedJoints(parts, subject, said);
  const pose = joints === undefined ? NO_POSE : measurePose(parts, joints, truth, known);
  if (subject === undefined || predicted === undefined) {
    return { ...pose, overlap: undefined, measurements: undefined };
  }
  const shape = known && measureShape(parts.measuresOf, subject, known);
  const overlap = outlineOverlap(subject, predicted, truth, known, prediction.imageSize);
  const points = truthPoints(truth, known);
  return {
    ...pose,
    values: {
      ...pose.values,
      ...(known && { pve: pve(withPelvis(subject), withPelvis(known)) }),
      ...shape?.values,
      ...(points && keypointShares(subject, predicted, points, truth.boxSidePx)),
      ...(overlap && { iou: intersectionOverUnion(overlap) }),
    },
    overlap,
    measurements: shape?.measurements,
  };
}

const NO_POSE: PoseMeasure = { values: {}, joints: new Map(), motion: undefined };

/** A result file's own joints go before those of its body. */
function predictedJoints(
  { protocol, h36m }: JointSource,
  subject: PosedSubject | undefined,
  said: Float64Array | undefined,
): Float64Array | undefined {
  if (said !== undefined && protocol.from === 'h36m') return datasetJointsFromH36m(said);
  return subject && protocolJoints(protocol, subject, h36m);
}

function withPelvis({ vertices, landmarks }: PosedSubject) {
  return { vertices, pelvis: landmarks.subarray(0, 3) };
}
