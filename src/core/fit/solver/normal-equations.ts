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
}

export function createNormalEquations(): NormalEquations {
  return { hessian: new Float64Array(STRIDE * STRIDE), gradient: new Float64Array(STRIDE) };
}

export function clearNormalEquations({ hessian, gradient }: NormalEquations): void {
  hessian.fill(0);
  gradient.fill(0);
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
export function fixUnknowns({ hessian, gradient }: NormalEquations, free: Uint8Array): void {
  for (let i = 0; i < STRIDE; i++) {
    if (i < UNKNOWN_COUNT && free[i] === 1) continue;
    gradient[i] = 0;
    hessian.fill(0, STRIDE * i, STRIDE * i + i);
    for (let below = i + 1; below < STRIDE; below++) hessian[STRIDE * below + i] = 0;
    hessian[(STRIDE + 1) * i] = 1;
  }
}

/** How many unknowns stand before the last free one, as a multiple of 4: the order that is solved. */
export function orderOf(free: Uint8Array): number {
  return 4 * Math.ceil((free.lastIndexOf(1, UNKNOWN_COUNT - 1) + 1) / 4);
}
