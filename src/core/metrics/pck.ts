/**
 * PCK@τ: the share of keypoints that lie nearer to their true places than τ times a length of the
 * person: the longer side of the box (crop units times the box's expansion, as 4D-Humans has it), or
 * the torso from right hip to left shoulder (as on LSP and FLIC).
 */

/** Distance of each point, shape [N], pixels; NaN where either side does not know it. */
export function pixelDistances(a: ArrayLike<number>, b: ArrayLike<number>): Float64Array {
  return Float64Array.from({ length: a.length / 2 }, (_, i) =>
    Math.hypot(a[2 * i] - b[2 * i], a[2 * i + 1] - b[2 * i + 1]),
  );
}

export interface PckCount {
  readonly correct: number;
  readonly known: number;
}

/** @param distancesPx shape [N], NaN for an unknown point; @param lengthPx what τ is a share of */
export function countCorrect(
  distancesPx: ArrayLike<number>,
  lengthPx: number,
  tau: number,
): PckCount {
  let [correct, known] = [0, 0];
  for (let i = 0; i < distancesPx.length; i++) {
    if (Number.isNaN(distancesPx[i])) continue;
    known++;
    if (distancesPx[i] < tau * lengthPx) correct++;
  }
  return { correct, known };
}
