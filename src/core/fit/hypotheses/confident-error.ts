import type { Fitter } from '../fitter.ts';
import type { FitProblem } from '../problem.ts';
import { poseSkeleton } from '../skeleton/kinematics.ts';
import { landmarkPositions } from '../skeleton/landmark-positions.ts';

/** Confidence 0.5, squared. */
const CONFIDENT_WEIGHT = 0.25;
const CROP_SIZE_PX = 224;

/** Mean distance of the confident points and the body, pixels of a 224 crop; 0 when there are none. */
export function confidentErrorPx(
  { workspace: { kinematics } }: Fitter,
  { points, camera, cropSidePx }: FitProblem,
  x: Float64Array,
): number {
  const sure = points.filter(({ weight }) => weight >= CONFIDENT_WEIGHT);
  const landmarks = Int32Array.from(sure, ({ landmark }) => landmark);
  const at = new Float64Array(3 * sure.length);
  poseSkeleton(kinematics, x);
  landmarkPositions(kinematics, x, landmarks, at);
  const distances = sure.map((point, i) => {
    const scale = camera.focalLength / at[3 * i + 2];
    const u = scale * at[3 * i] + camera.principalX;
    const v = scale * at[3 * i + 1] + camera.principalY;
    return Math.hypot(u - point.x, v - point.y);
  });
  const sum = distances.reduce((a, b) => a + b, 0);
  return (CROP_SIZE_PX * sum) / (cropSidePx * Math.max(1, sure.length));
}
