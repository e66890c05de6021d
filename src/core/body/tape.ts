/**
 * A measuring tape: the girth of a closed curve is the perimeter of its convex hull in the tape's
 * plane. The curve's points move linearly with the betas, so between changes of the hull the girth
 * is smooth and its slope exact.
 */
import type { BodyModel, SurfacePoints } from './body-model.ts';
import { evaluateForms, type LinearForms, surfaceForms } from './linear-forms.ts';
import { planeBasis } from './loop-plane.ts';

export interface Tape {
  /** The curve in the plane: forms u₀, v₀, u₁, v₁, … */
  readonly forms: LinearForms;
  /** Buffers: the points of the last measuring, their order along u, and the hull. */
  readonly points: Float64Array;
  readonly order: Int32Array;
  readonly hull: Int32Array;
}

/**
 * The plane is that of the curve on the mean shape, horizontal round the trunk and across a limb, as
 * ISO 8559-1 has it, and stays when the betas move the curve out of it.
 */
export function createTape(model: BodyModel, loop: SurfacePoints): Tape {
  const count = loop.t.length;
  const along = surfaceForms(model, loop, [1, 0, 0, 0, 1, 0, 0, 0, 1]);
  return {
    forms: surfaceForms(model, loop, planeBasis(along.constants)),
    points: new Float64Array(2 * count),
    order: Int32Array.from({ length: count }, (_, i) => i),
    hull: new Int32Array(2 * count + 1),
  };
}

/**
 * @param slope shape [B]: `factor` times the girth's derivative is added, metres a beta
 * @returns metres
 */
export function girth(
  tape: Tape,
  betas: ArrayLike<number>,
  slope?: Float64Array,
  factor = 1,
): number {
  evaluateForms(tape.forms, betas, tape.points);
  const size = convexHull(tape);
  let length = 0;
  for (let k = 0; k < size; k++) {
    const from = 2 * tape.hull[k];
    const to = 2 * tape.hull[(k + 1) % size];
    const du = tape.points[to] - tape.points[from];
    const dv = tape.points[to + 1] - tape.points[from + 1];
    const side = Math.sqrt(du * du + dv * dv);
    length += side;
    if (slope === undefined || side === 0) continue;
    addSlope(tape.forms.slopes, from, to, (factor * du) / side, slope);
    addSlope(tape.forms.slopes, from + 1, to + 1, (factor * dv) / side, slope);
  }
  return length;
}

function addSlope(
  slopes: Float64Array,
  from: number,
  to: number,
  factor: number,
  slope: Float64Array,
): void {
  const count = slope.length;
  for (let b = 0; b < count; b++) {
    slope[b] += factor * (slopes[count * to + b] - slopes[count * from + b]);
  }
}

/** Andrew's monotone chain (1979): the hull's corners in `hull`, and their number. */
function convexHull(tape: Tape): number {
  sortAlong(tape);
  const { order } = tape;
  let size = 0;
  for (let i = 0; i < order.length; i++) size = push(tape, size, 0, order[i]);
  const lower = size - 1;
  for (let i = order.length - 2; i >= 0; i--) size = push(tape, size, lower, order[i]);
  return size - 1;
}

/** Adds a corner after dropping those that it makes concave; `floor` is the chain's first place. */
function push({ points, hull }: Tape, size: number, floor: number, point: number): number {
  let end = size;
  while (end - floor >= 2 && turn(points, hull[end - 2], hull[end - 1], point) <= 0) end--;
  hull[end] = point;
  return end + 1;
}

/** Twice the area of the triangle, positive when it turns left. */
function turn(points: Float64Array, a: number, b: number, c: number): number {
  const u = points[2 * a];
  const v = points[2 * a + 1];
  return (
    (points[2 * b] - u) * (points[2 * c + 1] - v) - (points[2 * b + 1] - v) * (points[2 * c] - u)
  );
}

/** By u, then v. An insertion sort: the order of the last measuring is nearly right. */
function sortAlong({ points, order }: Tape): void {
  for (let i = 1; i < order.length; i++) {
    const point = order[i];
    let j = i;
    while (j > 0 && isAfter(points, order[j - 1], point)) {
      order[j] = order[j - 1];
      j--;
    }
    order[j] = point;
  }
}

function isAfter(points: Float64Array, a: number, b: number): boolean {
  const du = points[2 * a] - points[2 * b];
  return du > 0 || (du === 0 && points[2 * a + 1] > points[2 * b + 1]);
}
