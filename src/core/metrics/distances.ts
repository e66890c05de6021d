/** Distances of corresponding points, in the unit of the points. */

export type Points = Float64Array | Float32Array;

/** @param a shape [N, 3]; @param b shape [N, 3]; @returns shape [N] */
export function pointDistances(a: Points, b: Points): Float64Array {
  const out = new Float64Array(a.length / 3);
  for (let i = 0; i < out.length; i++) {
    const p = 3 * i;
    out[i] = Math.hypot(a[p] - b[p], a[p + 1] - b[p + 1], a[p + 2] - b[p + 2]);
  }
  return out;
}

/** NaN for no values at all. */
export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum / values.length;
}

/** Mean of some of the points. @param points shape [N, 3]; @returns shape [3] */
export function meanOf(points: Points, indices: readonly number[]): Float64Array {
  const out = new Float64Array(3);
  for (const index of indices) {
    for (let axis = 0; axis < 3; axis++) out[axis] += points[3 * index + axis] / indices.length;
  }
  return out;
}

/** Points as seen from a place. @param points shape [N, 3]; @param origin shape [3] */
export function relativeTo(points: Points, origin: ArrayLike<number>): Float64Array {
  return Float64Array.from(points, (value, i) => value - origin[i % 3]);
}
