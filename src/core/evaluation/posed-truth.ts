/** The true body of a person, posed where the truth has it. */
import { COCO17 } from '../keypoints/joint-sets.ts';
import { landmarkPixels, type PosedSubject, type Poser } from './posed-subject.ts';
import { type EvaluationBodies, isComparable, truthModel } from './same-body.ts';
import type { Truth, TruthBody } from './subject.ts';

export interface TruthParts {
  readonly bodies: EvaluationBodies;
  readonly poser: Poser;
}

/** Undefined for a truth without a body, and for one of another body. */
export function posedTruth(
  { bodies, poser }: TruthParts,
  { body }: Truth,
): PosedSubject | undefined {
  if (body === undefined || !isComparable(bodies, body.of)) return undefined;
  const model = truthModel(bodies, body.of);
  const posed = poser(model, body.parameters);
  if (body.pelvis === undefined) return posed;
  return poser(model, { ...body.parameters, translation: shiftOf(posed, body.pelvis, body) });
}

function shiftOf(
  { landmarks }: PosedSubject,
  pelvis: Float64Array,
  { parameters }: TruthBody,
): Float64Array {
  return pelvis.map((value, axis) => value - landmarks[axis] + parameters.translation[axis]);
}

/** The file's points, else COCO's 17 of the body where its camera is known; shape [54, 2]. */
export function truthPoints(
  { points, camera }: Truth,
  known: PosedSubject | undefined,
): Float64Array | undefined {
  if (points !== undefined || known === undefined || camera === undefined) return points;
  const wanted = new Set(COCO17.landmarks);
  return landmarkPixels(known, camera).map((value, i) =>
    wanted.has(Math.trunc(i / 2)) ? value : Number.NaN,
  );
}
