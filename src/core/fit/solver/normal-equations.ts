import { STRIDE, UNKNOWN_COUNT } from '../skeleton/unknowns.ts';

/**
 * Half the gradient and half the Hessian of an energy E(x), which every term adds to. Only the
 * lower triangle of the Hessian is kept.
 */
export interface NormalEquations {
  /** ½ ∂²E/∂x², shape [88, 88]. */
  readonly hessian: Float64Array;
  /** ½ ∂E/∂x, shape [88]. */
  readonly gradient: Float64Array;
  /** So many unknowns take part, from the first on; the Hessian's other rows mean nothing. */
  order: number;
}

export function createNormalEquations(): NormalEquations {
  const hessian = new Float64Array(STRIDE * STRIDE);
  return { hessian, gradient: new Float64Array(STRIDE), order: STRIDE };
}

/** Copies the lower triangle of the first rows. */
export function copyLower(source: Float64Array, order: number, out: Float64Array): void {
  for (let i = 0; i < order; i++) {
    const row = STRIDE * i;
    for (let at = row; at <= row + i; at++) out[at] = source[at];
  }
}

/** Adds the term `weight (x_i − target)²`. */
export function addSquare(
  { hessian, gradient }: NormalEquations,
  i: number,
  weight: number,
  difference: number,
): void {
  gradient[i] += weight * difference;
  hessian[STRIDE * i + i] += weight;
}

/** Takes the unknowns out that are not free: their row becomes that of the identity. */
export function fixUnknowns({ hessian, gradient, order }: NormalEquations, free: Uint8Array): void {
  for (let i = 0; i < order; i++) {
    if (i < UNKNOWN_COUNT && free[i] === 1) continue;
    gradient[i] = 0;
    hessian.fill(0, STRIDE * i, STRIDE * i + i);
    for (let below = i + 1; below < order; below++) hessian[STRIDE * below + i] = 0;
    hessian[(STRIDE + 1) * i] = 1;
  }
}

/** How many unknowns stand before the last free one, as a multiple of 4: the order that is solved. */
export function orderOf(free: Uint8Array): number {
  return 4 * Math.ceil((free.lastIndexOf(1, UNKNOWN_COUNT - 1) + 1) / 4);
}
