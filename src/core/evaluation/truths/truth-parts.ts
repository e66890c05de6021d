/** Pieces that readers of truths share. */

import { LANDMARK_COUNT } from '../../body/body-model.ts';
import { StudioError } from '../../common/errors.ts';

/** 2D points of a file's list in their places among the 54 landmarks; NaN for the others. */
export function pointsOfLandmarks(
  landmarks: readonly number[],
  placeOf: (index: number) => readonly [x: number, y: number] | undefined,
): Float64Array | undefined {
  const out = new Float64Array(2 * LANDMARK_COUNT).fill(Number.NaN);
  for (const [index, landmark] of landmarks.entries()) {
    const place = placeOf(index);
    if (place !== undefined) out.set(place, 2 * landmark);
  }
  return out.every(Number.isNaN) ? undefined : out;
}

/** A keypoint counts when its confidence is above this, as 4D-Humans has it. */
export const MIN_CONFIDENCE = 0.5;

/** Of row `at` of x, y, confidence. */
export function confidentPlace(
  rows: ArrayLike<number>,
  at: number,
): readonly [number, number] | undefined {
  const [x, y, confidence] = [rows[at], rows[at + 1], rows[at + 2]];
  return confidence > MIN_CONFIDENCE ? [x, y] : undefined;
}

/** @throws StudioError `format/invalid` */
export function requireFinite(values: Float64Array, what: string, source: string): Float64Array {
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad < 0) return values;
  throw invalidTruth(source, `${what} has ${values[bad]} as its number ${bad}`);
}

export function invalidTruth(source: string, reason: string): StudioError<'format/invalid'> {
  const message =
    `The truth cannot be used: ${reason}. Nothing was compared or changed. Check that the file is ` +
    `whole and of the format that was chosen.\nFile: ${source}`;
  return new StudioError('format/invalid', message, { source, issues: [reason] });
}
