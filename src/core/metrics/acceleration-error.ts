/** AccErr (Kanazawa et al., 2019): how far the accelerations of two motions are apart. */
import { mean, type Points } from './distances.ts';

/**
 * Mean over joints of ‖second difference of the predicted − that of the true joints‖, for each frame
 * that has both neighbours; in the unit of the points per frame².
 *
 * @param predicted joints of consecutive frames about the root, shape [N, 3] each; undefined for a
 *   frame that is not there
 * @param truth the same frames
 */
export function accelerationErrors(
  predicted: readonly (Points | undefined)[],
  truth: readonly (Points | undefined)[],
): { readonly frame: number; readonly error: number }[] {
  return predicted.flatMap((_, frame) => {
    const window = [frame - 1, frame, frame + 1];
    const [p, t] = [window.map((i) => predicted[i]), window.map((i) => truth[i])];
    if (!isWhole(p) || !isWhole(t)) return [];
    return [{ frame, error: differenceOf(secondDifference(p), secondDifference(t)) }];
  });
}

type Window = readonly [Points, Points, Points];

function isWhole(frames: readonly (Points | undefined)[]): frames is Window {
  return frames.every((frame) => frame !== undefined);
}

function secondDifference([before, now, after]: Window): Float64Array {
  return Float64Array.from(now, (value, i) => before[i] - 2 * value + after[i]);
}

function differenceOf(a: Float64Array, b: Float64Array): number {
  const norms = Array.from({ length: a.length / 3 }, (_, i) =>
    Math.hypot(a[3 * i] - b[3 * i], a[3 * i + 1] - b[3 * i + 1], a[3 * i + 2] - b[3 * i + 2]),
  );
  return mean(norms);
}
